import type { DriverKind } from '../../domain/drivers/driver.ts';
import type { DriveMessages } from '../../i18n/drive/index.ts';
import type { Commune } from '../../services/ports.ts';
import { communeLabel } from '../forms/commune-choice.ts';
import { ChoiceField, type FieldMessage, messageFor, SelectField, TextField } from '../forms/fields.tsx';
import type { Typed } from '../intake/typed-form.ts';
import { TRIPS } from './drive-answers.ts';

export type DriverFieldsProps = {
  say: DriveMessages;
  kinds: readonly DriverKind[];
  typed: Typed;
  errors: readonly FieldMessage[];
  candidates: Readonly<Record<string, readonly Commune[]>>;
};

const SHORT = ['time1', 'back1', 'time2', 'back2', 'seats', 'detour'];

/** Who somebody is and what they drive: asked of themselves, or written down by a coordinator. */
export function DriverFields({ say, kinds, typed, errors, candidates }: DriverFieldsProps) {
  const field = (id: string, label: string, hint?: string) => (
    <TextField
      id={id}
      label={label}
      hint={hint}
      value={typed[id] ?? ''}
      error={messageFor(errors, id)}
      size={SHORT.includes(id) ? 'short' : 'long'}
    />
  );
  /** Asked back, where several have that name. */
  const place = (id: string, label: string) => {
    const several = candidates[id];
    if (several === undefined) return field(id, label);
    const options = several.map((commune) => ({ value: communeLabel(commune), label: communeLabel(commune) }));
    return <SelectField id={id} label={label} error={messageFor(errors, id)} options={options} />;
  };
  return (
    <>
      <ChoiceField
        id="kind"
        legend={say.kind}
        values={[typed.kind ?? '']}
        error={messageFor(errors, 'kind')}
        options={kinds.map((kind) => ({ value: kind, label: say.kinds[kind] }))}
      />
      {TRIPS.map((n) => (
        <section class="panel" aria-labelledby={`trip${n}`}>
          <h2 id={`trip${n}`}>{n === '1' ? say.trip : say.otherTrip}</h2>
          {n === '1' && <p class="hint">{say.tripHint}</p>}
          {place(`from${n}`, say.from)}
          {place(`to${n}`, say.to)}
          <ChoiceField
            id={`days${n}`}
            legend={say.days}
            type="checkbox"
            values={(typed[`days${n}`] ?? '').split(' ')}
            error={messageFor(errors, `days${n}`)}
            options={say.weekdays.map((label, day) => ({ value: String(day + 1), label }))}
          />
          {field(`time${n}`, say.departure, say.departureHint)}
          {field(`back${n}`, say.back)}
        </section>
      ))}
      {field('seats', say.seats)}
      {field('detour', say.detour)}
      <section class="panel" aria-labelledby="vous">
        <h2 id="vous">{say.you}</h2>
        {field('firstName', say.firstName)}
        {field('lastName', say.lastName)}
        {field('phone', say.phone)}
        {field('email', say.email)}
        {place('commune', say.commune)}
      </section>
    </>
  );
}
