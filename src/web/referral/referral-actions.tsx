import type { PropsWithChildren } from 'hono/jsx';
import { FOLLOW_UPS, followUpDates, startedOnUnlessTold, tellableFollowUps } from '../../domain/referral/due.ts';
import { OUTCOMES_FROM, REJECTION_REASONS } from '../../domain/referral/referral.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { ChoiceField, messageFor, SelectField, TextAreaField, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import type { ReferralPageProps } from './referral-page.tsx';

const { t } = FRENCH;
const say = t.referral.page;

type Props = Pick<ReferralPageProps, 'referral' | 'today' | 'formToken' | 'once' | 'typed' | 'errors'>;

/** What may be done now, the likeliest first. */
export function ReferralActions(props: Props) {
  const { actions, questionOpen } = props.referral;
  if (actions.length === 0) return null;
  const may = (action: (typeof actions)[number]) => actions.includes(action);
  return (
    <section aria-labelledby="act">
      <h2 id="act">{say.act}</h2>
      {may('reply') && questionOpen && <Reply {...props} />}
      {may('start') && <Start {...props} />}
      {may('followUp') && <FollowUp {...props} />}
      {may('accept') && <Note {...props} />}
      {may('remind') && !questionOpen && <Remind {...props} />}
      {may('end') && <End {...props} />}
    </section>
  );
}

function StepForm(props: PropsWithChildren<Props & { step: string; submit: string; quiet?: boolean }>) {
  return (
    <form action={`/pro/orientations/${encodeURIComponent(props.referral.id)}`} method="post" novalidate>
      <FormToken value={props.formToken} />
      <input type="hidden" name="once" value={props.once} />
      <input type="hidden" name="step" value={props.step} />
      {props.children}
      <p class="actions">
        <button type="submit" class={props.quiet ? 'button button-quiet' : 'button'}>
          {props.submit}
        </button>
      </p>
    </form>
  );
}

/** Folded, but when it came back with an error. */
function Fold(props: PropsWithChildren<{ title: string; open: boolean }>) {
  return (
    <details class="panel folded" open={props.open}>
      <summary>{props.title}</summary>
      {props.children}
    </details>
  );
}

function Reply(props: Props) {
  const { typed = {}, errors = [], referral } = props;
  const question = referral.timeline.filter(({ kind }) => kind === 'asked').at(-1);
  return (
    <div class="panel">
      <h3>{say.reply.heading}</h3>
      {question?.text && <p class="said">{question.text}</p>}
      <StepForm {...props} step="reply" submit={say.reply.submit}>
        <TextAreaField
          id="reply"
          label={say.reply.text}
          rows={4}
          value={typed.reply}
          error={messageFor(errors, 'reply')}
        />
      </StepForm>
    </div>
  );
}

function Remind(props: Props) {
  return (
    <StepForm {...props} step="remind" submit={say.remind.submit} quiet>
      <p class="hint">{say.remind.hint}</p>
    </StepForm>
  );
}

function Note(props: Props) {
  const { typed = {}, errors = [] } = props;
  const words = say.note;
  return (
    <Fold title={words.heading} open={typed.step === 'note'}>
      <StepForm {...props} step="note" submit={words.submit}>
        <ChoiceField
          id="noted"
          legend={words.answer}
          values={[typed.noted ?? '']}
          options={[
            { value: 'accept', label: words.accepted },
            { value: 'refuse', label: words.refused },
          ]}
          error={messageFor(errors, 'noted')}
        />
        <TextField
          id="appointment"
          label={words.appointment}
          value={typed.appointment}
          error={messageFor(errors, 'appointment')}
        />
        <SelectField
          id="reason"
          label={words.reason}
          value={typed.reason}
          options={[
            { value: '', label: words.noReason },
            ...REJECTION_REASONS.map((value) => ({ value, label: t.referral.reasons[value] })),
          ]}
          error={messageFor(errors, 'reason')}
        />
        <TextAreaField
          id="notedMessage"
          label={words.message}
          rows={3}
          value={typed.notedMessage}
          error={messageFor(errors, 'notedMessage')}
        />
      </StepForm>
    </Fold>
  );
}

function Start(props: Props) {
  const { typed = {}, errors = [] } = props;
  return (
    <div class="panel">
      <h3>{say.start.heading}</h3>
      <StepForm {...props} step="start" submit={say.start.submit}>
        <TextField
          id="startedOn"
          label={say.start.on}
          hint={startHint(props.referral.facts, props.today)}
          size="medium"
          value={typed.startedOn}
          error={messageFor(errors, 'startedOn')}
        />
      </StepForm>
    </div>
  );
}

/** What is written down where no day is given. */
export function startHint(facts: Props['referral']['facts'], today: string): string {
  const on = startedOnUnlessTold(facts, today);
  return say.start.onHint(on === today ? say.start.today : say.start.ofJob(t.format.date(on)));
}

/** Asked once its day has come. */
function FollowUp(props: Props) {
  const { typed = {}, errors = [], today } = props;
  const startedOn = props.referral.startedOn ?? today;
  const tellable = tellableFollowUps(startedOn, today);
  if (tellable.length === 0)
    return <p class="soft">{say.followUp.later(t.format.date(followUpDates(startedOn)[FOLLOW_UPS[0]]))}</p>;
  return (
    <div class="panel">
      <h3>{say.followUp.heading}</h3>
      <StepForm {...props} step="followUp" submit={say.followUp.submit}>
        <ChoiceField
          id="kept"
          legend={say.followUp.legend}
          values={[typed.kept ?? '']}
          options={tellable.map((value) => ({ value, label: say.followUp[value] }))}
          error={messageFor(errors, 'kept')}
        />
      </StepForm>
    </div>
  );
}

function End(props: Props) {
  const { typed = {}, errors = [], referral } = props;
  const tellable = tellableFollowUps(referral.startedOn ?? props.today, props.today);
  const isTellable = (outcome: string) =>
    !FOLLOW_UPS.some((one) => one === outcome) || tellable.some((one) => one === outcome);
  const outcomes = (OUTCOMES_FROM[referral.status] ?? []).filter(isTellable);
  const withdraws = referral.status === 'sent';
  return (
    <Fold title={withdraws ? say.end.withdraw : say.end.heading} open={typed.step === 'end'}>
      <StepForm {...props} step="end" submit={withdraws ? say.end.withdraw : say.end.submit} quiet>
        {withdraws ? (
          <>
            <input type="hidden" name="outcome" value="withdrawn" />
            <p class="hint">{say.end.withdrawHint}</p>
          </>
        ) : (
          <ChoiceField
            id="outcome"
            legend={say.end.legend}
            values={[typed.outcome ?? '']}
            options={outcomes.map((value) => ({ value, label: t.referral.outcomes[value] }))}
            error={messageFor(errors, 'outcome')}
          />
        )}
        <TextAreaField
          id="endText"
          label={say.end.text}
          rows={2}
          value={typed.endText}
          error={messageFor(errors, 'endText')}
        />
      </StepForm>
    </Fold>
  );
}
