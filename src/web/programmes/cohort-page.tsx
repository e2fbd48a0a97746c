import { weekdayName } from '../../domain/explanation/french.ts';
import { OPEN_STATUSES, SEATED_STATUSES } from '../../domain/programmes/enrolment.ts';
import { weeklyMinutes } from '../../domain/programmes/programme.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { CohortView, Learner } from '../../services/programmes/get-cohort.ts';
import { Tag } from '../components/tag.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { type FormKeys, Late } from './acts.tsx';
import { COHORTS_PATH, cohortPath, learnerPath, sheetPath } from './paths.ts';
import { PlacesPicture } from './places-picture.tsx';
import { referredName, ToPlaceLines } from './to-place-lines.tsx';

const { t } = FRENCH;
const say = t.programmes.cohort;

/** Of the past, the last ones; of what is to come, the next. */
const SHOWN_SESSIONS = 6;

export type CohortPageProps = {
  site: Site;
  cohort: CohortView;
  keys: Omit<FormKeys, 'version'>;
  allSessions: boolean;
  done: 'enrolled' | 'waiting' | null;
  late?: string;
};

/** `/structure/formations/:id` */
export function CohortPage({ site, cohort, keys, allSessions, done, late }: CohortPageProps) {
  const seated = cohort.learners.filter(({ status }) => SEATED_STATUSES.includes(status));
  const waiting = cohort.learners
    .filter(({ status }) => status === 'waiting')
    .toSorted((a, b) => (a.turn ?? 0) - (b.turn ?? 0));
  const ended = cohort.learners.filter(({ status }) => !OPEN_STATUSES.includes(status));
  const isOver = cohort.until < cohort.today;
  return (
    <Page site={site} title={cohort.title} noIndex hasErrors={late !== undefined}>
      <p class="way-back">
        <a href={COHORTS_PATH}>{t.programmes.list.back}</a>
      </p>
      <Late message={late} />
      {done && (
        <p class="notice" role="status">
          {done === 'enrolled' ? say.enrolled : say.onTheList}
        </p>
      )}
      {cohort.illustrative && (
        <p class="tags">
          <Tag tone="example">{t.catalogue.illustrative}</Tag>
        </p>
      )}
      <h1>{cohort.title}</h1>
      <p class="lead">{t.programmes.kinds[cohort.kind]}</p>
      <PlacesPicture
        title={`${say.places} : ${t.programmes.list.takenOf(cohort.taken, cohort.places)}`}
        rows={[{ title: say.places, taken: cohort.taken, places: cohort.places }]}
      />
      <Facts cohort={cohort} />
      <p class="ways">
        <a href={`${cohortPath(cohort.id)}/modifier`}>{say.change}</a>
      </p>
      <section aria-labelledby="people">
        <h2 id="people">{say.people}</h2>
        {seated.length === 0 ? <p>{say.noPeople}</p> : <People cohortId={cohort.id} learners={seated} />}
      </section>
      {waiting.length > 0 && (
        <section aria-labelledby="waiting">
          <h2 id="waiting">{say.waiting}</h2>
          <p>{say.waitingLead}</p>
          <People cohortId={cohort.id} learners={waiting} />
        </section>
      )}
      {!isOver && cohort.toPlace.length > 0 && (
        <section aria-labelledby="enrol">
          <h2 id="enrol">{say.enrol}</h2>
          <p>{say.enrolLead}</p>
          <ToPlaceLines
            referrals={cohort.toPlace}
            action={(one) => (
              <form method="post" action={cohortPath(cohort.id)} class="in-line">
                <FormToken value={keys.formToken} />
                <input type="hidden" name="once" value={keys.once} />
                <input type="hidden" name="referralId" value={one.id} />
                <button type="submit" class="button button-quiet">
                  {say.enrolButton(referredName(one))}
                </button>
              </form>
            )}
          />
        </section>
      )}
      <Sessions cohort={cohort} all={allSessions} />
      {ended.length > 0 && (
        <section aria-labelledby="ended">
          <h2 id="ended">{say.ended}</h2>
          <People cohortId={cohort.id} learners={ended} />
        </section>
      )}
    </Page>
  );
}

function Facts({ cohort }: { cohort: CohortView }) {
  const { hour, minutes, pedagogies } = t.programmes;
  const facts: [string, string | null][] = [
    [say.dates, t.programmes.list.from(cohort.from, cohort.until)],
    [
      say.meets,
      cohort.slots.map((slot) => say.slot(weekdayName(slot.weekday), hour(slot.from), hour(slot.to))).join(' ; '),
    ],
    [say.weekly, minutes(weeklyMinutes(cohort.slots))],
    [say.place, cohort.place],
    [say.places, t.programmes.list.takenOf(cohort.taken, cohort.places)],
    [say.pedagogies, cohort.pedagogies.map((one) => pedagogies[one]).join(', ')],
    [say.level, cohort.languageLevel],
  ];
  return (
    <dl class="facts">
      {facts.map(([term, value]) =>
        value ? (
          <div>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

const People = ({ cohortId, learners }: { cohortId: string; learners: readonly Learner[] }) => (
  <ul class="referrals">
    {learners.map((one) => (
      <li>
        <a class="standing" href={learnerPath(cohortId, one.id)}>
          <bdi>{one.firstName ?? t.programmes.nobody}</bdi>
        </a>{' '}
        {one.illustrative && <Tag tone="example">{t.catalogue.illustrative}</Tag>}{' '}
        <span class="soft">
          {[
            t.programmes.statuses[one.status],
            one.turn && say.turn(one.turn),
            one.status !== 'waiting' && say.steps(one.steps.done, one.steps.of),
            one.totals.present > 0 && say.attended(one.totals.minutes),
            one.totals.absent > 0 && say.missed(one.totals.absent),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {one.isProposed && <p class="referral-note">{say.proposed}</p>}
      </li>
    ))}
  </ul>
);

function Sessions({ cohort, all }: { cohort: CohortView; all: boolean }) {
  const { sessions, today } = cohort;
  const past = sessions.filter(({ date }) => date <= today);
  const next = sessions.filter(({ date }) => date > today);
  const shown = all ? sessions : [...past.slice(-SHOWN_SESSIONS), ...next.slice(0, SHOWN_SESSIONS)];
  const { hour } = t.programmes;
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{say.sessions}</h2>
      {sessions.length === 0 && <p>{say.noSessions}</p>}
      <ul class="referrals">
        {shown.map((session) => {
          const noted = cohort.learners.flatMap(({ attendance }) =>
            attendance.filter(({ date, from }) => date === session.date && from === session.from),
          ).length;
          return (
            <li>
              <a class="standing" href={sheetPath(cohort.id, session)}>
                {say.session(session.date, hour(session.from), hour(session.to))}
              </a>{' '}
              <span class="soft">{session.date > today ? say.sheet : noted > 0 ? say.noted(noted) : say.toNote}</span>
            </li>
          );
        })}
      </ul>
      {shown.length < sessions.length && (
        <p class="ways">
          <a href={`${cohortPath(cohort.id)}?seances=toutes#sessions`}>{say.allSessions}</a>
        </p>
      )}
    </section>
  );
}
