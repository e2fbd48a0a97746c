import type { Child, PropsWithChildren } from 'hono/jsx';
import { CHECK_KINDS, lastCheck } from '../../domain/drivers/driver.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { DriverPage as DriverFile } from '../../services/drivers/list-drivers.ts';
import { Tag } from '../components/tag.tsx';
import { ChoiceField, ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import type { Typed } from '../intake/typed-form.ts';
import { Page, type Site } from '../layout/page.tsx';
import { RIDES_PATH } from '../provider/ride-list-page.tsx';
import { DRIVERS_PATH, driverPath, nameOf, needText } from './driver-list-page.tsx';

const { t } = FRENCH;
const say = t.drivers;

export type DriverPageProps = {
  site: Site;
  driver: DriverFile;
  formToken: string;
  /** Goes into each form: it does its work once. */
  once: string;
  month: string;
  typed?: Typed;
  errors?: readonly FieldMessage[];
  late?: string;
  takenBack?: number;
};

/** `/structure/conducteurs/:id` */
export function DriverPage(props: DriverPageProps) {
  const { site, driver, errors = [], late, takenBack = 0, month } = props;
  const { status } = driver;
  const { file, act } = say;
  const name = nameOf(driver);
  const isHere = status === 'active' || status === 'paused';
  const facts: [string, Child | null][] = [
    [file.status, say.statuses[status]],
    [
      file.call,
      <a class="standing" href={`tel:${driver.phone.replace(/[^+\d]/g, '')}`}>
        {driver.phone}
      </a>,
    ],
    [
      file.email,
      driver.email && (
        <a class="standing" href={`mailto:${driver.email}`}>
          {driver.email}
        </a>
      ),
    ],
    [file.commune, driver.communeName],
    [file.seats, String(driver.seats)],
    [file.detour, driver.maxDetourMinutes === null ? null : file.minutes(driver.maxDetourMinutes)],
    [
      file.charter,
      driver.charterIsCurrent && driver.charterAcceptedAt
        ? file.charterYes(driver.charterAcceptedAt.slice(0, 10))
        : file.charterOld,
    ],
    [file.refusedWhy, driver.statusReason],
  ];
  return (
    <Page site={site} title={name} noIndex hasErrors={errors.length > 0 || late !== undefined}>
      <p class="way-back">
        <a href={DRIVERS_PATH}>{say.list.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      {late !== undefined && (
        <div class="error-summary" role="alert">
          <h2>{say.late}</h2>
          <p>{late}</p>
        </div>
      )}
      {takenBack > 0 && (
        <div class="error-summary" role="alert">
          <p>
            <strong>{say.takenBack(takenBack)}</strong>{' '}
            <a class="standing" href={RIDES_PATH}>
              {say.see}
            </a>
          </p>
        </div>
      )}
      {driver.illustrative && (
        <p class="tags">
          <Tag tone="example">{t.catalogue.illustrative}</Tag>
        </p>
      )}
      <h1>
        <bdi>{name}</bdi>
      </h1>
      <p class="lead">
        {say.kinds[driver.kind]}
        {status === 'active' && ` · ${say.list.load(driver.loadPercent)}`}
      </p>
      {driver.needs.length > 0 && (
        <ul class="notice">
          {driver.needs.map((need) => (
            <li>{needText(need)}</li>
          ))}
        </ul>
      )}
      <dl class="facts">
        {facts.map(([term, value]) =>
          value === null || value === '' ? null : (
            <div>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <section aria-labelledby="trips">
        <h2 id="trips">{file.trips}</h2>
        {driver.trips.length === 0 ? (
          <p>{file.noTrips}</p>
        ) : (
          <ul>
            {driver.trips.map((trip, i) => (
              <li>
                {file.trip(
                  driver.tripNames[i]?.from ?? trip.from,
                  driver.tripNames[i]?.to ?? trip.to,
                  trip.weekdays.map((day) => file.weekdays[day - 1]).join(', '),
                  t.rides.hour(trip.departureTime),
                  trip.returnTime && t.rides.hour(trip.returnTime),
                )}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="checks">
        <h2 id="checks">{file.checks}</h2>
        <p>{file.checksLead}</p>
        <dl class="facts">
          {CHECK_KINDS.map((kind) => {
            const last = lastCheck(driver.checks, kind);
            const by = driver.checks.findLast((one) => one.kind === kind)?.checkedBy;
            return (
              <div>
                <dt>{say.checks[kind]}</dt>
                <dd>
                  {last === null
                    ? driver.required.includes(kind)
                      ? file.notSeen
                      : file.notAsked
                    : `${file.seen(last.checkedOn, (by && driver.memberNames[by]) ?? null)}, ${file.valid(last.validUntil)}`}
                </dd>
              </div>
            );
          })}
        </dl>
        {status !== 'left' && status !== 'refused' && (
          <Act {...props} what="check" title={act.check.title} button={act.check.button}>
            <ChoiceField
              id="check"
              legend={act.check.what}
              values={[props.typed?.check ?? '']}
              options={CHECK_KINDS.map((kind) => ({ value: kind, label: say.checks[kind] }))}
              error={messageFor(errors, 'check')}
            />
            <Day id="checkedOn" label={act.check.on} {...props} />
            <Day id="validUntil" label={act.check.until} {...props} />
          </Act>
        )}
      </section>
      {status === 'applied' && (
        <>
          <Act {...props} what="accept" {...act.accept} main />
          <Act {...props} what="refuse" title={act.refuse.title} button={act.refuse.button}>
            <TextField
              id="reason"
              label={act.refuse.reason}
              value={props.typed?.reason ?? ''}
              error={messageFor(errors, 'reason')}
            />
          </Act>
        </>
      )}
      {!driver.charterIsCurrent && status !== 'left' && status !== 'refused' && (
        <Act {...props} what="charter" {...act.charter} />
      )}
      {isHere && (
        <>
          <section aria-labelledby="absences">
            <h2 id="absences">{act.absence.title}</h2>
            {driver.absences.length > 0 && (
              <ul>
                {driver.absences.map(({ id, from, until }) => (
                  <li>
                    <form method="post" action={driverPath(driver.id)} class="in-line">
                      <FormToken value={props.formToken} />
                      <input type="hidden" name="what" value="presence" />
                      <input type="hidden" name="absenceId" value={id} />
                      {act.absence.known(from, until)}{' '}
                      <button type="submit" class="button button-quiet">
                        {act.absence.remove}
                      </button>
                    </form>
                  </li>
                ))}
              </ul>
            )}
            <Act {...props} what="absence" lead={act.absence.lead} button={act.absence.button}>
              <Day id="from" label={act.absence.from} {...props} />
              <Day id="until" label={act.absence.until} {...props} />
            </Act>
          </section>
          <Act
            {...props}
            what="cap"
            title={act.cap.title}
            lead={act.cap.lead(driver.cap.rides, driver.cap.minutes)}
            button={act.cap.button}
          >
            <Amount id="weeklyRides" label={act.cap.rides} known={driver.weeklyRides} {...props} />
            <Amount id="weeklyMinutes" label={act.cap.minutes} known={driver.weeklyMinutes} {...props} />
          </Act>
          {status === 'active' ? (
            <Act {...props} what="pause" {...act.pause} />
          ) : (
            <Act {...props} what="resume" {...act.resume} main />
          )}
          <Act {...props} what="leave" {...act.leave} />
        </>
      )}
      <section aria-labelledby="rides">
        <h2 id="rides">{file.rides}</h2>
        {driver.rides.length === 0 ? (
          <p>{file.noRides}</p>
        ) : (
          <ul class="referrals">
            {driver.rides.map((ride) => (
              <li>
                <a class="standing" href={`${RIDES_PATH}/${encodeURIComponent(ride.id)}`}>
                  {t.rides.list.line(ride.departs, ride.from, ride.to)}
                </a>{' '}
                <span class="soft">{t.rides.status[ride.status]}</span>
              </li>
            ))}
          </ul>
        )}
        <p>
          <a class="standing" href={`${driverPath(driver.id)}/kilometres?mois=${month}`}>
            {file.kilometres}
          </a>
        </p>
      </section>
      {status !== 'active' && (
        <Act {...props} what="erase" title={act.erase.title} lead={act.erase.lead(name)} button={act.erase.button}>
          <TextField
            id="confirmation"
            label={act.erase.confirmation}
            value={props.typed?.confirmation ?? ''}
            error={messageFor(errors, 'confirmation')}
          />
        </Act>
      )}
    </Page>
  );
}

function Act({
  driver,
  formToken,
  once,
  what,
  title,
  lead,
  button,
  main = false,
  children,
}: PropsWithChildren<
  DriverPageProps & { what: string; title?: string; lead?: string; button: string; main?: boolean }
>) {
  return (
    <form method="post" action={driverPath(driver.id)} class="panel" aria-label={title ?? button} novalidate>
      <FormToken value={formToken} />
      <input type="hidden" name="what" value={what} />
      <input type="hidden" name="once" value={once} />
      {title && <h2>{title}</h2>}
      {lead && <p>{lead}</p>}
      {children}
      <p>
        <button type="submit" class={main ? 'button' : 'button button-quiet'}>
          {button}
        </button>
      </p>
    </form>
  );
}

const Day = ({ id, label, typed, errors = [] }: DriverPageProps & { id: string; label: string }) => (
  <TextField id={id} label={label} type="date" size="medium" value={typed?.[id] ?? ''} error={messageFor(errors, id)} />
);

const Amount = ({
  id,
  label,
  known,
  typed,
  errors = [],
}: DriverPageProps & { id: string; label: string; known: number | null }) => (
  <TextField
    id={id}
    label={label}
    size="short"
    inputmode="numeric"
    value={typed?.[id] ?? (known === null ? '' : String(known))}
    error={messageFor(errors, id)}
  />
);
