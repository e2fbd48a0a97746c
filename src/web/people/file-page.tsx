import type { Child } from 'hono/jsx';
import { ageOn } from '../../domain/schedule/dates.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { PersonView } from '../../services/people/get-person.ts';
import { Tag } from '../components/tag.tsx';
import type { FieldMessage } from '../forms/fields.tsx';
import { ChoiceField, ErrorSummary, messageFor } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { CircleSection } from './file-circle.tsx';
import { ConsentSection, SchemeSection } from './file-consents.tsx';
import { HistorySection } from './file-history.tsx';
import { DiagnosticSection, PlanSection, ReferralSection } from './file-pathway.tsx';
import { Needs } from './people-list.tsx';
import { filePath, shownName } from './person-names.ts';

const { t } = FRENCH;
const say = t.people.file;

export type FileProps = {
  site: Site;
  view: PersonView;
  formToken: string;
  /** Of the forms that do something once. */
  once: string;
  today: string;
  timeZone: string;
  mayWrite: boolean;
  mayTransfer: boolean;
  partners: readonly { id: string; name: string }[];
  communeName(code: string): string | null;
  /** What was just done, as the address says it. */
  done: string | null;
  errors: readonly FieldMessage[];
  typed: URLSearchParams;
  wholeHistory: boolean;
  /** The contact log, and what comes next. */
  contacts: Child;
  /** How far they are in trainings, repairs and sales. */
  followed: Child;
};

/** `/pro/personnes/:id`: everything about a person that their circle of care may read. */
export function FilePage(props: FileProps) {
  const { site, view, errors, done, timeZone } = props;
  const { file, needs } = view;
  const name = shownName(file.identity);
  const path = filePath(file.id);
  const notice = done === null ? null : (say.done[done] ?? null);
  return (
    <Page site={site} title={name} section="people" hasErrors={errors.length > 0} noIndex wide>
      <p class="way-back">
        <a href="/pro/personnes">{say.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{name}</h1>
      <p class="tags">
        <Tag>{t.people.statuses[file.status]}</Tag>
        {file.illustrative && <Tag tone="example">{t.people.example}</Tag>}
      </p>
      {notice && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      {file.closedAt && <p class="notice notice-ask">{say.closedSince(t.format.instant(file.closedAt, timeZone))}</p>}
      <Needs personId={file.id} needs={needs} timeZone={timeZone} />
      {props.mayWrite && file.closedAt === null && (
        <p class="actions">
          <a href={`${path}/questionnaire`} class="button">
            {say.assess}
          </a>
          <a href={`${path}/plan`} class="button button-quiet">
            {say.plan}
          </a>
          <a href={`/pro/demandes/nouvelle?personne=${encodeURIComponent(file.id)}`} class="quiet-link">
            {say.send}
          </a>
          <a href={`${path}/import-france-travail`} class="quiet-link">
            {say.franceTravail}
          </a>
        </p>
      )}
      <Duplicates view={view} />
      <div class="beside">
        <div>
          <IdentitySection {...props} />
          <ReferentSection {...props} />
        </div>
        <div>
          <DiagnosticSection {...props} />
          <PlanSection {...props} />
          <ReferralSection {...props} />
          {props.followed}
          {props.contacts}
          <ConsentSection {...props} />
          <SchemeSection {...props} />
          <CircleSection {...props} />
          <HistorySection {...props} />
          <DataSection {...props} />
        </div>
      </div>
    </Page>
  );
}

function Duplicates({ view }: { view: PersonView }) {
  if (view.duplicates.length === 0) return null;
  return (
    <section class="notice notice-ask" aria-labelledby="doublons">
      <h2 id="doublons">{say.duplicates.heading}</h2>
      <p>{say.duplicates.text}</p>
      <ul class="plain-list">
        {view.duplicates.map(({ id, name, likeness }) => (
          <li>
            <a href={filePath(id)} class="quiet-link">
              {name ?? t.people.nameless}
            </a>{' '}
            <span class="soft">{t.people.duplicates.why[likeness]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function IdentitySection({ view, today, mayWrite, communeName }: FileProps) {
  const { identity, id } = view.file;
  const { identity: words } = say;
  const born = identity.birthDate;
  const rows: [label: string, value: Child][] = [
    [words.birthDate, born && `${t.format.date(born)} (${words.age(ageOn(born, today))})`],
    [words.phone, identity.phone && <a href={`tel:${identity.phone.replace(/[^\d+]/g, '')}`}>{identity.phone}</a>],
    [words.email, identity.email && <a href={`mailto:${identity.email}`}>{identity.email}</a>],
    [words.language, identity.language && t.assessment.languages[identity.language]],
    [words.commune, identity.commune && (communeName(identity.commune) ?? identity.commune)],
    [words.reference, identity.reference],
    [words.safeHours, identity.safeHours.map((window) => t.format.hours(window)).join(' ; ')],
  ];
  return (
    <section aria-labelledby="identite">
      <h2 id="identite">{words.heading}</h2>
      {identity.discreet && <p class="notice notice-ask">{words.discreetOn}</p>}
      <dl class="file-facts">
        {rows.map(([label, value]) => (
          <div>
            <dt>{label}</dt>
            <dd>{value || <span class="soft">{words.unknown}</span>}</dd>
          </div>
        ))}
      </dl>
      {mayWrite && (
        <p class="ways">
          <a href={`${filePath(id)}/modifier`}>{say.edit}</a>
        </p>
      )}
      <p class="ways">
        <a href={`${filePath(id)}/trajets`}>{t.personRides.link}</a>
      </p>
      <p class="ways">
        <a href={`${filePath(id)}/acces`}>{t.wayIns.link}</a>
      </p>
    </section>
  );
}

function ReferentSection({ view, timeZone, mayTransfer }: FileProps) {
  const { referent: words } = say;
  const { referent, referents, file } = view;
  const at = (instant: string) => t.format.instant(instant, timeZone);
  const past = referents.filter(({ until }) => until !== null);
  const unknown = t.people.file.circle.unknown;
  return (
    <section aria-labelledby="referent">
      <h2 id="referent">{words.heading}</h2>
      <p>
        {referent
          ? words.now(referent.name ?? words.unknown, referent.organisationName ?? unknown, at(referent.from))
          : words.none}
      </p>
      {referent && !referent.present && <p class="notice notice-ask">{words.gone}</p>}
      {past.length > 0 && (
        <>
          <h3>{words.before}</h3>
          <ul class="plain-list">
            {past.map((one) => (
              <li>
                {words.period(
                  one.name ?? words.unknown,
                  one.organisationName ?? unknown,
                  at(one.from),
                  at(one.until ?? one.from),
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {mayTransfer && file.closedAt === null && (
        <p class="ways">
          <a href={`/pro/personnes/confier?personne=${encodeURIComponent(file.id)}`}>{words.transfer}</a>
        </p>
      )}
    </section>
  );
}

function DataSection({ view, formToken, timeZone, mayWrite, errors }: FileProps) {
  const { data } = say;
  const { file } = view;
  const path = filePath(file.id);
  const isClosed = file.closedAt !== null;
  return (
    <section aria-labelledby="donnees">
      <h2 id="donnees">{data.heading}</h2>
      <p>{data.text}</p>
      {file.purgeAfter && <p class="soft">{data.keptUntil(t.format.instant(file.purgeAfter, timeZone))}</p>}
      <ul class="ways">
        <li>
          <a href={`${path}/donnees`}>{data.read}</a>
        </li>
        <li>
          <a href={`${path}/donnees.json`} download>
            {data.download}
          </a>
        </li>
      </ul>
      {mayWrite && (
        <>
          {isClosed ? (
            <form action={`${path}/rouvrir`} method="post">
              <FormToken value={formToken} />
              <button type="submit" class="button button-quiet">
                {data.reopen}
              </button>
            </form>
          ) : (
            <details class="panel folded" open={messageFor(errors, 'rides') !== undefined}>
              <summary>{data.close}</summary>
              <p>{data.closeText}</p>
              <form action={`${path}/fermer`} method="post">
                <FormToken value={formToken} />
                <ChoiceField
                  id="rides"
                  legend={data.closeRides}
                  hint={data.closeRidesHint}
                  values={[]}
                  error={messageFor(errors, 'rides')}
                  options={[
                    { value: 'keep', label: data.closeRidesKeep },
                    { value: 'callOff', label: data.closeRidesOff },
                  ]}
                />
                <p>
                  <a class="standing" href={`${path}/trajets`}>
                    {data.seeRides}
                  </a>
                </p>
                <button type="submit" class="button">
                  {data.closeSubmit}
                </button>
              </form>
            </details>
          )}
          <p class="ways">
            <a href={`${path}/effacer`}>{data.erase}</a>
          </p>
        </>
      )}
    </section>
  );
}
