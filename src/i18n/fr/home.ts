export const home = {
  title: 'Mobilité solidaire',
  heading: 'Trouver comment aller au travail, et en revenir',
  lead: 'Un emploi à 25 km, à 5 h du matin, sans permis ni voiture : des solutions existent, mais personne ne les voit ensemble. Pouvoir Bouger les réunit et vérifie, trajet par trajet, lesquelles permettent d’arriver à l’heure et de rentrer.',
  tryIt: 'Essayer avec un poste de travail',
  seeCatalogue: 'Voir le catalogue des offres',
  ask: 'Demander de l’aide',
  book: 'Réserver un trajet',
  rides: 'Mes trajets',
  bookIn: 'Réserver un trajet dans votre langue',
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
          'Dites ce qu’il vous faut en quelques questions, sans compte ni mot de passe : un conseiller vous rappelle. Réservez un trajet, annulez-le ou refaites-le vous-même. Le plan préparé avec vous se lit par un lien, en français simple, anglais, arabe ou ukrainien.',
        ways: [
          { label: 'Demander de l’aide', href: '/fr/demande' },
          { label: 'Réserver un trajet', href: '/fr/reserver' },
          { label: 'Voir mes trajets', href: '/fr/mes-trajets' },
          { label: 'Voir le catalogue', href: '/fr/catalogue' },
        ],
        next: null,
      },
      {
        title: 'Vous accompagnez quelqu’un vers l’emploi',
        today:
          'Ouvrez un dossier, faites le diagnostic, comparez les offres classées et expliquées, orientez avec l’accord de la personne, suivez les réponses, bâtissez et imprimez le plan d’action, réservez les trajets de qui n’a pas de téléphone. Sans compte : un essai sans nom.',
        ways: [
          { label: 'Se connecter', href: '/connexion' },
          { label: 'Faire un essai', href: '/pro/essai' },
          { label: 'Annuaire des partenaires', href: '/fr/partenaires' },
          { label: 'Événements', href: '/fr/evenements' },
          { label: 'Ressources utiles', href: '/fr/ressources-utiles' },
          { label: 'Recevoir la lettre', href: '/fr/lettre' },
        ],
        next: null,
      },
      {
        title: 'Vous portez une solution',
        today:
          'Garage, flotte, auto-école, covoiturage, bénévoles : répondez aux orientations par le lien reçu, sans compte, ou dans votre espace. Tenez-y vos véhicules, vos prêts et leurs états des lieux, la liste d’attente et son attribution, vos formations et votre atelier.',
        ways: [{ label: 'Se connecter', href: '/connexion' }],
        next: null,
      },
      {
        title: 'Vous employez',
        today:
          'Déclarez vos lieux et vos horaires une fois, voyez combien de personnes pourraient venir si une chose changeait, ouvrez une ligne de covoiturage par une affiche. Jamais un nom.',
        ways: [
          { label: 'Ce que vous pouvez faire', href: '/fr/entreprises' },
          { label: 'Se connecter', href: '/connexion' },
        ],
        next: null,
      },
      {
        title: 'Vous pilotez la mobilité d’un département',
        today:
          'Voyez sur des cas réels quels horaires et quels trajets restent sans réponse, et ce qu’il manquerait pour y répondre. Le pôle ressources tient le catalogue à jour et compte les besoins sans réponse, sans jamais un nom.',
        ways: [
          { label: 'Se connecter', href: '/connexion' },
          { label: 'Faire un essai', href: '/pro/essai' },
        ],
        next: 'Un tableau de bord pour le département.',
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
    text: 'Les communes, les gares, les maisons France Services et les aires de covoiturage viennent de données publiques. Les offres marquées « Exemple illustratif » sont inventées avec des tarifs et des horaires plausibles, pour montrer ce que fait la plateforme : un trajet demandé sur l’une d’elles ne viendra pas.',
    developers: 'Vous développez un logiciel ? ',
    api: 'La documentation de l’interface de programmation',
    apiAfter: ' décrit tout ce qui peut être lu et écrit.',
  },
  languages: {
    title: 'Langue',
    heading: 'Choisissez votre langue',
  },
};
