import type { Child } from 'hono/jsx';
import { FRENCH } from '../../../i18n/languages.ts';
import { type TypedAnswers, textOf } from '../../forms/typed.ts';
import { type AnswerFields, type AnswerSort, type EditorGround, nothing } from './answer.ts';

const say = FRENCH.t.resources.answers.rows;

/** A row of a list: what is asked of each, read, written again and told. `read` gives undefined for a row left empty. */
export type RowSort = {
  fields(given: Omit<AnswerFields, 'label' | 'hint' | 'isRequired'>): Child;
  read(typed: TypedAnswers, name: string, ground: EditorGround): ReturnType<AnswerSort['read']>;
  typed(value: unknown, name: string): TypedAnswers;
  tell(value: unknown, ground: EditorGround): string | null;
};

const countControl = (name: string) => `${name}-count`;
const rowName = (name: string, index: number) => `${name}-${index}`;
const isOfRow = (key: string, row: string) => key === row || key.startsWith(`${row}-`) || key === `${row}Chosen`;

const countOf = (typed: TypedAnswers, name: string, most: number): number => {
  const asked = Number(textOf(typed, countControl(name)) || '1');
  return Number.isInteger(asked) ? Math.min(Math.max(asked, 1), most) : 1;
};

/** Several of the same, each a row; rows come and go by buttons that send the form, so that none needs a script. */
export function rowsAnswer(
  row: RowSort,
  { rowTitle, most }: { rowTitle(number: number): string; most: number },
): AnswerSort {
  return {
    fields({ label, hint, isRequired: _required, ...given }) {
      const { name, typed, action, errors } = given;
      const count = countOf(typed, name, most);
      const here = `${action}#${name}-grille`;
      const wrongHere = errors.find(({ field }) => field === name);
      return (
        <fieldset class={wrongHere ? 'field rows field-wrong' : 'field rows'} id={`${name}-grille`}>
          <legend id={name} tabindex={-1}>
            {label}
          </legend>
          {hint && <span class="hint">{hint}</span>}
          {wrongHere && <span class="wrong">{wrongHere.message}</span>}
          <input type="hidden" name={countControl(name)} value={String(count)} />
          {Array.from({ length: count }, (_, index) => (
            <fieldset class="row">
              <legend>{rowTitle(index + 1)}</legend>
              {row.fields({ ...given, name: rowName(name, index) })}
              {count > 1 && (
                <p class="actions">
                  <button
                    type="submit"
                    class="button button-quiet"
                    name="action"
                    value={`drop:${name}:${index}`}
                    formaction={here}
                  >
                    {say.drop(rowTitle(index + 1))}
                  </button>
                </p>
              )}
            </fieldset>
          ))}
          {count < most && (
            <p class="actions">
              <button type="submit" class="button button-quiet" name="action" value={`add:${name}`} formaction={here}>
                {say.add}
              </button>
            </p>
          )}
        </fieldset>
      );
    },
    read(typed, name, ground) {
      const rows = Array.from({ length: countOf(typed, name, most) }, (_, index) =>
        row.read(typed, rowName(name, index), ground),
      );
      const errors = rows.flatMap((one) => one.errors);
      if (errors.length > 0) return { value: undefined, errors };
      const values = rows.flatMap(({ value }) => (value === undefined ? [] : [value]));
      return values.length === 0 ? nothing : { value: values, errors: [] };
    },
    typed(value, name) {
      const values = Array.isArray(value) ? value.slice(0, most) : [];
      if (values.length === 0) return {};
      return Object.assign(
        { [countControl(name)]: [String(values.length)] },
        ...values.map((one, index) => row.typed(one, rowName(name, index))),
      );
    },
    tell(value, ground) {
      if (!Array.isArray(value) || value.length === 0) return null;
      return value.flatMap((one) => row.tell(one, ground) ?? []).join(' ; ');
    },
    act(action, typed, name) {
      const [what, field, at] = action.split(':');
      if (field !== name) return undefined;
      const count = countOf(typed, name, most);
      if (what === 'add') return { ...typed, [countControl(name)]: [String(Math.min(count + 1, most))] };
      const dropped = Number(at);
      if (what !== 'drop' || !Number.isInteger(dropped) || dropped < 0 || dropped >= count) return undefined;
      const others = Object.entries(typed).filter(([key]) => {
        return !Array.from({ length: count }, (_, index) => rowName(name, index)).some((one) => isOfRow(key, one));
      });
      const kept = Array.from({ length: count }, (_, index) => index).filter((index) => index !== dropped);
      const moved = kept.flatMap((from, to) =>
        Object.entries(typed)
          .filter(([key]) => isOfRow(key, rowName(name, from)))
          .map(([key, value]) => [rowName(name, to) + key.slice(rowName(name, from).length), value] as const),
      );
      return { ...Object.fromEntries(others), ...Object.fromEntries(moved), [countControl(name)]: [String(count - 1)] };
    },
  };
}
