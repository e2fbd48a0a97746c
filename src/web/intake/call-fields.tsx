import { FRENCH } from '../../i18n/languages.ts';
import { type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { readClock, readDate } from '../forms/read-answer.ts';
import { OneBox } from './request-form-page.tsx';
import type { Typed } from './typed-form.ts';

const say = FRENCH.t.intake.call;

/** When, and why. `prefix` keeps the ids of several forms on a page apart. */
export function CallFields({
  typed,
  errors,
  reasonLabel,
  wholeTeam = false,
  prefix = 'call-',
}: {
  typed: Typed;
  errors: readonly FieldMessage[];
  reasonLabel: string;
  wholeTeam?: boolean;
  prefix?: string;
}) {
  const at = (name: string) => `${prefix}${name}`;
  return (
    <>
      <div class="pair">
        <TextField
          id={at('date')}
          name="date"
          type="date"
          label={say.date}
          value={typed.date ?? ''}
          error={messageFor(errors, at('date'))}
          size="medium"
        />
        <TextField
          id={at('time')}
          name="time"
          type="time"
          label={say.time}
          value={typed.time ?? '09:00'}
          error={messageFor(errors, at('time'))}
          size="short"
        />
      </div>
      <TextField
        id={at('reason')}
        name="reason"
        label={reasonLabel}
        value={typed.reason ?? ''}
        error={messageFor(errors, at('reason'))}
      />
      {wholeTeam && <OneBox id="wholeTeam" label={say.wholeTeam} checked={typed.wholeTeam === 'oui'} />}
    </>
  );
}

export const callControls = (prefix = 'call-') => ({
  date: `${prefix}date`,
  time: `${prefix}time`,
  reason: `${prefix}reason`,
});

/** What the verb is asked. What cannot be read is left out, and named by `whenWords`. */
export const whenOf = (typed: Typed) => ({
  date: readDate(typed.date ?? '') ?? undefined,
  time: readClock(typed.time ?? '') ?? undefined,
});

/** Missing or unreadable, in words of the page. */
export const whenWords = (typed: Typed): Record<string, string> => ({
  ...(readDate(typed.date ?? '') === null ? { date: say.dateWrong } : {}),
  ...(readClock(typed.time ?? '') === null ? { time: say.timeWrong } : {}),
});
