export const home = {
  title: 'Mobilité solidaire',
  heading: 'Trouver comment aller au travail, et en revenir',
  lead: 'Un emploi à 25 km, à 5 h du matin, sans permis ni voiture : des solutions existent, mais personne ne les voit ensemble. Pouvoir Bouger les réunit et vérifie, trajet par trajet, lesquelles permettent d’arriver à l’heure et de rentrer.',
  tryIt: 'Essayer avec un poste de travail',
  seeCatalogue: 'Voir le catalogue des offres',
  how: {
    heading: 'Comment ça marche',
    steps: [
      {
        title: 'Un domicile, un lieu de travail, des horaires',
        text: 'Journée, 2x8, 3x8, nuit, coupure : chaque poste devient deux trajets, un aller et un retour, le bon jour à la bonne heure.',
      },
      {
        title: 'Chaque offre est vérifiée sur chaque trajet',
        text: 'Temps de route, horaires, places, permis, âge, prix : rien n’est supposé. Le retour est vérifié à part. Ce qui n’est pas su est dit « à demander ».',
      },
      {
        title: 'Un classement expliqué, une personne décide',
        text: 'Les offres possibles d’abord, puis celles qui manquent de peu et le plus petit changement qui les rendrait possibles. La plateforme propose, elle ne décide jamais.',
      },
    ],
  },
  audiences: {
    heading: 'Pour qui',
    today: 'Aujourd’hui',
    next: 'Ensuite',
    items: [
      {
        title: 'Vous cherchez un moyen de vous déplacer',
        today:
          'Consultez le catalogue : ce qui existe près de chez vous, les horaires, le prix, les conditions. Pour en profiter, contactez la structure indiquée sur l’offre.',
        next: 'Demander et annuler un trajet en quelques questions, sans compte ni mot de passe.',
      },
      {
        title: 'Vous accompagnez quelqu’un vers l’emploi',
        today:
          'Faites un essai avec un vrai poste : les offres sont classées et expliquées, seules ou combinées, avec une première idée de parcours.',
        next: 'Garder le diagnostic, bâtir le plan d’action, orienter et suivre.',
      },
      {
        title: 'Vous portez une solution',
        today:
          'Vérifiez comment vos offres sont présentées. Garage, flotte, auto-école, covoiturage, bénévoles : elles peuvent être tenues à jour par programme.',
        next: 'Un espace pour répondre aux demandes, tenir l’agenda des véhicules et les contrats.',
      },
      {
        title: 'Vous pilotez la mobilité d’un département',
        today:
          'Voyez sur des cas réels quels horaires et quels trajets restent sans réponse, et ce qu’il manquerait pour y répondre.',
        next: 'Un tableau de bord des besoins sans réponse, sans jamais un nom.',
      },
    ],
  },
  emergency: {
    heading: 'Et si personne ne vient à 4 h 20 ?',
    call: 'Appeler',
    hours: 'Permanence : ',
  },
  honest: {
    heading: 'Ce qui est vrai, ce qui est un exemple',
    text: 'Les communes, les gares, les maisons France Services et les aires de covoiturage viennent de données publiques. Les offres marquées « Exemple illustratif » sont inventées avec des tarifs et des horaires plausibles, pour montrer ce que fait la plateforme : aucune ne peut être réservée.',
    developers: 'Vous développez un logiciel ? ',
    api: 'La documentation de l’interface de programmation',
    apiAfter: ' décrit tout ce qui peut être lu et écrit.',
  },
  languages: {
    title: 'Langue',
    heading: 'Choisissez votre langue',
  },
};
