import { isDeepStrictEqual } from 'node:util';
import type { Offer } from '../../domain/catalogue/offer.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { TypedAnswers } from '../forms/typed.ts';
import { controlsOf, type EditorGround } from './answers/answer.ts';
import { dateAnswer } from './answers/simple.tsx';
import { controlOf, everyFieldOf, type OfferField } from './offer-fields.tsx';
import { readField, VERSION_CONTROL, valueAt } from './read-offer.ts';

export type FieldChange = { field: OfferField; before: string | null; after: string | null };

/** As it would have been typed: two values that read alike are the same. */
const asTyped = ({ sort, path }: OfferField, value: unknown) => sort.typed(value, controlOf(path));

/** No question of the form: it is kept by a button of its own. */
const CONFIRMED: OfferField = {
  path: 'confirmedAt',
  label: FRENCH.t.resources.versions.confirmed,
  hint: undefined,
  isRequired: false,
  sort: dateAnswer,
};

/** The fields in which two versions differ, in words; `others`: something differs that no field shows. */
export function changesBetween(
  before: Offer,
  after: Offer,
  ground: EditorGround,
): { changes: FieldChange[]; others: boolean } {
  const fields = [...everyFieldOf(after.kind), CONFIRMED];
  const changes = fields.flatMap((field) => {
    const [was, is] = [valueAt(before, field.path), valueAt(after, field.path)];
    if (isDeepStrictEqual(asTyped(field, was), asTyped(field, is))) return [];
    return [{ field, before: field.sort.tell(was, ground), after: field.sort.tell(is, ground) }];
  });
  const rest = ({ version: _version, ...offer }: Offer) =>
    fields.reduce<unknown>((left, { path }) => without(left, path.split('.')), offer);
  return { changes, others: !isDeepStrictEqual(rest(before), rest(after)) };
}

function without(object: unknown, [name = '', ...more]: readonly string[]): unknown {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return object;
  const { [name]: inner, ...others } = object as Record<string, unknown>;
  return more.length === 0 || inner === undefined ? others : { ...others, [name]: without(inner, more) };
}

export type Standing = {
  field: OfferField;
  /** Who changed it since the version that the editor began from. */
  by: 'both' | 'theirs' | 'mine';
  mine: string | null;
  theirs: string | null;
};

/** What both sides made of the version they began from, field by field; what neither changed, or both alike, is left out. */
export function threeWays(
  typed: TypedAnswers,
  { base, stored }: { base: Offer | null; stored: Offer },
  ground: EditorGround,
): Standing[] {
  return everyFieldOf(stored.kind).flatMap((field): Standing[] => {
    const name = controlOf(field.path);
    const read = readField(field, typed, ground);
    // What cannot be read yet is as it was typed, and is theirs who typed it.
    const mine = read.errors.length > 0 ? null : asTyped(field, read.value);
    const theirs = asTyped(field, valueAt(stored, field.path));
    const before = base === null ? null : asTyped(field, valueAt(base, field.path));
    if (mine !== null && isDeepStrictEqual(mine, theirs)) return [];
    const mineChanged = mine === null || before === null || !isDeepStrictEqual(mine, before);
    const theirsChanged = before === null || !isDeepStrictEqual(theirs, before);
    const told = {
      mine: read.errors.length > 0 ? (typed[name]?.[0] ?? null) : field.sort.tell(read.value, ground),
      theirs: field.sort.tell(valueAt(stored, field.path), ground),
    };
    const by = mineChanged && theirsChanged ? 'both' : theirsChanged ? 'theirs' : 'mine';
    return [{ field, by, ...told }];
  });
}

/** The form with what the others stored in those fields, as made from their version. */
export function withTheirs(
  typed: TypedAnswers,
  fields: readonly OfferField[],
  stored: Offer,
): { typed: TypedAnswers; controls: string[] } {
  let merged: Record<string, readonly string[]> = { ...typed, [VERSION_CONTROL]: [String(stored.version)] };
  const controls = [VERSION_CONTROL];
  for (const field of fields) {
    const name = controlOf(field.path);
    const own = new Set(controlsOf(name, merged));
    const theirs = asTyped(field, valueAt(stored, field.path));
    controls.push(...own, ...Object.keys(theirs));
    merged = { ...Object.fromEntries(Object.entries(merged).filter(([key]) => !own.has(key))), ...theirs };
  }
  return { typed: merged, controls };
}
