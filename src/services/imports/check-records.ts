import { isDeepStrictEqual } from 'node:util';
import { type OfferInput, offerInputSchema } from '../../domain/catalogue/offer.ts';
import { offerProblems } from '../../domain/catalogue/validate.ts';
import { becameOf } from '../../domain/imports/former-communes.ts';
import { changedHeadings } from '../../domain/imports/offer-rows.ts';
import { withPresentCommunes } from '../../domain/imports/present-communes.ts';
import { type Ground, placeProblems } from '../../domain/place-problems.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { ImportRow, MeetingPlaceInput, PartnerInput, Present, RowProblem } from '../ports/imports.ts';
import type { Ids } from '../ports.ts';
import type { FileRecord } from './file-record.ts';

type Plain = Record<string, unknown>;
export type Known = {
  offersById: ReadonlyMap<string, Present<OfferInput>>;
  offers: ReadonlyMap<string, Present<OfferInput>>;
  /** By the id of an offer that was merged away: the title of the one that stays. */
  mergedInto: ReadonlyMap<string, string>;
  partners: ReadonlyMap<string, Present<PartnerInput>>;
  places: ReadonlyMap<string, Present<MeetingPlaceInput>>;
  /** What offers were in the versions that rows were made of, where that is not the present one; by `versionKey`. */
  earlier: ReadonlyMap<string, OfferInput>;
  /** By the id of the offer. */
  records: ReadonlyMap<string, Plain>;
  /** By the id of the partner. */
  partnerRecords: ReadonlyMap<string, Plain>;
};

export const keyText = ({ source, externalId }: { source: string; externalId: string }) =>
  JSON.stringify([source, externalId]);

export const versionKey = (id: string, version: number) => `${id} ${version}`;

/** What each record would do, or what is wrong with it. Nothing is changed. */
export function checkRecords(
  records: readonly FileRecord[],
  known: Known,
  { ground, today, ids }: { ground: Ground; today: string; ids: Ids },
): ImportRow[] {
  const seen = new Map<string, number>();
  return records.map((record, position) => {
    const own =
      record.target === 'offer' && record.id !== null
        ? `id ${record.id}`
        : record.key && `${record.target} ${keyText(record.key)}`;
    const before = own === null ? undefined : seen.get(own);
    if (own !== null && before === undefined) seen.set(own, record.row);
    const twice: RowProblem[] =
      before === undefined ? [] : [{ path: '', message: `Même référence que la ligne ${before} : gardez-en une.` }];
    const problems = [...record.problems, ...twice];
    const base = {
      position,
      row: record.row,
      target: record.target,
      label: record.label,
      notes: record.notes,
      versionAfter: null,
      appliedAt: null,
      undone: null,
    };
    const found = problems.length > 0 ? { problems } : check(record, known, { ground, today });
    if ('problems' in found) {
      const named =
        record.target === 'offer' ? found.problems.map((problem) => withHeading(problem, record)) : found.problems;
      return { ...base, outcome: 'rejected', targetId: null, problems: named, change: null, versionBefore: null };
    }
    const { present, change, isSame, mergedInto, notes = [] } = found;
    const outcome = present === null ? 'create' : isSame || mergedInto !== undefined ? 'same' : 'change';
    const targetId = present?.id ?? ids.next({ offer: 'off', partner: 'par', place: 'plc' }[record.target]);
    return {
      ...base,
      outcome,
      targetId,
      problems: [],
      notes: outcome === 'same' ? mergedNotes(mergedInto) : [...base.notes, ...notes],
      change: outcome === 'same' ? null : change,
      versionBefore: present?.version ?? null,
    };
  });
}

/** Of a row that changes nothing, this alone is worth a word. */
const mergedNotes = (into: string | undefined): string[] =>
  into === undefined ? [] : [`Cette offre a été réunie avec « ${into} » : elle reste archivée.`];

function withHeading(problem: RowProblem, record: Extract<FileRecord, { target: 'offer' }>): RowProblem {
  const heading = problem.heading ?? record.headingOf?.(problem.path) ?? null;
  return heading === null ? problem : { ...problem, heading };
}

type Checked =
  | { problems: RowProblem[] }
  | {
      present: { id: string; version: number } | null;
      change: NonNullable<ImportRow['change']>;
      isSame: boolean;
      /** It was merged away, into the one of that title. */
      mergedInto?: string | undefined;
      notes?: string[];
    };

function check(record: FileRecord, known: Known, at: { ground: Ground; today: string }): Checked {
  switch (record.target) {
    case 'offer':
      return checkOffer(record, known, at);
    case 'partner': {
      const { partner } = record;
      if (partner === null) return { problems: [] };
      const present = known.partners.get(keyText(record.key)) ?? null;
      const commune = partner.commune === null ? null : (becameOf(partner.commune) ?? partner.commune);
      const now = { ...partner, commune };
      return {
        present,
        change: {
          target: 'partner',
          partner: now,
          record: record.record,
          ...before(present),
          ...recordBefore(present, known.partnerRecords),
        },
        isSame: present !== null && !present.isArchived && isDeepStrictEqual(present.value, now),
      };
    }
    case 'place':
      return checkPlace(record, known, at.ground);
  }
}

/** What undoing brings back. What was archived has nothing before it: it is archived again. */
const before = <T>(present: Present<T> | null) =>
  present === null ? {} : present.isArchived ? { revives: true as const } : { before: present.value };

function recordBefore(present: { id: string } | null, records: ReadonlyMap<string, Plain>) {
  const record = present && records.get(present.id);
  return record ? { recordBefore: record } : {};
}

/** A row that was made of an older version than the present one would put back what others changed since. */
function staleProblem(
  { id, version, isArchived, value }: Present<OfferInput>,
  ofRow: number,
  { earlier }: Known,
): RowProblem[] {
  if (ofRow === version) return [];
  const was = earlier.get(versionKey(id, ofRow));
  const fields = isArchived ? ['archivée'] : was === undefined ? [] : changedHeadings(was, value);
  const what = fields.length > 0 ? ` (${fields.join(', ')})` : '';
  return [
    {
      path: 'version',
      message: `Cette offre a changé depuis votre export${what} : exportez-la de nouveau, puis refaites vos changements.`,
    },
  ];
}

function checkOffer(
  record: Extract<FileRecord, { target: 'offer' }>,
  known: Known,
  { ground, today }: { ground: Ground; today: string },
): Checked {
  const present =
    (record.id === null ? record.key && known.offers.get(keyText(record.key)) : known.offersById.get(record.id)) ??
    null;
  if (record.id !== null && present === null) {
    return {
      problems: [{ path: 'id', message: 'Aucune offre n’a cet identifiant : laissez-le vide pour en créer une.' }],
    };
  }
  const built = record.build(present?.value ?? null, present ? (known.records.get(present.id) ?? null) : null);
  if (present !== null && built.kind !== present.value.kind) {
    return {
      problems: [
        {
          path: 'kind',
          message: 'L’offre qui a cette référence est d’un autre type : le type d’une offre ne change pas.',
        },
      ],
    };
  }
  const { offer: renamed, replaced } = withPresentCommunes(
    built,
    (code) => ground.whereabouts.findByCode(code) !== null,
  );
  const { offer: placed, notes, problems: nowhere } = withChefLieux(renamed, ground);
  if (nowhere.length > 0) return { problems: nowhere };
  let offer: OfferInput;
  try {
    offer = parseInput(offerInputSchema, placed);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { problems: [...error.errors] };
  }
  const problems = offerProblems({ offer, today, ground });
  if (problems.length > 0) return { problems };
  const isSame = present !== null && !present.isArchived && isDeepStrictEqual(present.value, offer);
  const stale = isSame || !present || !record.version ? [] : staleProblem(present, record.version, known);
  if (stale.length > 0) return { problems: stale };
  return {
    present,
    change: {
      target: 'offer',
      offer,
      ...(present ? { fields: changedHeadings(present.value, offer) } : {}),
      ...(present?.isArchived ? { revives: true } : {}),
      ...(record.record ? { record: record.record } : {}),
      ...recordBefore(present, known.records),
    },
    isSame,
    mergedInto: present ? known.mergedInto.get(present.id) : undefined,
    notes: [...replaced.map(([from, to]) => `La commune ${from} fait partie de ${to} depuis une fusion.`), ...notes],
  };
}

const PLACES = ['origin', 'destination', 'depot', 'base', 'place'];

/** A place of which only the commune is known stands at its chef-lieu, and says so. */
function withChefLieux(offer: Plain, ground: Ground): { offer: Plain; notes: string[]; problems: RowProblem[] } {
  const notes: string[] = [];
  const problems: RowProblem[] = [];
  const details = { ...(offer.details as Plain | undefined) };
  for (const name of PLACES) {
    const place = details[name] as Plain | null | undefined;
    if (!place || place.lon !== undefined || place.lat !== undefined || typeof place.commune !== 'string') continue;
    const commune = ground.whereabouts.findByCode(place.commune);
    if (commune === null) {
      problems.push({
        path: `details.${name}.commune`,
        message: `Commune ${place.commune} inconnue : vérifiez le code INSEE.`,
      });
      continue;
    }
    details[name] = { label: commune.name, ...place, lon: commune.lon, lat: commune.lat };
    notes.push(`Lieu mis au centre de ${commune.name} : précisez-le.`);
  }
  return { offer: { ...offer, details }, notes, problems };
}

function checkPlace(record: Extract<FileRecord, { target: 'place' }>, known: Known, ground: Ground): Checked {
  if (record.place === null) return { problems: [] };
  const became = record.place.commune === null ? null : becameOf(record.place.commune);
  const place =
    became === null || ground.whereabouts.findByCode(record.place.commune ?? '')
      ? record.place
      : { ...record.place, commune: became };
  const { lon, lat, commune } = place;
  const where = { lon, lat, ...(commune === null ? {} : { commune }) };
  const problems = placeProblems({ place: where, path: '', rule: 'near', ground });
  if (problems.length > 0)
    return {
      problems: problems.map(({ path, message }) => ({
        path: path === '' ? 'lieu' : path.replace(/^\./, ''),
        message,
      })),
    };
  const present = known.places.get(keyText(record.key)) ?? null;
  return {
    present,
    change: { target: 'place', place, ...before(present) },
    isSame: present !== null && !present.isArchived && isDeepStrictEqual(present.value, place),
    ...(became !== null && place.commune === became
      ? { notes: [`La commune ${record.place.commune} fait partie de ${became} depuis une fusion.`] }
      : {}),
  };
}
