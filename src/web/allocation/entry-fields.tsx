import type { AllocationCriteria } from '../../domain/allocation/criteria.ts';
import { VEHICLE_TYPES } from '../../domain/catalogue/offer.ts';
import { EQUIPMENT } from '../../domain/fleet/vehicle.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { StoredFacts, WaitingWish } from '../../services/ports/allocation.ts';
import { ChoiceField, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { readDate, readNumber } from '../forms/read-answer.ts';
import type { Typed } from '../intake/typed-form.ts';

const { t } = FRENCH;
const say = t.waiting.entry;

/** By path of the verb, the control it was typed into. */
export const ENTRY_CONTROLS: Readonly<Record<string, string>> = {
  'wish.vehicleTypes': 'vehicleTypes',
  'wish.days': 'days',
  'wish.wantedFrom': 'wantedFrom',
  'wish.acceptsLaterDays': 'acceptsLaterDays',
  'wish.licences': 'licences',
  'wish.equipment': 'equipment',
  'facts.jobStartsOn': 'jobStartsOn',
  'facts.legs.total': 'legsTotal',
  'facts.legs.unserved': 'legsUnserved',
  'facts.childSeats': 'childSeats',
  'facts.distanceMetres': 'distance',
  reason: 'reason',
};

const DATES = ['wantedFrom', 'jobStartsOn'];

/** What somebody waits for and what the criteria ask: the same fields for joining and for putting right. */
export function EntryFields({
  criteria,
  typed,
  errors,
}: {
  criteria: AllocationCriteria;
  typed: Typed;
  errors: readonly FieldMessage[];
}) {
  const field = (id: string, label: string, more: { hint?: string; suffix?: string } = {}) => (
    <TextField
      id={id}
      label={label}
      size={DATES.includes(id) ? 'medium' : 'short'}
      value={typed[id] ?? ''}
      error={messageFor(errors, id)}
      hint={more.hint}
      {...(more.suffix ? { suffix: more.suffix } : {})}
    />
  );
  const boxes = (id: string, legend: string, options: { value: string; label: string }[], hint?: string) => (
    <ChoiceField
      id={id}
      legend={legend}
      type="checkbox"
      values={(typed[id] ?? '').split(' ')}
      options={options}
      hint={hint}
      error={messageFor(errors, id)}
    />
  );
  return (
    <>
      <h2>{say.wish}</h2>
      {boxes(
        'vehicleTypes',
        say.vehicleTypes,
        VEHICLE_TYPES.map((value) => ({ value, label: t.catalogue.vehicleTypes[value] })),
      )}
      {field('days', say.days, { hint: say.daysHint(criteria.longestLoanDays), suffix: say.daysSuffix })}
      {field('wantedFrom', say.wantedFrom, { hint: say.dateHint })}
      {field('acceptsLaterDays', say.acceptsLaterDays, {
        hint: say.laterHint(criteria.mostDaysLate, criteria.lossPerDay),
        suffix: say.daysSuffix,
      })}
      {boxes(
        'licences',
        say.licences,
        (['AM', 'B'] as const).map((value) => ({ value, label: say.licence[value] })),
        say.licencesHint,
      )}
      {boxes(
        'equipment',
        say.equipment,
        EQUIPMENT.map((value) => ({ value, label: t.waiting.equipment[value] })),
      )}
      <h2>{say.facts}</h2>
      <p class="hint">{say.factsHint}</p>
      {field('jobStartsOn', say.jobStartsOn, { hint: say.dateHint })}
      {field('legsTotal', say.legsTotal)}
      {field('legsUnserved', say.legsUnserved)}
      {field('childSeats', say.childSeats)}
      {field('distance', say.distance, { suffix: say.km })}
    </>
  );
}

const words = (text: string | undefined) => (text ?? '').split(' ').filter(Boolean);

/** What was typed, as the verb takes it; `faults`: what to say of what cannot be read, by path. */
export function readEntry(typed: Typed): { entry: unknown; faults: Record<string, string> } {
  const faults: Record<string, string> = {};
  /** What cannot be read is handed on as it is: the verb refuses it. */
  const number = (path: string, name: string): number | string | null => {
    const text = (typed[name] ?? '').trim();
    if (text === '') return null;
    const read = readNumber(text);
    if (read === null || !Number.isInteger(read)) faults[path] = say.badNumber;
    return read ?? text;
  };
  const date = (path: string, name: string): string | null => {
    const text = (typed[name] ?? '').trim();
    if (text === '') return null;
    const read = readDate(text);
    if (read === null) faults[path] = say.badDate;
    return read ?? text;
  };
  const total = number('facts.legs.total', 'legsTotal');
  const unserved = number('facts.legs.unserved', 'legsUnserved');
  const km = readNumber(typed.distance ?? '');
  const held = words(typed.licences);
  return {
    entry: {
      wish: {
        vehicleTypes: words(typed.vehicleTypes),
        days: number('wish.days', 'days'),
        wantedFrom: date('wish.wantedFrom', 'wantedFrom'),
        acceptsLaterDays: number('wish.acceptsLaterDays', 'acceptsLaterDays'),
        licences: held.includes('B') ? ['AM', 'B'] : held,
        equipment: words(typed.equipment),
      },
      facts: {
        jobStartsOn: date('facts.jobStartsOn', 'jobStartsOn'),
        legs: total === null && unserved === null ? null : { total, unserved },
        childSeats: number('facts.childSeats', 'childSeats'),
        distanceMetres:
          (typed.distance ?? '').trim() === '' ? null : km === null ? typed.distance : Math.round(km * 1000),
      },
    },
    faults,
  };
}

const typedDate = (date: string | null) => (date === null ? '' : date.split('-').reverse().join('/'));
const typedNumber = (value: number | null | undefined) => (value == null ? '' : String(value));

/** The other way round: what is known, as it would be typed. */
export const typedEntry = ({ wish, facts }: { wish: WaitingWish; facts: StoredFacts }): Typed => ({
  vehicleTypes: wish.vehicleTypes.join(' '),
  days: typedNumber(wish.days),
  wantedFrom: typedDate(wish.wantedFrom),
  acceptsLaterDays: typedNumber(wish.acceptsLaterDays),
  licences: wish.licences.join(' '),
  equipment: wish.equipment.join(' '),
  jobStartsOn: typedDate(facts.jobStartsOn),
  legsTotal: typedNumber(facts.legs?.total),
  legsUnserved: typedNumber(facts.legs?.unserved),
  childSeats: typedNumber(facts.childSeats),
  distance: facts.distanceMetres === null ? '' : String(facts.distanceMetres / 1000).replace('.', ','),
});
