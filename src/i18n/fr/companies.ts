/** `/fr/entreprises`: what an employer of the territory can do. Only what the platform does today. */
export const companies = {
  title: 'Entreprises : faire venir vos salariés',
  description:
    'Ce qu’un employeur peut faire pour que des personnes sans voiture ni permis viennent travailler à l’heure.',
  lead: 'Des personnes refusent un poste, ou le quittent, faute de trajet à l’heure. Voici ce que vous pouvez faire, en commençant par le plus simple.',
  parts: [
    {
      title: 'Déclarez vos lieux et vos horaires',
      text: 'Une fois, avec les équipes et les roulements. Vous voyez combien de personnes pourraient venir si une chose changeait : une heure décalée, une ligne de covoiturage. Toujours des nombres arrondis, jamais un nom.',
      links: [{ label: 'Se connecter à l’espace entreprise', href: '/entreprise' }],
    },
    {
      title: 'Ouvrez une ligne de covoiturage par une affiche',
      text: 'Vos salariés disent s’ils conduisent ou cherchent une place, avec le code de l’affiche et sans compte. Les conseillers mobilité les rappellent ; vous ne voyez que des nombres.',
      links: [
        { label: 'J’ai le code d’une affiche', href: '/fr/ligne' },
        { label: 'Conduire quelqu’un', href: '/fr/conduire' },
      ],
    },
    {
      title: 'Proposez des places : parking, arrêt, point de rendez-vous',
      text: 'Un parking éclairé à l’entrée du site suffit souvent à un covoiturage ou à un transport à la demande. Dites-le au pôle ressources, qui l’inscrit au catalogue.',
      links: [{ label: 'Voir ce qui existe déjà près de vous', href: '/fr/catalogue' }],
    },
    {
      title: 'Rencontrez le réseau',
      text: 'Rencontres, permanences et formations, avec ou sans rendez-vous, et la lettre du mardi quand il y a du nouveau.',
      links: [
        { label: 'Événements', href: '/fr/evenements' },
        { label: 'Annuaire des partenaires', href: '/fr/partenaires' },
        { label: 'Recevoir la lettre', href: '/fr/lettre' },
      ],
    },
  ],
  contact: {
    title: 'Parler à quelqu’un',
    text: 'Pas encore de compte, ou une question ? La plateforme mobilité du territoire vous répond.',
    none: 'Écrivez votre demande : la plateforme mobilité du territoire vous rappelle.',
    call: (phone: string) => `Appeler le ${phone}`,
    ask: 'Écrire une demande',
  },
};
