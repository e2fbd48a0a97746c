/** By which ways a person comes to their rides: for whoever holds the file. */
export const wayIns = {
  link: 'Accès aux trajets (code sur papier, appareils)',
  title: 'Accès aux trajets',
  back: 'Retour au dossier',
  lead: (name: string) =>
    `${name} voit ses trajets sans compte ni mot de passe : par un lien envoyé à son portable ou à son adresse e-mail, ou par un code sur papier. Aucun de ces accès ne montre le dossier.`,
  done: {
    arrete: 'Cet accès est arrêté.',
    'tout-arrete': 'Tous les accès sont arrêtés.',
  } as Record<string, string>,
  give: {
    heading: 'Donner un code sur papier',
    text: 'Pour une personne sans téléphone portable. Le code sert à réserver pendant 30 jours ; il ne montre pas les trajets réservés avant. Dix erreurs l’arrêtent. Un nouveau code arrête le précédent.',
    submit: 'Donner un code',
    closed: 'L’accompagnement est terminé : rouvrez le dossier pour donner un code.',
  },
  held: {
    heading: 'Accès en cours',
    none: 'Personne n’a d’accès en cours.',
    caption: 'Accès en cours, le plus récent d’abord',
    what: 'Accès',
    since: 'Depuis le',
    until: 'Jusqu’au',
    seen: 'Dernière visite',
    never: 'jamais',
    kinds: { device: 'Appareil', code: 'Code sur papier', calendar: 'Agenda' },
    byCode: 'Appareil entré par un code',
    codeNamed: (publicCode: string) => `Code sur papier ${publicCode}…`,
    wrong: (tries: number) => (tries === 1 ? '1 erreur' : `${tries} erreurs`),
    end: 'Arrêter',
    endNamed: (what: string, since: string) => `Arrêter : ${what}, depuis le ${since}`,
    endAll: 'Tout arrêter',
    endAllText:
      'Téléphone perdu ou volé, code perdu, quelqu’un qui surveille : arrêtez tout. La personne demandera un nouveau lien.',
  },
  slip: {
    note: 'Ce papier ne porte ni nom ni adresse : remettez-le en main propre. Le code ne sera plus affiché.',
    print: 'Pour imprimer : menu du navigateur, puis « Imprimer ».',
    back: 'Retour aux accès',
  },
};
