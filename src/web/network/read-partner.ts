import { THEMES } from '../../domain/catalogue/offer.ts';
import type { PartnerFacts } from '../../domain/network/partner.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { TerritoryHandle } from '../../services/context.ts';
import type { Partner } from '../../services/ports/partners.ts';
import { chooseCommune, communeLabel } from '../forms/commune-choice.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readPlace, typedPlace } from '../forms/place-question.tsx';
import { type TypedAnswers, textOf, textsOf } from '../forms/typed.ts';

const { form: say } = FRENCH.t.network.partners;
const TEXTS = [
  'name',
  'kind',
  'description',
  'siret',
  'address',
  'phone',
  'email',
  'website',
  'openingHours',
  'knownFrom',
] as const satisfies readonly (keyof PartnerFacts)[];

/** The codes that are ticked; the other zones are typed line by line. */
export const tickedZones = ({ territory, gazetteer }: TerritoryHandle): { value: string; label: string }[] => {
  const epcis = new Map(
    gazetteer
      .communes()
      .flatMap(({ epciCode, epciName }) => (epciCode === null ? [] : [[epciCode, epciName ?? epciCode]])),
  );
  return [
    ...territory.zones.slice(0, 1).map((value) => ({ value, label: say.whole(territory.name) })),
    ...[...epcis].map(([value, label]) => ({ value, label })).toSorted((a, b) => a.label.localeCompare(b.label, 'fr')),
  ];
};

/** As the service takes it, and what of it is not understood. */
export function readPartner(typed: TypedAnswers, handle: TerritoryHandle): { input: unknown; errors: FieldMessage[] } {
  const { gazetteer } = handle;
  const { place, errors } = readPlace(typed, 'place', { gazetteer, inside: false });
  const lines = textOf(typed, 'communes')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  const wrong: FieldMessage[] = [];
  const communes = lines.flatMap((text) => {
    const choice = chooseCommune({ text, gazetteer, inside: true });
    if (choice.kind === 'found') return [choice.commune.code];
    // A zone that lies elsewhere came with an import, and is kept.
    if (/^\d{2,9}$/.test(text) && choice.kind === 'none') return [text];
    wrong.push({ field: 'communes', message: say.unknownCommune(text.slice(0, 80)) });
    return [];
  });
  const input = {
    ...Object.fromEntries(TEXTS.map((name) => [name, textOf(typed, name)])),
    commune: place?.commune ?? null,
    place: place ?? null,
    themes: textsOf(typed, 'themes'),
    coverage: [...new Set([...textsOf(typed, 'coverage'), ...communes])],
    confirmedOn: textOf(typed, 'confirmedOn') || null,
    isPublic: textOf(typed, 'isPublic') === 'yes',
  };
  return { input, errors: [...errors, ...wrong] };
}

/** Where the service's words belong on the form. */
export const partnerField = (path: string): string => path.split('.')[0] ?? path;

/** A structure as it would have been typed. */
export function typedPartner(partner: Partner, handle: TerritoryHandle): TypedAnswers {
  const { gazetteer } = handle;
  const ticked = new Set(tickedZones(handle).map(({ value }) => value));
  const communes = partner.coverage
    .filter((code) => !ticked.has(code))
    .map((code) => {
      const commune = gazetteer.findByCode(code);
      const label = commune === null ? code : communeLabel(commune);
      const choice = chooseCommune({ text: label, gazetteer, inside: true });
      return choice.kind === 'found' && choice.commune.code === code ? label : code;
    });
  const place = partner.place ?? centreOf(partner, handle);
  const one = (text: string | null): string[] => (text === null || text === '' ? [] : [text]);
  const typed: [string, readonly string[]][] = [
    ...TEXTS.map((name): [string, string[]] => [name, one(partner[name])]),
    ...Object.entries(place === null ? {} : typedPlace('place', place, gazetteer)).map(
      ([name, text]): [string, string[]] => [name, one(text)],
    ),
    ['themes', THEMES.filter((theme) => partner.themes.includes(theme))],
    ['coverage', partner.coverage.filter((code) => ticked.has(code))],
    ['communes', one(communes.join('\n'))],
    ['confirmedOn', one(partner.confirmedOn)],
    ['isPublic', [partner.isPublic ? 'yes' : 'no']],
    ['version', [String(partner.version)]],
  ];
  return Object.fromEntries(typed.filter(([, texts]) => texts.length > 0));
}

/** An import may know the commune without the point. */
function centreOf({ commune }: Partner, { gazetteer }: TerritoryHandle) {
  const known = commune === null ? null : gazetteer.findByCode(commune);
  return known === null ? null : { label: known.name, commune: known.code, lon: known.lon, lat: known.lat };
}
