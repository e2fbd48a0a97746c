/** The demonstration's mailbox. */
export const letters = {
  title: 'Boîte aux lettres de la démonstration',
  lead: 'Aucun serveur de courriel n’est configuré : ce que la plateforme aurait envoyé à ses adresses d’exemple (en .invalid) arrive ici, et nulle part ailleurs.',
  none: 'Aucun courriel pour l’instant.',
  to: (address: string) => `À ${address}`,
  at: (when: string) => `le ${when}`,
  list: 'Courriels, le plus récent d’abord',
};
