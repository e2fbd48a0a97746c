import type { PropsWithChildren } from 'hono/jsx';
import { REJECTION_REASONS } from '../../domain/referral/referral.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { PutReferral } from '../../services/referrals/view-referral.ts';
import { Tag } from '../components/tag.tsx';
import { FLEET_PATH } from '../fleet/fleet-paths.ts';
import {
  ChoiceField,
  ErrorSummary,
  type FieldMessage,
  messageFor,
  TextAreaField,
  TextField,
} from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { COHORTS_PATH } from '../programmes/paths.ts';
import { WORKSHOP_PATH } from '../workshop/paths.ts';
import type { Typed } from './answer-reading.ts';
import { HandedOverList, PhoneLink } from './handed-over-list.tsx';
import { startHint } from './referral-actions.tsx';
import { Timeline } from './timeline.tsx';

const { t } = FRENCH;
const say = t.referral.provider;

type Props = {
  site: Site;
  referral: PutReferral;
  timeZone: string;
  /** `YYYY-MM-DD` in the territory. */
  today: string;
  /** Where its forms are sent. */
  path: string;
  /** Made with the page: sent twice it answers once. */
  once: string;
  /** Of an account; a link needs none. */
  formToken?: string;
  back?: { href: string; label: string };
  typed?: Typed;
  errors?: readonly FieldMessage[];
  /** Somebody answered before: who and when. */
  late?: string;
};

/** What a provider was asked, and its three answers; with an account or by a link. */
export function PutReferralPage(props: Props) {
  const { site, referral, errors = [], late, typed = {} } = props;
  const { parties, status, actions, questionOpen } = referral;
  const title = say.heading(parties.offer.title || say.noOffer);
  return (
    <Page site={site} title={title} noIndex hasErrors={errors.length > 0 || late !== undefined}>
      {props.back && (
        <p class="way-back">
          <a href={props.back.href}>{props.back.label}</a>
        </p>
      )}
      <ErrorSummary title={t.errors.summary} errors={errors} />
      {late !== undefined && <Late late={late} typed={typed} />}
      {parties.offer.illustrative && (
        <p class="tags">
          <Tag tone="example">{t.catalogue.illustrative}</Tag>
        </p>
      )}
      <h1>{title}</h1>
      <p class="lead">{say.from(parties.referrer.organisation)}</p>
      {status === 'sent' ? (
        <p>
          <strong>{say.answerBefore(t.format.date(referral.expiresOn))}</strong>{' '}
          <a class="standing" href="#answers">
            {say.toAnswers}
          </a>
        </p>
      ) : (
        <p class="notice">{say.answered[status]}</p>
      )}
      {questionOpen && <p class="notice notice-ask">{say.answered.asked}</p>}
      {props.formToken !== undefined && ['accepted', 'started'].includes(status) && <Next referral={referral} />}
      <HandedOver referral={referral} />
      {actions.includes('accept') && <Answers {...props} />}
      {actions.includes('start') && <Start {...props} />}
      {actions.includes('ask') && status !== 'sent' && <Ask {...props} />}
      <section aria-labelledby="timeline">
        <h2 id="timeline">{t.referral.page.timeline}</h2>
        <Timeline entries={referral.timeline} timeZone={props.timeZone} />
      </section>
    </Page>
  );
}

/** What a structure does next with somebody it said yes to, by what was asked of it. */
function Next({ referral: { id, parties } }: { referral: PutReferral }) {
  const next: Partial<Record<string, [href: string, label: string]>> = {
    vehicleLoan: [`${FLEET_PATH}/prets/nouveau?orientation=${encodeURIComponent(id)}`, t.fleet.list.lend],
    drivingLicence: [`${COHORTS_PATH}#to-place`, t.programmes.list.goEnrol],
    training: [`${COHORTS_PATH}#to-place`, t.programmes.list.goEnrol],
    vehicleRepair: [`${WORKSHOP_PATH}#to-place`, t.workshop.list.go],
    vehicleSale: [`${WORKSHOP_PATH}#to-place`, t.workshop.list.go],
  };
  const [href, label] = next[parties.offer.kind ?? ''] ?? [];
  if (href === undefined) return null;
  return (
    <p>
      <a class="button" href={href}>
        {label}
      </a>
    </p>
  );
}

function Late({ late, typed }: { late: string; typed: Typed }) {
  const words = ['acceptMessage', 'appointment', 'refuseMessage', 'question'].flatMap((name) => typed[name] || []);
  return (
    <div class="error-summary" role="alert" tabindex={-1} aria-labelledby="late">
      <h2 id="late">{say.late}</h2>
      <p>{late}</p>
      {words.length > 0 && <p>{say.lateText}</p>}
      {words.map((text) => (
        <p class="said">{text}</p>
      ))}
    </div>
  );
}

function HandedOver({ referral }: { referral: PutReferral }) {
  const { facts, message, documents, parties } = referral;
  if (facts.length === 0 && referral.status !== 'sent') return <p class="soft">{say.answered.forgotten}</p>;
  const { referrer } = parties;
  return (
    <>
      <section class="panel" aria-labelledby="person">
        <h2 id="person">{say.person}</h2>
        <HandedOverList facts={facts} />
        {message && (
          <>
            <h3>{say.message}</h3>
            <p class="said">{message}</p>
          </>
        )}
        {documents.length > 0 && (
          <>
            <h3>{say.documents}</h3>
            <ul>
              {documents.map((document) => (
                <li>{document}</li>
              ))}
            </ul>
          </>
        )}
        <p class="soft">{say.privacy}</p>
      </section>
      <section aria-labelledby="referrer">
        <h2 id="referrer">{say.referrer}</h2>
        <p>{[referrer.name, referrer.organisation].filter(Boolean).join(', ')}</p>
        <dl class="facts">
          {referrer.phone && (
            <div>
              <dt>{say.phone}</dt>
              <dd>
                <PhoneLink phone={referrer.phone} />
              </dd>
            </div>
          )}
          {referrer.email && (
            <div>
              <dt>{say.email}</dt>
              <dd>
                <a class="standing" href={`mailto:${referrer.email}`}>
                  {referrer.email}
                </a>
              </dd>
            </div>
          )}
        </dl>
      </section>
    </>
  );
}

function AnswerForm(props: PropsWithChildren<Props & { answer: string; submit: string; quiet?: boolean }>) {
  return (
    <form action={props.path} method="post" novalidate>
      {props.formToken && <FormToken value={props.formToken} />}
      <input type="hidden" name="once" value={props.once} />
      <input type="hidden" name="answer" value={props.answer} />
      {props.children}
      <p class="actions">
        <button type="submit" class={props.quiet ? 'button button-quiet' : 'button'}>
          {props.submit}
        </button>
      </p>
    </form>
  );
}

function Answers(props: Props) {
  const { typed = {}, errors = [] } = props;
  const wrong = (field: string) => messageFor(errors, field);
  return (
    <section class="answers" aria-labelledby="answers">
      <h2 id="answers">{say.mayYou}</h2>
      <div class="panel answer-yes">
        <h3>{say.accept.heading}</h3>
        <AnswerForm {...props} answer="accept" submit={say.accept.submit}>
          <TextField
            id="appointment"
            label={say.accept.appointment}
            hint={say.accept.appointmentHint}
            value={typed.appointment}
            error={wrong('appointment')}
          />
          <TextAreaField
            id="acceptMessage"
            label={say.accept.message}
            rows={3}
            value={typed.acceptMessage}
            error={wrong('acceptMessage')}
          />
        </AnswerForm>
      </div>
      <details class="panel folded answer-no" open={typed.answer === 'refuse'}>
        <summary>{say.refuse.heading}</summary>
        <AnswerForm {...props} answer="refuse" submit={say.refuse.submit} quiet>
          <ChoiceField
            id="reason"
            legend={say.refuse.reason}
            values={[typed.reason ?? '']}
            options={REJECTION_REASONS.map((value) => ({ value, label: t.referral.reasons[value] }))}
            error={wrong('reason')}
          />
          <TextAreaField
            id="refuseMessage"
            label={say.refuse.message}
            hint={say.refuse.messageHint}
            rows={3}
            value={typed.refuseMessage}
            error={wrong('refuseMessage')}
          />
        </AnswerForm>
      </details>
      <Ask {...props} />
    </section>
  );
}

function Ask(props: Props) {
  const { typed = {}, errors = [] } = props;
  return (
    <details class="panel folded" open={typed.answer === 'ask'}>
      <summary>{say.ask.heading}</summary>
      <AnswerForm {...props} answer="ask" submit={say.ask.submit} quiet>
        <TextAreaField
          id="question"
          label={say.ask.question}
          hint={say.ask.hint}
          rows={3}
          value={typed.question}
          error={messageFor(errors, 'question')}
        />
      </AnswerForm>
    </details>
  );
}

function Start(props: Props) {
  const { typed = {}, errors = [] } = props;
  return (
    <details class="panel folded" open={typed.answer === 'start'}>
      <summary>{say.start.heading}</summary>
      <AnswerForm {...props} answer="start" submit={say.start.submit} quiet>
        <TextField
          id="startedOn"
          label={say.start.on}
          hint={startHint(props.referral.facts, props.today)}
          size="medium"
          value={typed.startedOn}
          error={messageFor(errors, 'startedOn')}
        />
      </AnswerForm>
    </details>
  );
}
