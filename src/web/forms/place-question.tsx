import type { PlaceAnswer } from '../../domain/assessment/answer.ts';
import { crowMetres } from '../../domain/place-problems.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Gazetteer } from '../../services/ports.ts';
import { chooseCommune, communeLabel } from './commune-choice.ts';
import { ChoiceField, type FieldMessage, messageFor, TextField } from './fields.tsx';
import type { FieldsGiven } from './question.ts';
import { readPoint } from './read-answer.ts';
import { type TypedAnswers, textOf } from './typed.ts';

const { assessment: say } = FRENCH.t;

/** No point of a commune is this far from its chef-lieu. */
const FAR_METRES = 100_000;
/** The datalist that a page with places holds once. */
export const COMMUNES_LIST = 'communes';

export const placeControls = (name: string): string[] => [name, `${name}Commune`, `${name}Label`, `${name}Point`];

/** What was typed of a place. `undefined`: nothing; `null`: something that is not understood yet. */
export function readPlace(
  typed: TypedAnswers,
  name: string,
  { gazetteer, inside }: { gazetteer: Gazetteer; inside: boolean },
): { place: PlaceAnswer | null | undefined; errors: FieldMessage[] } {
  const text = textOf(typed, name);
  if (text === '') return { place: undefined, errors: [] };
  const wrong = (field: string, message: string) => ({ place: null, errors: [{ field, message }] });
  const chosenCode = textOf(typed, `${name}Commune`);
  const choice = chooseCommune({ text, chosenCode, gazetteer, inside });
  if (choice.kind === 'none') return wrong(name, say.errors.placeUnknown(text));
  if (choice.kind === 'ambiguous') return wrong(`${name}Commune`, say.errors.placeAmbiguous(text));
  const { commune } = choice;
  const pointText = textOf(typed, `${name}Point`);
  const exact = pointText === '' ? null : readPoint(pointText);
  if (pointText !== '' && exact === null) return wrong(`${name}Point`, say.errors.point);
  if (exact !== null && crowMetres(exact, commune) > FAR_METRES) {
    return wrong(`${name}Point`, say.errors.pointFar(commune.name));
  }
  const { lon, lat } = exact ?? commune;
  const label = textOf(typed, `${name}Label`) || commune.name;
  return { place: { label: label.slice(0, 200), commune: commune.code, lon, lat }, errors: [] };
}

/** A place as it would have been typed. */
export function typedPlace(name: string, place: PlaceAnswer, gazetteer: Gazetteer): Record<string, string> {
  const commune = place.commune === undefined ? null : gazetteer.findByCode(place.commune);
  if (commune === null) return {};
  const isCentre = place.lon === commune.lon && place.lat === commune.lat;
  return {
    [name]: communeLabel(commune),
    [`${name}Commune`]: commune.code,
    [`${name}Label`]: place.label === commune.name ? '' : (place.label ?? ''),
    [`${name}Point`]: isCentre ? '' : `${place.lat}, ${place.lon}`,
  };
}

/** A commune by name or postcode; which one, where several bear it; and, folded away, where in it. */
export function PlaceFields({
  name,
  label,
  hint,
  typed,
  errors,
  gazetteer,
  inside,
}: FieldsGiven & { name: string; label: string; hint?: string | undefined; gazetteer: Gazetteer; inside: boolean }) {
  const text = textOf(typed, name);
  const chosen = textOf(typed, `${name}Commune`);
  const choice = chooseCommune({ text, gazetteer, inside });
  const isPrecise = textOf(typed, `${name}Label`) !== '' || textOf(typed, `${name}Point`) !== '';
  return (
    <>
      <TextField
        id={name}
        label={label}
        hint={hint}
        value={text}
        error={messageFor(errors, name)}
        list={COMMUNES_LIST}
      />
      {choice.kind === 'ambiguous' && (
        <ChoiceField
          id={`${name}Commune`}
          legend={say.choose(text)}
          values={[chosen]}
          error={messageFor(errors, `${name}Commune`)}
          options={choice.candidates.map((commune) => ({ value: commune.code, label: communeLabel(commune) }))}
        />
      )}
      <details class="more" open={isPrecise || undefined}>
        <summary>{say.place.more}</summary>
        <TextField
          id={`${name}Label`}
          label={say.place.label}
          hint={say.place.labelHint}
          value={textOf(typed, `${name}Label`)}
        />
        <TextField
          id={`${name}Point`}
          label={say.place.point}
          hint={say.place.pointHint}
          value={textOf(typed, `${name}Point`)}
          error={messageFor(errors, `${name}Point`)}
          size="medium"
        />
      </details>
    </>
  );
}

/** Suggested while typing, by browsers that do. Once a page. */
export const CommunesList = ({ gazetteer }: { gazetteer: Gazetteer }) => (
  <datalist id={COMMUNES_LIST}>
    {gazetteer.communes().map((commune) => (
      <option value={communeLabel(commune)} />
    ))}
  </datalist>
);
