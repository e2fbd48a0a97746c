import type { FieldProblem } from '../place-problems.ts';
import { readNumber, readRecentDay, readYes } from '../spreadsheet/read-words.ts';
import { plainWords } from '../spreadsheet/text-file.ts';

/** A place of a table: of the national base of carpool places, or a stop of a timetable. */
export type TablePlace = {
  externalId: string;
  label: string;
  address: string | null;
  commune: string | null;
  lon: number;
  lat: number;
  sourceDate: string | null;
  details: Record<string, unknown>;
};
export type TablePlaceReading = {
  externalId: string;
  label: string;
  problems: FieldProblem[];
  place: TablePlace | null;
  isLeftOut?: true;
};

/** The columns of the schema `etalab/schema-lieux-covoiturage` 0.3, and `id_lieu` of the consolidated file. */
export const BNLC_COLUMNS = [
  'id_lieu',
  'id_local',
  'nom_lieu',
  'ad_lieu',
  'com_lieu',
  'insee',
  'type',
  'date_maj',
  'ouvert',
  'source',
  'Xlong',
  'Ylat',
  'nbre_pl',
  'nbre_pmr',
  'duree',
  'horaires',
  'proprio',
  'lumiere',
  'comm',
] as const;
type BnlcColumn = (typeof BNLC_COLUMNS)[number];

const BNLC_TYPES = [
  'Supermarché',
  'Parking',
  'Parking relais',
  'Délaissé routier',
  'Aire de covoiturage',
  'Auto-stop',
  'Sortie d’autoroute',
  "Sortie d'autoroute",
];

export const STOP_COLUMNS = [
  'stop_id',
  'stop_name',
  'stop_desc',
  'stop_lat',
  'stop_lon',
  'location_type',
  'parent_station',
] as const;
type StopColumn = (typeof STOP_COLUMNS)[number];

export type Cells<C extends string> = (column: C) => string;

/** Cells by the name of their column, spaces around left out. */
export function cellsBy<C extends string>(headings: readonly string[], cells: readonly string[]): Cells<C> {
  const at = new Map(headings.map((heading, i) => [plainWords(heading), i]));
  return (column) => (cells[at.get(plainWords(column)) ?? -1] ?? '').trim();
}

export const isHeadingOf =
  (columns: readonly string[]) =>
  (heading: string): boolean =>
    columns.some((column) => plainWords(column) === plainWords(heading));

function coordinates(x: string, y: string, names: { x: string; y: string }, problems: FieldProblem[]) {
  const [lon, lat] = [readNumber(x), readNumber(y)];
  if (lon === null || Math.abs(lon) > 180) problems.push({ path: names.x, message: 'Longitude attendue, en degrés.' });
  if (lat === null || Math.abs(lat) > 90) problems.push({ path: names.y, message: 'Latitude attendue, en degrés.' });
  return { lon: lon ?? 0, lat: lat ?? 0 };
}

export function readCarpoolPlace(cell: Cells<BnlcColumn>): TablePlaceReading {
  const problems: FieldProblem[] = [];
  const tell = (path: BnlcColumn, message: string) => problems.push({ path, message });
  const [local, name, insee, type] = [cell('id_local'), cell('nom_lieu'), cell('insee'), cell('type')];
  if (name === '') tell('nom_lieu', 'Le nom du lieu manque.');
  if (local === '' && cell('id_lieu') === '') tell('id_local', 'L’identifiant du lieu manque.');
  const code = /^\d{4}$/.test(insee) ? `0${insee}` : insee.toUpperCase();
  if (!/^(\d{5}|2[AB]\d{3})$/.test(code)) tell('insee', 'Code INSEE de commune attendu, cinq caractères.');
  if (!BNLC_TYPES.includes(type)) tell('type', `Type de lieu inconnu : ${BNLC_TYPES.slice(0, 7).join(', ')}.`);
  const updatedOn = readRecentDay(cell('date_maj'));
  if (updatedOn === null) tell('date_maj', 'Date attendue au format AAAA-MM-JJ.');
  const isOpen = readYes(cell('ouvert'));
  if (isOpen === null) tell('ouvert', 'Écrivez true ou false.');
  const { lon, lat } = coordinates(cell('Xlong'), cell('Ylat'), { x: 'Xlong', y: 'Ylat' }, problems);
  const count = (column: BnlcColumn) => {
    const found = cell(column) === '' ? null : readNumber(cell(column));
    if (cell(column) !== '' && (found === null || !Number.isInteger(found) || found < 0))
      tell(column, 'Nombre entier attendu.');
    return found;
  };
  const details = Object.fromEntries(
    Object.entries({
      idLocal: local,
      type,
      spaces: count('nbre_pl'),
      wheelchairSpaces: count('nbre_pmr'),
      maxMinutes: count('duree'),
      openingHours: cell('horaires'),
      owner: cell('proprio'),
      lit: cell('lumiere') === '' ? null : readYes(cell('lumiere')),
      producer: cell('source'),
      communeName: cell('com_lieu'),
      comment: cell('comm'),
    }).filter(([, value]) => value !== null && value !== ''),
  );
  const externalId = cell('id_lieu') || `${code}-C-${local}`;
  const label = cell('com_lieu') ? `${name}, ${cell('com_lieu')}` : name;
  // A closed place is no place to meet at.
  if (isOpen === false) tell('ouvert', 'Ce lieu est fermé : il n’est pas repris.');
  const place = {
    externalId,
    label: label.slice(0, 200),
    address: cell('ad_lieu') || null,
    commune: code,
    lon,
    lat,
    sourceDate: updatedOn,
    details,
  };
  return { externalId, label, problems, place: problems.length > 0 ? null : place };
}

export function readStop(cell: Cells<StopColumn>): TablePlaceReading {
  const problems: FieldProblem[] = [];
  const [externalId, label] = [cell('stop_id'), cell('stop_name')];
  // Entrances and nodes are of a stop, and stops within a station are the station.
  const isLeftOut = !['', '0', '1'].includes(cell('location_type')) || cell('parent_station') !== '';
  if (isLeftOut) return { externalId, label, problems: [], place: null, isLeftOut };
  if (externalId === '') problems.push({ path: 'stop_id', message: 'L’identifiant de l’arrêt manque.' });
  if (label === '') problems.push({ path: 'stop_name', message: 'Le nom de l’arrêt manque.' });
  const { lon, lat } = coordinates(cell('stop_lon'), cell('stop_lat'), { x: 'stop_lon', y: 'stop_lat' }, problems);
  const details = cell('stop_desc') ? { description: cell('stop_desc') } : {};
  const place = {
    externalId,
    label: label.slice(0, 200),
    address: null,
    commune: null,
    lon,
    lat,
    sourceDate: null,
    details,
  };
  return { externalId, label, problems, place: problems.length > 0 ? null : place };
}

/** As the national base has it. */
export function writeCarpoolPlace(place: TablePlace): string[] {
  const { details, commune, lon, lat } = place;
  const said = (name: string) => (details[name] === undefined || details[name] === null ? '' : String(details[name]));
  const communeName = said('communeName');
  const name =
    communeName && place.label.endsWith(`, ${communeName}`)
      ? place.label.slice(0, -communeName.length - 2)
      : place.label;
  const cells: Record<BnlcColumn, string> = {
    id_lieu: place.externalId,
    id_local: said('idLocal') || place.externalId,
    nom_lieu: name,
    ad_lieu: place.address ?? '',
    com_lieu: communeName,
    insee: commune ?? '',
    type: said('type') || 'Aire de covoiturage',
    date_maj: place.sourceDate ?? '',
    ouvert: 'true',
    source: said('producer'),
    Xlong: String(lon),
    Ylat: String(lat),
    nbre_pl: said('spaces'),
    nbre_pmr: said('wheelchairSpaces'),
    duree: said('maxMinutes'),
    horaires: said('openingHours'),
    proprio: said('owner'),
    lumiere: said('lit'),
    comm: said('comment'),
  };
  return BNLC_COLUMNS.map((column) => cells[column]);
}
