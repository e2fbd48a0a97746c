import { OFFER_KINDS, type OfferKind } from '../catalogue/offer.ts';

/** What may be imported: tables of offers of one kind, and the files of the standards. */
export const IMPORT_FORMATS = [
  ...OFFER_KINDS.map((kind) => `csv-${kind}` as const),
  'data-inclusion',
  'bnlc',
  'gbfs',
  'gtfs',
] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export const isImportFormat = (text: string): text is ImportFormat => IMPORT_FORMATS.some((format) => format === text);

/** The kind of the offers of a table; null for the files of the standards. */
export function kindOfFormat(format: string): OfferKind | null {
  return OFFER_KINDS.find((kind) => format === `csv-${kind}`) ?? null;
}

const START = {
  pdf: [0x25, 0x50, 0x44, 0x46],
  jpeg: [0xff, 0xd8, 0xff],
  png: [0x89, 0x50, 0x4e, 0x47],
  gif: [0x47, 0x49, 0x46],
};

export type Sniffed = 'empty' | 'zip' | 'oldWorkbook' | 'json' | 'text' | 'other';

/** What a file is by its first bytes, whatever its name says. */
export function sniff(bytes: Uint8Array): Sniffed {
  if (bytes.length === 0) return 'empty';
  const begins = (start: readonly number[]) => start.every((byte, i) => bytes[i] === byte);
  if (begins([0x50, 0x4b, 0x03, 0x04]) || begins([0x50, 0x4b, 0x05, 0x06])) return 'zip';
  if (begins([0xd0, 0xcf, 0x11, 0xe0])) return 'oldWorkbook';
  if (Object.values(START).some(begins)) return 'other';
  const isWide = begins([0xff, 0xfe]) || begins([0xfe, 0xff]);
  const head = bytes.subarray(0, 4096);
  if (!isWide && head.includes(0)) return 'other';
  const first = new TextDecoder('latin1')
    .decode(head)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()[0];
  if (first === undefined) return bytes.length > head.length ? 'text' : 'empty';
  if (first === '<') return 'other';
  return first === '{' || first === '[' ? 'json' : 'text';
}

const TAKEN: Record<
  'table' | 'data-inclusion' | 'bnlc' | 'gbfs' | 'gtfs',
  { kinds: readonly Sniffed[]; wants: string }
> = {
  table: { kinds: ['zip', 'text'], wants: 'un tableau CSV ou un classeur .xlsx' },
  'data-inclusion': { kinds: ['json'], wants: 'un fichier JSON de data·inclusion' },
  bnlc: { kinds: ['zip', 'text'], wants: 'le fichier CSV de la base nationale des lieux de covoiturage' },
  gbfs: { kinds: ['zip', 'json'], wants: 'un fichier JSON, ou une archive .zip des fichiers GBFS' },
  gtfs: { kinds: ['zip', 'text'], wants: 'une archive GTFS (.zip), ou son fichier stops.txt' },
};

/** Why a file cannot be of that format; null where it may be. */
export function formatProblem(format: ImportFormat, bytes: Uint8Array): string | null {
  const { kinds, wants } = TAKEN[kindOfFormat(format) ? 'table' : (format as keyof typeof TAKEN)];
  const sniffed = sniff(bytes);
  if (sniffed === 'empty') return 'Ce fichier est vide.';
  if (kinds.includes(sniffed)) return null;
  if (sniffed === 'oldWorkbook')
    return 'Ce classeur est d’un ancien format (.xls), ou protégé : enregistrez-le en .xlsx, sans mot de passe.';
  return `Ce n’est pas le bon type de fichier : ${wants} est attendu ici.`;
}
