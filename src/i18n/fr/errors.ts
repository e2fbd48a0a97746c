export const errors = {
  titlePrefix: 'Erreur : ',
  summary: 'Il y a un problème',
  backHome: 'Revenir à l’accueil',
  toCatalogue: 'Voir le catalogue des offres',
  tryAgain: 'Réessayer',
  notFound: {
    title: 'Page introuvable',
    text: 'Cette page n’existe pas ou n’existe plus. Vérifiez l’adresse, ou repartez de l’accueil.',
  },
  expiredTrial: {
    title: 'Essai introuvable ou effacé',
    text: 'Un essai est gardé 24 heures, puis effacé. Il suffit d’en lancer un nouveau.',
    action: 'Lancer un nouvel essai',
  },
  tooManyRequests: {
    title: 'Trop de demandes à la fois',
    text: 'Attendez une minute, puis réessayez.',
  },
  unavailable: {
    title: 'Service momentanément indisponible',
    text: 'La base de données ne répond pas. Rien n’est perdu de ce qui était enregistré. Réessayez dans une minute.',
  },
  internal: {
    title: 'Une erreur est survenue',
    text: 'Ce n’est pas de votre fait. Réessayez, ou repartez de l’accueil.',
    reference: (id: string) => `Si cela recommence, donnez cette référence à l’exploitant : ${id}.`,
  },
  refused: { title: 'Demande refusée' },
};
