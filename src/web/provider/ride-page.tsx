import type { Child } from 'hono/jsx';
import { isPaidByEach, REFUSAL_REASONS } from '../../domain/booking/booking.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { BookingView } from '../../services/bookings/view-booking.ts';
import type { DriverChoice as DriverChoiceOf } from '../../services/drivers/eligible-drivers.ts';
import { refusalWords } from '../../services/drivers/refusal-words.ts';
import { Tag } from '../components/tag.tsx';
import { ChoiceField, ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';

const { t } = FRENCH;
const say = t.rides;
const drivers = t.drivers.ride;

type Props = {
  site: Site;
  ride: BookingView;
  /** Where its forms are sent. */
  path: string;
  formToken?: string;
  back?: { href: string; label: string };
  typed?: Record<string, string>;
  errors?: readonly FieldMessage[];
  /** The structure’s drivers for that ride; null by a link. */
  choices?: DriverChoices | null;
  /** Names by id, to whoever is signed in. */
  people?: Readonly<Record<string, string>>;
  /** Somebody answered before, or it is too late. */
  late?: string;
};

/** One ride before whoever is asked to drive: with an account or by a link, on a telephone at the wheel's side. */
export function RidePage(props: Props) {
  const { site, ride, errors = [], late, back } = props;
  const title = say.title(ride);
  const may = (action: BookingView['actions'][number]) => ride.actions.includes(action);
  const { choices = null, people = {} } = props;
  // Somebody was to drive and cannot; else nobody was named with the yes.
  const isLost = ride.events.some(({ kind }) => kind === 'handBack');
  const hasDrivers = choices !== null && choices.may.length + choices.mayNot.length > 0;
  return (
    <Page site={site} title={title} noIndex hasErrors={errors.length > 0 || late !== undefined}>
      {back && (
        <p class="way-back">
          <a href={back.href}>{back.label}</a>
        </p>
      )}
      <ErrorSummary title={t.errors.summary} errors={errors} />
      {late !== undefined && (
        <div class="error-summary" role="alert" tabindex={-1} aria-labelledby="late">
          <h2 id="late">{say.late}</h2>
          <p>{late}</p>
        </div>
      )}
      {ride.offer.illustrative && (
        <p class="tags">
          <Tag tone="example">{t.catalogue.illustrative}</Tag>
        </p>
      )}
      {ride.reassignSince && (
        <div class="error-summary" role="alert">
          <h2>{isLost ? drivers.reassign : drivers.choose}</h2>
          <p>{isLost ? drivers.reassignLead : drivers.chooseLead}</p>
        </div>
      )}
      <h1>{title}</h1>
      <p class="lead">{say.way(ride.from, ride.to)}</p>
      {ride.status === 'requested' ? (
        <p>
          {say.asked} {ride.answerDue && <strong>{say.answerBefore(ride.answerDue)}</strong>}
        </p>
      ) : (
        <p class="notice">
          {say.status[ride.status]}
          {ride.reason && ` : ${say.reasons[ride.reason]}`}
        </p>
      )}
      {ride.proposal && <p class="notice notice-ask">{say.proposed(ride.proposal)}</p>}
      <RideFacts ride={ride} driver={ride.driverId && (people[ride.driverId] ?? null)} />
      {may('accept') && (
        <Answer {...props} answer="accept" words={say.accept}>
          {hasDrivers && <DriverChoice {...props} choices={choices} mayBeNobody />}
        </Answer>
      )}
      {may('assign') && hasDrivers && (
        <Answer {...props} answer="assign" words={{ ...drivers.assign, lead: '' }} secondary={!ride.reassignSince}>
          {choices.may.length === 0 ? <p>{drivers.noOne}</p> : null}
          <DriverChoice {...props} choices={choices} />
        </Answer>
      )}
      {may('handBack') && choices === null && (
        <Answer {...props} answer="handBack" words={drivers.handBack} secondary>
          {null}
        </Answer>
      )}
      {may('proposeTime') && (
        <Answer {...props} answer="proposeTime" words={say.propose} secondary>
          <TextField
            id="departAt"
            label={say.propose.time}
            hint={say.propose.hint}
            size="short"
            value={props.typed?.departAt ?? ''}
            error={messageFor(errors, 'departAt')}
          />
        </Answer>
      )}
      {may('refuse') && (
        <Answer {...props} answer="refuse" words={say.refuse} secondary>
          <ChoiceField
            id="reason"
            legend={say.refuse.reason}
            values={[props.typed?.reason ?? '']}
            options={REFUSAL_REASONS.map((value) => ({ value, label: say.refusals[value] }))}
            error={messageFor(errors, 'reason')}
          />
          <Words id="refuseMessage" label={say.refuse.message} {...props} />
        </Answer>
      )}
      {may('cancel') && ride.status === 'confirmed' && !(may('handBack') && choices === null) && (
        <Answer {...props} answer="cancel" words={say.cancel} secondary>
          <ChoiceField
            id="cancelReason"
            legend={say.cancel.reason}
            values={[props.typed?.cancelReason ?? 'plansChanged']}
            options={Object.entries(say.cancel.reasons).map(([value, label]) => ({ value, label }))}
          />
          <Words id="cancelMessage" label={say.cancel.message} {...props} />
        </Answer>
      )}
      {may('complete') && <Report {...props} />}
      {ride.emergency.phone !== null && (
        <section aria-labelledby="emergency">
          <h2 id="emergency">{say.emergency}</h2>
          <p>
            <a href={`tel:${ride.emergency.phone}`}>{ride.emergency.phone}</a> {ride.emergency.hours}
          </p>
        </section>
      )}
      <section aria-labelledby="timeline">
        <h2 id="timeline">{say.timeline}</h2>
        <ol class="timeline">
          {ride.events.map(({ kind, at, text, byTelephone }) => (
            <li>
              {say.events[kind]}, {say.moment(at)}
              {byTelephone !== null && people[byTelephone] && `, ${drivers.byTelephone(people[byTelephone])}`}
              {text && <span class="said">{text}</span>}
            </li>
          ))}
        </ol>
      </section>
    </Page>
  );
}

function RideFacts({ ride, driver }: { ride: BookingView; driver: string | null }) {
  const { facts } = say;
  const isTold = ride.firstName !== null || ['confirmed'].includes(ride.status);
  const rows: [string, Child | null][] = [
    [drivers.driver, driver && <bdi>{driver}</bdi>],
    [facts.departs, ride.departs && say.moment(ride.departs)],
    [facts.arrives, ride.arrives && say.moment(ride.arrives)],
    [facts.from, ride.from],
    [facts.pickUp, isTold ? (ride.pickUp ?? facts.atDoor) : null],
    [facts.to, ride.to],
    [facts.dropOff, isTold ? (ride.dropOff ?? facts.atDoor) : null],
    [facts.who, ride.firstName === null ? null : <bdi>{ride.firstName}</bdi>],
    [facts.seats, String(ride.seats)],
    [facts.detour, ride.detourMinutes === null ? null : say.detour(ride.detourMinutes)],
    [facts.price, say.price(ride.priceCents, isPaidByEach({ ...ride, kind: ride.offer.kind }))],
    [facts.needs, ride.needs.length === 0 ? null : ride.needs.map((need) => say.needs[need]).join(', ')],
  ];
  return (
    <>
      <dl class="facts">
        {rows.map(([term, value]) =>
          value === null ? null : (
            <div>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {ride.estimated && ride.status === 'requested' && <p class="notice">{say.estimated}</p>}
      {ride.status === 'requested' && <p class="soft">{say.communesOnly}</p>}
      {['done', 'noShow'].includes(ride.status) && ride.firstName === null && <p class="soft">{say.hiddenAgain}</p>}
    </>
  );
}

function Answer({
  answer,
  words,
  secondary = false,
  path,
  formToken,
  children,
}: Pick<Props, 'path' | 'formToken'> & {
  answer: string;
  words: { title: string; lead: string; button: string };
  secondary?: boolean;
  children: Child;
}) {
  return (
    <form method="post" action={path} class="panel" aria-labelledby={`${answer}-title`}>
      {formToken !== undefined && <FormToken value={formToken} />}
      <input type="hidden" name="answer" value={answer} />
      <h2 id={`${answer}-title`}>{words.title}</h2>
      {words.lead !== '' && <p>{words.lead}</p>}
      {children}
      <p>
        <button type="submit" class={secondary ? 'button button-quiet' : 'button'}>
          {words.button}
        </button>
      </p>
    </form>
  );
}

type DriverChoices = { may: readonly DriverChoiceOf[]; mayNot: readonly DriverChoiceOf[] };

/** Whom to ask, the one whose turn it is first and chosen already; then the others, each with what stands against it. */
function DriverChoice({
  ride,
  choices: { may, mayNot },
  typed,
  errors = [],
  mayBeNobody = false,
}: Props & { choices: DriverChoices; mayBeNobody?: boolean }) {
  const others = may.filter(({ id }) => id !== ride.driverId);
  const [first] = others;
  const options = others.map(({ id, name, phone, loadPercent }) => ({
    value: id,
    label: name,
    hint: `${phone} · ${drivers.load(loadPercent)}`,
  }));
  return (
    <>
      {(options.length > 0 || mayBeNobody) && (
        <ChoiceField
          id="driverId"
          legend={drivers.who}
          hint={drivers.lead}
          values={[typed?.driverId ?? first?.id ?? '']}
          options={[...options, ...(mayBeNobody ? [{ value: '', label: drivers.nobody }] : [])]}
          error={messageFor(errors, 'driverId')}
        />
      )}
      {options.length > 0 && (
        <div class="choice">
          <input
            type="checkbox"
            id="byTelephone"
            name="byTelephone"
            value="oui"
            checked={typed?.byTelephone === 'oui'}
          />
          <div class="choice-text">
            <label for="byTelephone">{drivers.telephone}</label>
          </div>
        </div>
      )}
      {mayNot.length > 0 && (
        <details class="driver-reasons">
          <summary>{drivers.cannot}</summary>
          <ul>
            {mayNot.map(({ id, name, refusals }) => (
              <li>
                <a href={`/structure/conducteurs/${encodeURIComponent(id)}`}>
                  <bdi>{name}</bdi>
                </a>
                {' : '}
                {refusals.slice(0, 1).map((refusal) => {
                  const { why, fix } = refusalWords(refusal);
                  return `${why} ${fix}`;
                })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** To whoever has just said by their link that they cannot: the link is not theirs any more. */
export function HandedBackPage({ site }: { site: Site }) {
  return (
    <Page site={site} title={drivers.handBack.title} noIndex>
      <h1>{t.rides.events.handBack}</h1>
      <p class="lead">{drivers.handedBack}</p>
    </Page>
  );
}

function Words({ id, label, typed, errors = [] }: { id: string; label: string } & Pick<Props, 'typed' | 'errors'>) {
  return <TextField id={id} label={label} value={typed?.[id] ?? ''} error={messageFor(errors, id)} />;
}

function Report({ path, formToken }: Props) {
  return (
    <form method="post" action={path} class="panel" aria-labelledby="report">
      {formToken !== undefined && <FormToken value={formToken} />}
      <h2 id="report">{say.report.title}</h2>
      <p class="buttons">
        <button type="submit" class="button" name="answer" value="done">
          {say.report.done}
        </button>{' '}
        <button type="submit" class="button button-quiet" name="answer" value="noShow">
          {say.report.noShow}
        </button>
      </p>
    </form>
  );
}
