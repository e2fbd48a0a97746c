import type { Offer, OfferKind } from '../../domain/catalogue/offer.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import type { EditorGround } from './answers/answer.ts';
import { controlOf, everyFieldOf, type OfferField } from './offer-fields.tsx';

const say = FRENCH.t.resources.answers;

/** What the fields of a form hold, by path; a path that is absent was left empty. */
export type OfferAnswers = Readonly<Record<string, unknown>>;

/** Under which the version that its editor has seen is kept in the draft. */
export const VERSION_CONTROL = 'offerVersion';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an offer holds at a dotted path. */
export function valueAt(offer: unknown, path: string): unknown {
  let value: unknown = offer;
  for (const name of path.split('.')) value = isObject(value) ? value[name] : undefined;
  return value ?? undefined;
}

function withValue(
  object: Record<string, unknown>,
  [name = '', ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  if (rest.length > 0) {
    const inner = isObject(object[name]) ? { ...object[name] } : {};
    return { ...object, [name]: withValue(inner, rest, value) };
  }
  const { [name]: _before, ...others } = object;
  return value === undefined ? others : { ...others, [name]: value };
}

/** One field as it was typed: its value, or what to put right. */
export function readField(field: OfferField, typed: TypedAnswers, ground: EditorGround) {
  const name = controlOf(field.path);
  const read = field.sort.read(typed, name, ground);
  const isMissing =
    read.errors.length === 0 &&
    (read.value === undefined || (Array.isArray(read.value) && read.value.length === 0)) &&
    field.isRequired;
  return isMissing ? { value: undefined, errors: [{ field: name, message: say.missing(field.label) }] } : read;
}

/**
 * The whole offer as it is to be: what the form asks, on top of what it does not ask of the offer it changes. Not checked.
 */
export function offerOf(kind: OfferKind, answers: OfferAnswers, present: Offer | null): Record<string, unknown> {
  const { id: _id, version: _version, ...kept } = present ?? {};
  return everyFieldOf(kind).reduce<Record<string, unknown>>(
    (offer, { path }) => withValue(offer, path.split('.'), answers[path]),
    { ...kept, kind },
  );
}

/** Everything of an offer as it would have been typed. */
export function typedOf(offer: Offer): TypedAnswers {
  const fields = everyFieldOf(offer.kind).map(({ path, sort }) => sort.typed(valueAt(offer, path), controlOf(path)));
  return Object.assign({ [VERSION_CONTROL]: [String(offer.version)] }, ...fields);
}

/** What a new offer begins with. */
export const typedAnew = (): TypedAnswers => ({ visibility: ['public'] });

export const versionOf = (typed: TypedAnswers): number => Number(textOf(typed, VERSION_CONTROL));

/** What the services found wrong, beside the field it is about. */
export function fieldMessages(kind: OfferKind, errors: readonly { path: string; message: string }[]): FieldMessage[] {
  const fields = everyFieldOf(kind);
  return errors.map(({ path, message }) => {
    const field = fields
      .filter((one) => path === one.path || path.startsWith(`${one.path}.`))
      .toSorted((a, b) => b.path.length - a.path.length)[0];
    return field === undefined
      ? { field: '', message }
      : { field: controlOf(field.path), message: `${field.label} : ${message}` };
  });
}
