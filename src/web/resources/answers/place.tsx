import type { Place } from '../../../domain/place.ts';
import { crowMetres } from '../../../domain/place-problems.ts';
import { FRENCH } from '../../../i18n/languages.ts';
import { ChoiceField, messageFor, TextField } from '../../forms/fields.tsx';
import { chosenControl, chosenFor, foundAs, keptChoice, toldOf } from '../../forms/found-place.ts';
import { readPoint } from '../../forms/read-answer.ts';
import { type TypedAnswers, textOf } from '../../forms/typed.ts';
import { type AnswerFields, type AnswerSort, type EditorGround, nothing, wrong } from './answer.ts';

const { t } = FRENCH;
const say = t.resources.answers.place;

/** A point that is further from the place found than this belongs to another place. */
const FAR_METRES = 100_000;

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' && value !== null && 'lon' in value && 'lat' in value;

const labelControl = (name: string) => `${name}-label`;
const pointControl = (name: string) => `${name}-point`;

/** The texts of a page that a geocoder is to be asked: those for which nothing was chosen yet. */
export function unfoundTexts(typed: TypedAnswers): string[] {
  return Object.keys(typed)
    .filter(
      (key) => key.endsWith('-label') || key.endsWith('-point') || key.endsWith('-place') || PLACE_NAMES.test(key),
    )
    .map((key) => key.replace(/-(label|point)$/, ''))
    .flatMap((name) => {
      const text = textOf(typed, name);
      return text === '' || chosenFor(text, textOf(typed, chosenControl(name))) !== null ? [] : [text];
    });
}
const PLACE_NAMES = /^details-(origin|destination|depot|base|place)$|^details-(stations|meetingPoints)-\d+$/;

/** A place by address, commune or known place; which one, where several are called so; and, folded away, the exact point. */
export function PlaceControls({
  name,
  label,
  hint,
  typed,
  errors,
  ground,
}: Omit<AnswerFields, 'isRequired' | 'action'>) {
  const text = textOf(typed, name);
  const kept = textOf(typed, chosenControl(name));
  const several = ground.found.get(text) ?? [];
  const isAsked = several.length > 1 && chosenFor(text, kept) === null;
  const isPrecise = [labelControl(name), pointControl(name)].some((one) => textOf(typed, one) !== '');
  return (
    <>
      <TextField id={name} label={label} hint={hint ?? say.hint} value={text} error={messageFor(errors, name)} />
      {isAsked ? (
        <ChoiceField
          id={chosenControl(name)}
          legend={say.which(text)}
          values={[kept]}
          error={messageFor(errors, chosenControl(name))}
          options={several.map((one) => ({ value: keptChoice(text, foundAs(one)), label: toldOf(one) }))}
        />
      ) : (
        kept !== '' && <input type="hidden" name={chosenControl(name)} value={kept} />
      )}
      <details class="more" open={isPrecise || errors.some(({ field }) => field === pointControl(name)) || undefined}>
        <summary>{say.more}</summary>
        <TextField
          id={labelControl(name)}
          label={say.label}
          hint={say.labelHint}
          value={textOf(typed, labelControl(name))}
        />
        <TextField
          id={pointControl(name)}
          label={say.point}
          hint={say.pointHint}
          value={textOf(typed, pointControl(name))}
          error={messageFor(errors, pointControl(name))}
          size="medium"
        />
      </details>
    </>
  );
}

export function readPlace(typed: TypedAnswers, name: string, { found }: EditorGround) {
  const text = textOf(typed, name);
  const pointText = textOf(typed, pointControl(name));
  if (text === '' && pointText === '') return nothing;
  const point = pointText === '' ? null : readPoint(pointText);
  if (pointText !== '' && point === null) return wrong(pointControl(name), say.badPoint);
  const several = found.get(text) ?? [];
  const [only] = several;
  const known =
    chosenFor(text, textOf(typed, chosenControl(name))) ??
    (only !== undefined && several.length === 1 ? foundAs(only) : null);
  // The coordinates that stand for a place without a name are no name.
  const label = textOf(typed, labelControl(name)) || (known === null ? text : (known.label ?? ''));
  const named = label === '' ? {} : { label: label.slice(0, 200) };
  if (point !== null) {
    if (known !== null && crowMetres(point, known) > FAR_METRES) {
      return wrong(pointControl(name), say.farPoint(known.label ?? text));
    }
    const { commune } = known ?? {};
    return { value: { ...named, ...(commune === undefined ? {} : { commune }), ...point }, errors: [] };
  }
  if (known === null) {
    return several.length === 0 ? wrong(name, say.unknown(text)) : wrong(chosenControl(name), say.which(text));
  }
  return { value: { ...known, ...named }, errors: [] };
}

export function typedPlace(value: unknown, name: string): TypedAnswers {
  if (!isPlace(value)) return {};
  const text = value.label || `${value.lat}, ${value.lon}`;
  return { [name]: [text], [chosenControl(name)]: [keptChoice(text, value)] };
}

export const tellPlace = (value: unknown): string | null =>
  isPlace(value)
    ? (value.label ?? t.catalogue.offer.unnamedPlace(t.format.decimal(value.lat, 4), t.format.decimal(value.lon, 4)))
    : null;

export const placeAnswer: AnswerSort = {
  fields: ({ isRequired: _required, action: _action, ...given }) => <PlaceControls {...given} />,
  read: readPlace,
  typed: typedPlace,
  tell: tellPlace,
};
