/** Whom an offer is for, in French: data·inclusion 1.0.8's audiences. One that is not here is shown as it is written. */
export const AUDIENCE_NAMES: Readonly<Record<string, string>> = {
  actifs: 'personnes en emploi',
  'beneficiaires-des-minimas-sociaux': 'bénéficiaires de minima sociaux',
  'demandeurs-emploi': 'demandeurs d’emploi',
  etudiants: 'étudiants',
  familles: 'familles',
  femmes: 'femmes',
  jeunes: 'jeunes',
  'personnes-en-situation-de-handicap': 'personnes en situation de handicap',
  'personnes-en-situation-durgence': 'personnes en situation d’urgence',
  'personnes-en-situation-juridique-specifique': 'personnes en situation juridique particulière',
  'personnes-exilees': 'personnes exilées',
  'residents-qpv-frr': 'habitants d’un QPV ou d’une zone FRR',
  seniors: 'seniors',
  'tous-publics': 'tous publics',
};

/** What one person is, by the statuses a territory's rules may name. */
export const STATUS_NAMES: Readonly<Record<string, string>> = {
  rsa: 'bénéficiaire du RSA',
  jobSeeker: 'demandeur d’emploi',
  ass: 'bénéficiaire de l’ASS',
  aah: 'bénéficiaire de l’AAH',
  student: 'étudiant',
  apprentice: 'apprenti',
  employee: 'salarié',
  selfEmployed: 'à son compte',
  insertionEmployee: 'salarié en insertion',
  youthContract: 'jeune en contrat d’engagement',
  singleParent: 'parent isolé',
  interim: 'intérimaire',
  young: 'jeune',
  disabledWorker: 'travailleur handicapé reconnu (RQTH)',
  refugee: 'personne réfugiée',
  asylumSeeker: 'personne demandant l’asile',
  underJustice: 'personne suivie par la justice',
  homeless: 'sans domicile',
  qpv: 'habitant d’un quartier prioritaire (QPV)',
  frr: 'habitant d’une zone de revitalisation (FRR)',
  retired: 'retraité',
};

/** A list of codes as criteria tell it, spaces between, in words. */
export const named = (names: Readonly<Record<string, string>>, list: string | number | null): string =>
  String(list ?? '')
    .split(' ')
    .filter(Boolean)
    .map((code) => names[code] ?? code)
    .join(', ');
