import type { BookingView } from '../../services/bookings/view-booking.ts';
import { ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { bookPath, type RideFrame, RidePage, ridesPath } from './ride-frame.tsx';
import { rideSentence } from './rides-page.tsx';

/** `/{lang}/mes-trajets/{id}/refaire`: one press on a day. */
export function RepeatPage({
  frame,
  ride,
  days,
  errors,
}: {
  frame: RideFrame;
  ride: BookingView;
  days: readonly { value: string; label: string }[];
  errors: readonly FieldMessage[];
}) {
  const { told } = frame;
  const { say, speech } = told;
  const { repeat } = say;
  const path = ridesPath(speech.language.code, ride.id, 'refaire');
  return (
    <RidePage frame={frame} title={repeat.title} hasErrors={errors.length > 0}>
      <ErrorSummary title={say.summary} errors={errors} />
      <h1>{repeat.title}</h1>
      <p class="ride-times">{rideSentence(ride, told)}</p>
      <p>{say.mine.to(told.whole(ride.to))}</p>
      <p class="lead">{repeat.lead}</p>
      <form action={path} method="post">
        <ul class="ride-ways">
          {days.map(({ value, label }) => (
            <li>
              <button type="submit" class="button" name="day" value={value}>
                {label}
              </button>
            </li>
          ))}
        </ul>
      </form>
      <form action={path} method="post" novalidate>
        <TextField id="date" type="date" label={repeat.other} error={messageFor(errors, 'date')} size="medium" />
        <p class="actions">
          <button type="submit" class="button button-quiet">
            {repeat.submit}
          </button>
        </p>
      </form>
    </RidePage>
  );
}

/** `/{lang}/mes-trajets/{id}/rappel` */
export function CallBackPage({
  frame,
  ride,
  needsContact,
  typed,
  errors,
}: {
  frame: RideFrame;
  ride: BookingView;
  /** No number is known of them. */
  needsContact: boolean;
  typed: { when: string; contact: string };
  errors: readonly FieldMessage[];
}) {
  const { say, speech } = frame.told;
  const { callBack } = say;
  const { code } = speech.language;
  return (
    <RidePage frame={frame} title={callBack.title} hasErrors={errors.length > 0}>
      <ErrorSummary title={say.summary} errors={errors} />
      <h1>{callBack.title}</h1>
      <p class="lead">{callBack.text}</p>
      <form action={ridesPath(code, ride.id, 'rappel')} method="post" class="questions" novalidate>
        <TextField id="when" label={callBack.when} hint={callBack.whenHint} value={typed.when} />
        {(needsContact || messageFor(errors, 'contact') !== undefined) && (
          <TextField
            id="contact"
            label={callBack.contact}
            value={typed.contact}
            error={messageFor(errors, 'contact')}
            size="medium"
          />
        )}
        <p class="actions">
          <button type="submit" class="button">
            {callBack.submit}
          </button>
          <a class="button button-quiet" href={ridesPath(code, ride.id)}>
            {say.form.previous}
          </a>
        </p>
      </form>
    </RidePage>
  );
}

export function CallAskedPage({ frame, ride }: { frame: RideFrame; ride: BookingView }) {
  const { say, speech } = frame.told;
  return (
    <RidePage frame={frame} title={say.callBack.done}>
      <h1>{say.callBack.done}</h1>
      <p class="actions">
        <a class="button" href={ridesPath(speech.language.code, ride.id)}>
          {say.done.see}
        </a>
      </p>
    </RidePage>
  );
}

/** A form that is not there any more, or never came with its cookie. */
export function GonePage({ frame, why }: { frame: RideFrame; why: 'old' | 'cookies' }) {
  const { say, speech } = frame.told;
  return (
    <RidePage frame={frame} title={say.gone.title}>
      <h1>{say.gone.title}</h1>
      <p class="lead">{say.gone[why]}</p>
      <p class="actions">
        <a class="button" href={bookPath(speech.language.code)}>
          {say.gone.again}
        </a>
      </p>
    </RidePage>
  );
}
