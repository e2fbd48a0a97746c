import type { Place } from '../../domain/place.ts';
import { crowMetres } from '../../domain/place-problems.ts';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import { ChoiceField, messageFor, TextField } from '../forms/fields.tsx';
import { chosenControl, chosenFor, type FoundPlaces, foundAs, keptChoice, toldOf } from '../forms/found-place.ts';
import type { FormQuestion } from '../forms/question.ts';
import { type TypedAnswers, textOf } from '../forms/typed.ts';

const MOST_CHARACTERS = 200;
/** Nobody is driven to where they are. */
const SAME_METRES = 50;

export type { FoundPlaces };
export const placeControls = (name: string) => [name, chosenControl(name)];

/** As it would have been typed and chosen. */
export function typedPlace(name: string, place: Place): TypedAnswers {
  const text = (place.label ?? '').slice(0, MOST_CHARACTERS);
  return { ...(text === '' ? {} : { [name]: [text] }), [chosenControl(name)]: [keptChoice(text, place)] };
}

/** A place by what somebody types; which one, where several are called so. `usual`: places they rode to before. */
export function placeQuestion<Name extends 'to' | 'from', Answers extends Record<'to' | 'from', Place | null>>(
  name: Name,
  {
    told: { say },
    found,
    usual,
    label,
  }: {
    told: RideSpeech;
    found: FoundPlaces;
    usual: readonly Place[];
    /** Where it stands on one page with another place. */
    label?: string;
  },
): FormQuestion<Answers> {
  const words = say.form[name];
  const { place: common } = say.form;
  const candidates = (text: string) => found.get(text) ?? [];
  return {
    name,
    title: words.title,
    controls: () => placeControls(name),
    fields({ typed, errors }) {
      const text = textOf(typed, name);
      const chosen = textOf(typed, chosenControl(name));
      const several = candidates(text).length > 1 ? candidates(text) : [];
      const shown = usual.filter(({ label }) => label !== undefined && label !== '');
      return (
        <>
          {several.length > 0 && (
            <ChoiceField
              id={chosenControl(name)}
              legend={common.choose(text)}
              values={[chosen]}
              error={messageFor(errors, chosenControl(name))}
              options={several.map((one) => ({ value: keptChoice(text, foundAs(one)), label: toldOf(one) }))}
            />
          )}
          {several.length === 0 && shown.length > 0 && (
            <ChoiceField
              id={chosenControl(name)}
              legend={common.usual}
              values={[chosen]}
              options={shown.map((place) => ({ value: keptChoice('', place), label: place.label ?? '' }))}
            />
          )}
          <TextField
            id={name}
            label={label ?? common.label}
            hint={words.hint}
            value={text}
            error={messageFor(errors, name)}
          />
          {several.length === 0 && shown.length === 0 && chosen !== '' && (
            <input type="hidden" name={chosenControl(name)} value={chosen} />
          )}
        </>
      );
    },
    read(typed, answers) {
      const wrong = (field: string, message: string) => ({
        answers: { [name]: null } as Partial<Answers>,
        errors: [{ field, message }],
      });
      const text = textOf(typed, name);
      if (text.length > MOST_CHARACTERS) return wrong(name, common.long);
      const several = candidates(text);
      const [only] = several;
      const place =
        chosenFor(text, textOf(typed, chosenControl(name)), text === '') ??
        (only !== undefined && several.length === 1 ? foundAs(only) : null);
      if (place === null) {
        if (text === '') return wrong(name, words.missing);
        return several.length === 0
          ? wrong(name, common.unknown(text))
          : wrong(chosenControl(name), common.choose(text));
      }
      if (name === 'from' && answers.to !== null && crowMetres(place, answers.to) < SAME_METRES) {
        return wrong(name, common.same);
      }
      return { answers: { [name]: place } as Partial<Answers>, errors: [] };
    },
    tell: (answers) => answers[name]?.label ?? null,
  };
}
