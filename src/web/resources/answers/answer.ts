import type { Child } from 'hono/jsx';
import type { Territory } from '../../../domain/territory.ts';
import type { Gazetteer } from '../../../services/ports.ts';
import type { FieldMessage } from '../../forms/fields.tsx';
import type { FoundPlaces } from '../../forms/found-place.ts';
import type { TypedAnswers } from '../../forms/typed.ts';

/** Where the words and the places of an offer are looked up. */
export type EditorGround = {
  gazetteer: Gazetteer;
  territory: Pick<Territory, 'name' | 'zones' | 'rules'>;
  found: FoundPlaces;
};

export type AnswerFields = {
  name: string;
  label: string;
  hint: string | undefined;
  isRequired: boolean;
  typed: TypedAnswers;
  errors: readonly FieldMessage[];
  /** Where the page is sent, for a button that comes back to its place on it. */
  action: string;
  ground: EditorGround;
};

/**
 * How one sort of value is asked, read, written again and told. `value` is what the offer holds at the field's path; undefined
 * where there is nothing. Controls begin with the field's name.
 */
export type AnswerSort = {
  fields(given: AnswerFields): Child;
  read(typed: TypedAnswers, name: string, ground: EditorGround): { value: unknown; errors: FieldMessage[] };
  /** As it would have been typed. */
  typed(value: unknown, name: string): TypedAnswers;
  /** In French; null where there is nothing to say. */
  tell(value: unknown, ground: EditorGround): string | null;
  /** What its buttons do; undefined: not one of its own. */
  act?(action: string, typed: TypedAnswers, name: string): TypedAnswers | undefined;
};

export const nothing = { value: undefined, errors: [] };
export const wrong = (field: string, message: string) => ({ value: undefined, errors: [{ field, message }] });

/** The names under which a field sends anything: its own, and those that begin with it. */
export const controlsOf = (name: string, typed: TypedAnswers): string[] => [
  name,
  ...Object.keys(typed).filter((key) => key.startsWith(`${name}-`) || key.startsWith(`${name}Chosen`)),
];
