import { dateText, moneyText } from '../../domain/explanation/french.ts';
import type { BridgeNeed, JobKind, JobStatus } from '../../domain/workshop/job.ts';

const kinds: Record<JobKind, string> = { repair: 'Réparation', sale: 'Achat d’un véhicule' };
const statuses: Record<JobStatus, string> = {
  requested: 'Devis à faire',
  quoted: 'Devis remis, réponse attendue',
  agreed: 'Devis accepté',
  scheduled: 'Rendez-vous pris',
  handedOver: 'Véhicule remis',
  declined: 'Devis refusé',
  lapsed: 'Devis trop ancien',
  withdrawn: 'Plus nécessaire',
};
const bridges: Record<BridgeNeed, string> = {
  none: 'Pas besoin de véhicule en attendant',
  needed: 'Besoin d’un véhicule en attendant',
  lent: 'Un véhicule est prêté en attendant',
};

/** What a garage reads of its repairs and sales, and whoever accompanies its people. */
export const workshop = {
  kinds,
  statuses,
  bridges,
  money: moneyText,
  day: (date: string) => dateText(date),
  list: {
    title: 'Atelier',
    lead: 'Réparations et achats : du devis aux clés.',
    open: 'En cours',
    none: 'Rien en cours.',
    over: 'Terminé',
    toPlace: 'Demandes à ouvrir',
    toPlaceLead: 'Vous avez dit oui à ces orientations.',
    noOneToPlace: 'Aucune orientation n’attend.',
    start: 'Ouvrir la demande',
    back: 'Tout l’atelier',
    old: 'devis trop ancien',
    on: (date: string, time: string) => `${dateText(date)} à ${time}`,
  },
  open: {
    title: (who: string) => `Demande de ${who}`,
    request: 'Ce qu’il faut faire, ou ce qui est cherché',
    vehicle: 'Véhicule : marque et modèle (facultatif)',
    vehicleHint: 'Sans immatriculation : elle n’est pas utile ici.',
    save: 'Ouvrir la demande',
  },
  job: {
    request: 'Demande',
    vehicle: 'Véhicule',
    phone: 'Téléphone',
    appointment: 'Rendez-vous',
    bridge: 'En attendant',
    handedOver: 'Clés remises',
    referral: 'Voir l’orientation',
    quote: {
      title: 'Devis',
      again: 'Changer le devis',
      lead: 'Une ligne pour chaque pièce ou travail.',
      line: (n: number) => `Ligne ${n}`,
      amount: (n: number) => `Montant ${n}, en euros`,
      until: 'Valable jusqu’au (vide : 30 jours)',
      save: 'Enregistrer le devis',
      total: 'Total',
      validUntil: (date: string) => `Valable jusqu’au ${dateText(date)}.`,
      print: 'Devis à imprimer',
      what: 'Quoi',
      price: 'Prix',
      old: 'Ce devis est trop ancien. Faites-en un nouveau, ou fermez la demande : personne n’a rien fait de mal.',
    },
    agree: { title: 'La personne accepte', button: 'Noter que le devis est accepté' },
    decline: {
      title: 'La personne refuse',
      lead: 'C’est son droit. La personne qui l’accompagne verra que le devis est refusé et cherchera autre chose.',
      button: 'Noter que le devis est refusé',
    },
    lapse: { title: 'Fermer : devis trop ancien', button: 'Fermer ce devis' },
    withdraw: { title: 'Ce n’est plus nécessaire', button: 'Fermer la demande' },
    funding: { title: 'Qui paie', save: 'Enregistrer le financement' },
    schedule: {
      title: 'Rendez-vous',
      again: 'Déplacer le rendez-vous',
      on: 'Jour',
      at: 'Heure',
      bridge: 'En attendant que le véhicule soit prêt',
      save: 'Enregistrer le rendez-vous',
    },
    handOver: { title: 'Remettre les clés', on: 'Remises le', button: 'Noter que le véhicule est remis' },
  },
  print: {
    title: (who: string) => `Devis pour ${who}`,
    made: (date: string) => `Fait le ${dateText(date)}.`,
    agree: 'Bon pour accord, date et signature :',
  },
  followed: {
    title: 'Réparation ou achat',
    quoted: (cents: number) => `devis de ${moneyText(cents)}`,
    left: (cents: number) => `reste pour la personne : ${moneyText(cents)}`,
    declined: 'La personne a refusé le devis. Vous pouvez lui proposer autre chose.',
    lapsed: 'Le devis est devenu trop ancien : la structure peut en faire un nouveau.',
    handedOver: (date: string) =>
      `Le véhicule est remis depuis le ${dateText(date)}. Vous pouvez dire plus bas ce qui s’est passé, puis cocher l’étape dans le plan.`,
    bridgeNeeded: 'La personne a besoin d’un véhicule en attendant.',
  },
};
