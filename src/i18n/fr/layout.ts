export const layout = {
  name: 'Pouvoir Bouger',
  territory: (name: string) => `Territoire : ${name}`,
  skip: 'Aller au contenu',
  navigation: 'Menu principal',
  menu: 'Menu',
  home: 'Accueil',
  /** What a professional goes back to all day. */
  office: {
    label: 'Mon espace',
    places: {
      day: 'Ma journée',
      people: 'Personnes',
      inbox: 'Demandes reçues',
      asked: 'Demandes envoyées',
      referrals: 'Orientations',
      calls: 'Rappels',
      appointments: 'Rendez-vous',
      put: 'Orientations reçues',
      teaching: 'Formations',
      workshop: 'Atelier',
      waiting: 'Liste d’attente',
      rides: 'Trajets demandés',
      fleet: 'Flotte',
      sites: 'Mes sites',
      offers: 'Pôle ressources',
      unmet: 'Besoins',
      network: 'Annuaire',
      team: 'Équipe',
    },
  },
  catalogue: 'Catalogue',
  trial: 'Essayer',
  ask: 'Demander de l’aide',
  /** On pages where somebody may be looking for themselves. */
  forYou: 'Vous cherchez pour vous-même ?',
  forYouLink: 'Demandez de l’aide, sans compte',
  chooseLanguage: 'Choisir la langue',
  footer: {
    demonstration:
      'Version de démonstration. Les communes, leurs limites et les lieux publics sont réels ; les offres marquées « Exemple illustratif » sont inventées.',
    privacy:
      'Un cookie seulement pour rester connecté, ou pour retrouver un formulaire et vos trajets. Aucune mesure d’audience, rien n’est chargé depuis un autre site.',
  },
};
