/** The demonstration's mailbox. */
export const letters = {
  title: 'Boîte aux lettres de la démonstration',
  lead: 'Tant qu’aucun envoi réel n’est configuré, les courriels à ses adresses d’exemple (en .invalid) et les SMS à ses numéros de fiction (comme 06 39 98 00 01) arrivent ici, et nulle part ailleurs.',
  none: 'Aucun message pour l’instant.',
  to: (address: string) => `À ${address}`,
  at: (when: string) => `le ${when}`,
  list: 'Messages, le plus récent d’abord',
  sms: (segments: number) => `SMS (${segments} ${segments > 1 ? 'segments' : 'segment'})`,
  /** `+33639980001` → `06 39 98 00 01`. */
  number: (e164: string) => e164.replace(/^\+33/, '0').replace(/(\d\d)(?=(\d\d)+$)/g, '$1 '),
};
