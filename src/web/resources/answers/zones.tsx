import { FRENCH } from '../../../i18n/languages.ts';
import { zoneNames } from '../../catalogue/zone-names.ts';
import { ChoiceField, messageFor, TextAreaField, TextField } from '../../forms/fields.tsx';
import { type TypedAnswers, textOf, textsOf } from '../../forms/typed.ts';
import { type AnswerFields, type AnswerSort, type EditorGround, nothing, wrong } from './answer.ts';

const { t } = FRENCH;
const say = t.resources.answers.zones;

const searchControl = (name: string) => `${name}-search`;
const drawnControl = (name: string) => `${name}-drawn`;
const MOST_FOUND = 12;

type Zone = { code: string; label: string };

/** Département, EPCIs and communes whose name holds what is looked for. */
function findZones(text: string, { gazetteer, territory }: EditorGround): Zone[] {
  const plain = (name: string) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const wanted = plain(text.trim());
  if (wanted === '') return [];
  const départements = territory.zones
    .filter((code) => code === wanted || plain(territory.name).includes(wanted))
    .map((code) => ({ code, label: say.département(territory.name) }));
  const epcis = new Map(
    gazetteer.communes().flatMap(({ epciCode, epciName }) => (epciCode ? [[epciCode, epciName ?? epciCode]] : [])),
  );
  const named = [...epcis].flatMap(([code, label]) => (plain(label).includes(wanted) ? [{ code, label }] : []));
  const communes = gazetteer.search(text, MOST_FOUND).map((commune) => ({
    code: commune.code,
    label: say.commune(commune.name, commune.postcodes[0] ?? commune.code),
  }));
  // The EPCI of a commune that was named exactly is what somebody may have meant.
  const around = gazetteer
    .search(text, 3)
    .filter(({ name }) => plain(name) === wanted)
    .flatMap(({ epciCode, epciName }) => (epciCode ? [{ code: epciCode, label: epciName ?? epciCode }] : []));
  const all = [...départements, ...named, ...around, ...communes];
  return [...new Map(all.map((zone) => [zone.code, zone])).values()].slice(0, MOST_FOUND);
}

const namesOf = (codes: readonly string[], ground: EditorGround) => zoneNames(codes, ground);

function ZoneControls({ name, label, hint, typed, errors, action, ground }: AnswerFields) {
  const chosen = textsOf(typed, name);
  const text = textOf(typed, searchControl(name));
  const found = findZones(text, ground).filter(({ code }) => !chosen.includes(code));
  const here = `${action}#${name}-grille`;
  const names = namesOf(chosen, ground);
  return (
    <fieldset class="field rows" id={`${name}-grille`}>
      <legend>{label}</legend>
      {hint && <span class="hint">{hint}</span>}
      {chosen.length + found.length > 0 ? (
        <ChoiceField
          id={name}
          legend={found.length > 0 ? say.tickFound : say.chosen}
          type="checkbox"
          values={chosen}
          error={messageFor(errors, name)}
          options={[
            ...chosen.map((code, i) => ({ value: code, label: names[i] ?? code })),
            ...found.map(({ code, label }) => ({ value: code, label })),
          ]}
        />
      ) : (
        <p id={name} tabindex={-1} class="soft">
          {messageFor(errors, name) ?? say.none}
        </p>
      )}
      {text !== '' && found.length === 0 && <p class="soft">{say.notFound(text)}</p>}
      <TextField id={searchControl(name)} label={say.search} hint={say.searchHint} value={text} size="medium" />
      <p class="actions">
        <button type="submit" class="button button-quiet" name="action" value={`search:${name}`} formaction={here}>
          {say.searchButton}
        </button>
      </p>
    </fieldset>
  );
}

/** Communes, EPCIs, département, found by name; empty: everywhere. */
export const zonesAnswer: AnswerSort = {
  fields: (given) => <ZoneControls {...given} />,
  read: (typed, name) => ({ value: [...new Set(textsOf(typed, name))], errors: [] }),
  typed: (value, name) => (Array.isArray(value) && value.length > 0 ? { [name]: value as string[] } : {}),
  tell: (value, ground) =>
    Array.isArray(value) && value.length > 0 ? t.format.list(namesOf(value as string[], ground)) : null,
  act: (action, typed, name) => (action === `search:${name}` ? typed : undefined),
};

/** The same, or a contour: drawn on a map where there is script, else given as GeoJSON. */
export const areaAnswer: AnswerSort = {
  fields: (given) => {
    const { name, typed, errors } = given;
    const drawn = textOf(typed, drawnControl(name));
    return (
      <>
        <ZoneControls {...given} />
        <details
          class="more"
          open={drawn !== '' || errors.some(({ field }) => field === drawnControl(name)) || undefined}
        >
          <summary>{say.draw}</summary>
          <section
            class="map draw-map"
            aria-label={say.draw}
            data-draw={drawnControl(name)}
            data-zoom-in={t.result.map.zoomIn}
            data-zoom-out={t.result.map.zoomOut}
            data-undo={say.undo}
            data-clear={say.clear}
            data-help={say.drawHelp}
            hidden
          />
          <TextAreaField
            id={drawnControl(name)}
            label={say.geoJson}
            hint={say.geoJsonHint}
            value={drawn}
            error={messageFor(errors, drawnControl(name))}
          />
        </details>
      </>
    );
  },
  read(typed, name) {
    const drawn = textOf(typed, drawnControl(name));
    const codes = [...new Set(textsOf(typed, name))];
    if (drawn === '') return codes.length === 0 ? nothing : { value: codes, errors: [] };
    const geometry = readGeometry(drawn);
    if (geometry === null) return wrong(drawnControl(name), say.badGeoJson);
    if (codes.length > 0) return wrong(drawnControl(name), say.either);
    return { value: geometry, errors: [] };
  },
  typed(value, name): TypedAnswers {
    if (Array.isArray(value)) return zonesAnswer.typed(value, name);
    return value ? { [drawnControl(name)]: [JSON.stringify(value)] } : {};
  },
  tell: (value, ground) => (Array.isArray(value) ? zonesAnswer.tell(value, ground) : value ? say.drawn : null),
  act: (action, typed, name) => (action === `search:${name}` ? typed : undefined),
};

/** A polygon, several, or a feature of one; what they are made of is checked with the offer. */
function readGeometry(text: string): { type: string; coordinates: unknown } | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  const object = read as { type?: unknown; coordinates?: unknown; geometry?: unknown; features?: unknown[] } | null;
  if (object?.type === 'Feature') return readGeometry(JSON.stringify(object.geometry ?? null));
  if (object?.type === 'FeatureCollection' && object.features?.length === 1) {
    return readGeometry(JSON.stringify(object.features[0]));
  }
  const isArea = object?.type === 'Polygon' || object?.type === 'MultiPolygon';
  return isArea && Array.isArray(object.coordinates)
    ? { type: object.type as string, coordinates: object.coordinates }
    : null;
}
