import type { CheckKind, DriverKind, DriverStatus } from '../../domain/drivers/driver.ts';
import { count, dateText, moneyText } from '../../domain/explanation/french.ts';

const kinds: Record<DriverKind, string> = { volunteer: 'Bénévole', carpooler: 'Covoiture' };
const statuses: Record<DriverStatus, string> = {
  applied: 'Candidature à lire',
  active: 'Conduit',
  paused: 'En pause',
  left: 'Ne conduit plus',
  refused: 'Candidature refusée',
};
const checks: Record<CheckKind, string> = {
  licence: 'Permis de conduire',
  insurance: 'Assurance',
  honorability: 'Attestation d’honorabilité',
};
const day = (date: string) => dateText(date);
const km = (value: number) => `${value.toLocaleString('fr-FR', { maximumFractionDigits: 1 })}\u00a0km`;

/** What those who coordinate drivers read. */
export const drivers = {
  kinds,
  statuses,
  checks,
  day,
  list: {
    title: 'Conductrices et conducteurs',
    lead: 'Celles et ceux qui conduisent avec votre structure.',
    needs: 'À faire',
    nothing: 'Rien ne vous attend.',
    others: 'Tout est en ordre',
    gone: 'Ne conduisent plus',
    empty: 'Votre liste est vide. Ajoutez une personne, ou donnez l’adresse de la page d’inscription :',
    add: 'Ajouter une personne',
    join: 'Page d’inscription',
    rides: 'Trajets demandés',
    back: 'Toutes les personnes qui conduisent',
    load: (percent: number) => `${percent}\u00a0% de son maximum sur quatre semaines`,
  },
  need: {
    application: 'Candidature à lire',
    missing: (check: CheckKind) => `${checks[check]} : à vérifier`,
    expired: (check: CheckKind, on: string | null) => `${checks[check]} : fini${on ? ` depuis le ${day(on)}` : ''}`,
    expires: (check: CheckKind, on: string | null) =>
      `${checks[check]} : à renouveler${on ? ` avant le ${day(on)}` : ''}`,
    charter: 'Charte à signer de nouveau',
    absent: (until: string) => `Absence jusqu’au ${day(until)}`,
  },
  file: {
    call: 'Téléphone',
    email: 'Adresse électronique',
    commune: 'Part de',
    seats: 'Places',
    detour: 'Détour au plus',
    minutes: (minutes: number) => count(minutes, 'minute', 'minutes'),
    status: 'Situation',
    charter: 'Charte',
    charterYes: (date: string) => `oui, le ${day(date)}`,
    charterOld: 'à signer : le texte a changé, ou rien n’est signé',
    refusedWhy: 'Raison du refus',
    trips: 'Trajets habituels',
    noTrips: 'Aucun trajet habituel.',
    trip: (from: string, to: string, days: string, time: string, back: string | null) =>
      `${from} → ${to}, ${days}, départ ${time}${back ? `, retour ${back}` : ''}`,
    weekdays: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
    checks: 'Ce que vous avez vu',
    checksLead: 'Notez seulement que vous l’avez vu, et jusqu’à quand c’est valable. Aucun document, aucun numéro.',
    seen: (date: string, by: string | null) => `vu le ${day(date)}${by ? ` par ${by}` : ''}`,
    valid: (date: string | null) => (date === null ? 'sans date de fin' : `valable jusqu’au ${day(date)}`),
    notSeen: 'pas encore vu',
    notAsked: 'pas demandé pour ce rôle',
    rides: 'Trajets',
    noRides: 'Aucun trajet ces quatre dernières semaines, ni à venir.',
    kilometres: 'Relevé de kilomètres du mois',
  },
  act: {
    check: {
      title: 'Dater une vérification',
      what: 'Quoi',
      on: 'Vu le',
      until: 'Valable jusqu’au (facultatif)',
      button: 'Noter',
    },
    accept: {
      title: 'Accepter',
      lead: 'Cette personne pourra conduire. Ses trajets habituels seront proposés.',
      button: 'Accepter',
    },
    refuse: { title: 'Refuser', reason: 'Pourquoi', button: 'Refuser la candidature' },
    pause: {
      title: 'Mettre en pause',
      lead: 'Ses trajets promis seront à confier à quelqu’un d’autre.',
      button: 'Mettre en pause',
    },
    resume: { title: 'Reprendre', lead: 'Cette personne conduit de nouveau.', button: 'Reprendre' },
    leave: {
      title: 'Ne conduit plus',
      lead: 'Ses trajets promis seront à confier à quelqu’un d’autre.',
      button: 'Ne conduit plus',
    },
    charter: {
      title: 'Charte',
      lead: 'La personne a lu et signé la charte actuelle.',
      button: 'Noter que c’est signé',
    },
    cap: {
      title: 'Maximum par semaine',
      lead: (rides: number, minutes: number) =>
        `Aujourd’hui : ${count(rides, 'trajet', 'trajets')} et ${count(minutes, 'minute', 'minutes')} au volant.`,
      rides: 'Trajets (vide : règle du territoire)',
      minutes: 'Minutes au volant (vide : règle du territoire)',
      button: 'Enregistrer',
    },
    absence: {
      title: 'Noter une absence',
      lead: 'Seulement les jours, jamais la raison. Les trajets promis ces jours-là seront à confier à quelqu’un d’autre.',
      from: 'Du',
      until: 'Au (compris)',
      button: 'Noter l’absence',
      known: (from: string, until: string) => (from === until ? `Le ${day(from)}` : `Du ${day(from)} au ${day(until)}`),
      remove: 'Retirer',
    },
    erase: {
      title: 'Effacer la fiche',
      lead: (name: string) =>
        `Tout ce qui est écrit ici est effacé, avec les relevés. Écrivez « ${name} » pour confirmer.`,
      confirmation: 'Nom à recopier',
      button: 'Effacer pour toujours',
    },
  },
  takenBack: (rides: number) =>
    `${count(rides, 'trajet est', 'trajets sont')} à confier à quelqu’un d’autre, tout de suite.`,
  see: 'Voir les trajets',
  late: 'Ce n’est pas enregistré',
  erased: 'La fiche est effacée.',
  badDate: 'Écrivez une date comme 22/11/2026.',
  badNumber: 'Écrivez un nombre entier, ou rien.',
  add: {
    title: 'Ajouter une personne',
    lead: 'La personne est au téléphone ou devant vous. Vous l’accepterez après avoir daté ce que vous avez vu.',
    button: 'Ajouter',
  },
  kilometres: {
    title: (month: string) => `Kilomètres, ${month}`,
    lead: 'Ce qui a été conduit, de commune à commune, par la route, aller et retour depuis sa commune compris.',
    date: 'Date',
    from: 'De',
    to: 'À',
    km: 'Kilomètres',
    paidBack: 'Remboursement',
    total: 'Total',
    none: 'Aucun trajet ce mois-ci.',
    rate: (cents: number) => `À ${cents.toLocaleString('fr-FR')} centimes par kilomètre.`,
    noRate: 'Le territoire ne dit pas ce que vaut un kilomètre : aucune somme n’est comptée.',
    csv: 'Télécharger (CSV)',
    print: 'Pour imprimer, utilisez le menu du navigateur.',
    before: 'Mois d’avant',
    after: 'Mois d’après',
    value: km,
    money: (cents: number) => moneyText(cents),
    month: (month: string) =>
      new Intl.DateTimeFormat('fr', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        new Date(`${month}-01T00:00:00Z`),
      ),
  },
  ride: {
    who: 'Qui conduit ?',
    lead: 'Dans l’ordre : la personne qui a le moins conduit par rapport à son maximum.',
    nobody: 'Sans choisir : la structure s’en charge',
    load: (percent: number) => `${percent}\u00a0% de son maximum`,
    cannot: 'Ne peuvent pas',
    telephone: 'La personne m’a dit oui au téléphone',
    driver: 'Conduit',
    reassign: 'À confier à quelqu’un d’autre, vite',
    reassignLead: 'La personne qui devait conduire ne peut plus. Quelqu’un compte toujours sur ce trajet.',
    choose: 'À confier à quelqu’un, vite',
    chooseLead: 'Ce trajet est promis, et personne n’est encore noté pour conduire.',
    reassignList: (rides: number) => `${count(rides, 'trajet', 'trajets')} à confier à quelqu’un, vite`,
    assign: { title: 'Qui conduit', button: 'Confier le trajet' },
    noOne: 'Personne de votre liste ne peut : annulez le trajet plus bas. Une autre solution est cherchée aussitôt.',
    handBack: {
      title: 'Vous ne pouvez plus ?',
      lead: 'Votre structure cherche tout de suite quelqu’un d’autre. Le plus tôt est le mieux.',
      button: 'Je ne peux plus faire ce trajet',
    },
    handedBack: 'C’est noté, merci de l’avoir dit. Votre structure cherche quelqu’un d’autre.',
    byTelephone: (name: string) => `répondu par téléphone, noté par ${name}`,
  },
};
