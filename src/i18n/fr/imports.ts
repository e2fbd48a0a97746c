import type { OfferKind } from '../../domain/catalogue/offer.ts';
import type { ImportFormat } from '../../domain/imports/formats.ts';
import { catalogue } from './catalogue.ts';
import { plural } from './format.ts';

type Outcome = 'create' | 'change' | 'same' | 'rejected' | 'conflict';

const files: Record<Exclude<ImportFormat, `csv-${OfferKind}`>, string> = {
  'data-inclusion': 'Structures et services data·inclusion (JSON)',
  bnlc: 'Lieux de covoiturage, base nationale (CSV)',
  gbfs: 'Autopartage, flux GBFS (JSON ou .zip)',
  gtfs: 'Arrêts de transport, GTFS (.zip ou stops.txt)',
};

const formats = (format: string): string => {
  const kind = format.replace(/^csv-/, '');
  if (format.startsWith('csv-') && kind in catalogue.kinds)
    return `${catalogue.kinds[kind as OfferKind]} (CSV ou .xlsx)`;
  return format in files ? files[format as keyof typeof files] : format;
};

/** The pages on which files come into the catalogue and leave it. */
export const imports = {
  title: 'Importer un fichier',
  lead: 'Un tableau d’offres, ou un fichier d’un autre annuaire. Rien n’est changé avant que vous ayez vu ce qui le sera.',
  back: 'Le catalogue',
  toExports: 'Exporter le catalogue',
  format: 'Ce que contient le fichier',
  formatChoose: 'Choisissez',
  tables: 'Tableaux d’offres',
  standards: 'Fichiers d’autres annuaires',
  formats,
  file: 'Fichier',
  fileHint: '20 Mo et 50 000 lignes au plus.',
  check: 'Vérifier le fichier',
  errors: {
    noFormat: 'Choisissez ce que contient le fichier.',
    noFile: 'Choisissez un fichier.',
    tooBig: 'Ce fichier dépasse 20 Mo : coupez-le en plusieurs, puis recommencez.',
  },
  templates: {
    heading: 'Modèles à remplir',
    text: 'Un modèle par type d’offre. Le classeur a aussi une feuille d’exemple et une feuille qui explique chaque colonne.',
    csv: (kind: string) => `${kind} : CSV`,
    xlsx: (kind: string) => `${kind} : classeur .xlsx`,
  },
  history: {
    heading: 'Imports passés',
    none: 'Aucun import pour l’instant.',
    date: 'Envoyé le',
    file: 'Fichier',
    what: 'Contenu',
    state: 'État',
  },
  states: {
    pending: 'en cours de lecture',
    checked: 'vérifié, à confirmer',
    applying: 'import en cours',
    done: 'importé',
    failed: 'échec',
    undoing: 'annulation en cours',
    undone: 'annulé',
    discarded: 'abandonné',
  },
  one: {
    back: 'Tous les imports',
    title: (file: string) => `Import : ${file}`,
    progress: 'Avancement',
    reading: 'Le fichier est en cours de lecture.',
    applying: 'L’import est en cours. Vous pouvez fermer cette page : il continue.',
    undoing: 'L’annulation est en cours. Vous pouvez fermer cette page : elle continue.',
    doneOf: (done: number, total: number) =>
      `${done.toLocaleString('fr-FR')} lignes sur ${total.toLocaleString('fr-FR')}`,
    refresh: 'Voir où il en est',
    checked: (accepted: number, rejected: number) =>
      rejected === 0
        ? `Le fichier est vérifié : ${plural(accepted, 'ligne')}, sans erreur. Rien n’est encore changé.`
        : `Le fichier est vérifié : ${plural(accepted, 'ligne')} sans erreur, ${plural(rejected, 'ligne')} à corriger. Rien n’est encore changé.`,
    done: 'L’import est terminé.',
    undone: 'L’import est annulé.',
    discarded: 'Cet import a été abandonné : rien n’a été changé.',
    failed: 'Ce fichier n’a pas pu être importé.',
    counts: 'Ce que fait le fichier',
    countsDone: 'Ce que le fichier a fait',
    outcomes: {
      create: 'à créer',
      change: 'à changer',
      same: 'déjà à jour',
      rejected: 'à corriger, laissées de côté',
      conflict: 'changées par quelqu’un d’autre entre-temps, laissées telles quelles',
    } satisfies Record<Outcome, string>,
    outcomesDone: {
      create: 'créées',
      change: 'changées',
      same: 'déjà à jour',
      rejected: 'à corriger, laissées de côté',
      conflict: 'changées par quelqu’un d’autre entre-temps, laissées telles quelles',
    } satisfies Record<Outcome, string>,
    wrong: 'À corriger',
    wrongText:
      'Corrigez ces lignes dans votre fichier, puis envoyez-le de nouveau : ce qui est déjà à jour n’est pas changé deux fois.',
    row: 'Ligne',
    label: 'Nom',
    column: 'Colonne',
    message: 'Ce qu’il faut corriger',
    wholeRow: 'toute la ligne',
    more: (count: number) =>
      `Et ${plural(count, 'autre ligne', 'autres lignes')} : elles sont toutes dans le fichier des erreurs.`,
    download: 'Télécharger les erreurs (CSV)',
    moreRows: (count: number) => `Et ${plural(count, 'autre ligne', 'autres lignes')}.`,
    changes: 'Offres à changer',
    changesDone: 'Offres changées',
    revived: 'De retour des archives',
    revivedText: 'Elles avaient été archivées : l’import les remet au catalogue.',
    notes: 'À vérifier après l’import',
    conflicts: 'Laissées telles quelles',
    conflictsText:
      'Quelqu’un les a changées après la vérification. Envoyez de nouveau le fichier si elles doivent être remplacées.',
    kept: 'Gardées telles quelles',
    keptText: 'Elles ont été changées depuis l’import : l’annulation n’y a pas touché.',
    confirm: (count: number) => `Importer ${plural(count, 'ligne')}`,
    nothing: 'Aucune ligne n’est à importer.',
    discard: 'Abandonner',
    undo: 'Annuler cet import',
    undoText:
      'Ce que l’import a créé sort du catalogue, ce qu’il a changé redevient comme avant. Ce que quelqu’un a changé depuis n’est pas touché.',
    undoButton: 'Annuler l’import',
    again: 'Envoyer un autre fichier',
    errorsHeadings: ['Ligne', 'Nom', 'Colonne', 'À corriger'] as const,
  },
  sheets: {
    offers: 'Offres',
    example: 'Exemple',
    help: 'Explications',
    helpHeadings: ['Colonne', 'Obligatoire', 'Exemple', 'Ce qu’on y met'] as const,
    required: 'oui',
    id: 'Celui de la plateforme, pour changer une offre qui y est déjà. Vide : une nouvelle offre.',
    version:
      'À laisser telle quelle : si quelqu’un a changé l’offre depuis l’export, la ligne n’efface pas son travail.',
  },
  exports: {
    title: 'Exporter le catalogue',
    lead: 'Ce que contient le catalogue, dans des fichiers à reprendre dans un tableur ou dans un autre outil.',
    toImports: 'Importer un fichier',
    offers: 'Les offres, par type',
    offersText: 'À changer dans un tableur, puis à importer de nouveau.',
    standards: 'Pour d’autres annuaires',
    structures: 'Structures, data·inclusion (JSON)',
    services: 'Services, data·inclusion (JSON)',
    carpoolPlaces: 'Lieux de covoiturage importés, base nationale (CSV)',
    stops: 'Arrêts importés, GTFS (stops.txt)',
    gbfs: 'Autopartage, GBFS 3.0 (JSON)',
    open: 'Données ouvertes',
    openText: (licence: string) =>
      `Ce que le public voit déjà, sans rien de personnel : les trajets de particuliers vont de commune à commune, par tranche horaire. ${licence}.`,
    openCsv: 'Le catalogue public (CSV)',
    openJson: 'Le catalogue public (JSON)',
    published: 'Flux publiés, que d’autres programmes lisent',
    openHeadings: [
      'Identifiant',
      'Type',
      'Titre',
      'Thème',
      'Structure',
      'Zone d’éligibilité',
      'Départ (commune)',
      'Arrivée (commune)',
      'Tranches horaires',
      'Confirmée le',
      'Exemple fictif',
      'Licence',
      'Publié le',
    ] as const,
  },
};
