import { ATTENDANCE_MARKS } from '../../domain/programmes/attendance.ts';
import { type CohortSession, minutesOf } from '../../domain/programmes/programme.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { CohortView, Learner } from '../../services/programmes/get-cohort.ts';
import { ChoiceField, ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import type { Typed } from '../intake/typed-form.ts';
import { Page, type Site } from '../layout/page.tsx';
import { cohortPath, sheetPath } from './paths.ts';

const { t } = FRENCH;
const say = t.programmes.sheet;

/** Who is on the sheet: those who have a place, and those who were noted before they left. */
export const onSheet = (cohort: CohortView, session: CohortSession): readonly Learner[] =>
  cohort.learners.filter(
    ({ status, attendance }) =>
      status === 'enrolled' || status === 'attending' || noted(attendance, session) !== undefined,
  );

const noted = (attendance: Learner['attendance'], { date, from }: CohortSession) =>
  attendance.find((one) => one.date === date && one.from === from);

/** `/structure/formations/:id/presences`: to be filled in, or printed and signed. */
export function SheetPage(props: {
  site: Site;
  cohort: CohortView;
  session: CohortSession;
  formToken: string;
  once: string;
  saved: boolean;
  typed?: Typed;
  errors?: readonly FieldMessage[];
}) {
  const { site, cohort, session, typed, errors = [] } = props;
  const { hour, marks, nobody } = t.programmes;
  const learners = onSheet(cohort, session);
  const isFuture = session.date > cohort.today;
  const title = say.title(t.programmes.day(session.date));
  return (
    <Page site={site} title={`${title}, ${cohort.title}`} noIndex hasErrors={errors.length > 0}>
      <p class="way-back screen-only">
        <a href={cohortPath(cohort.id)}>{cohort.title}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      {props.saved && (
        <p class="notice screen-only" role="status">
          {say.saved}
        </p>
      )}
      <h1>{title}</h1>
      <p class="lead">
        {cohort.title}, {hour(session.from)} – {hour(session.to)}, {cohort.place}
      </p>
      {learners.length === 0 ? (
        <p>{say.nobody}</p>
      ) : isFuture ? (
        <p class="notice screen-only">{say.future}</p>
      ) : (
        <form method="post" action={sheetPath(cohort.id, session)} class="questions" novalidate>
          <FormToken value={props.formToken} />
          <input type="hidden" name="once" value={props.once} />
          <p>{say.lead}</p>
          {learners.map((one) => {
            const known = noted(one.attendance, session);
            const minutes = `minutes-${one.id}`;
            const who = one.firstName ?? nobody;
            return (
              <>
                <ChoiceField
                  id={`mark-${one.id}`}
                  legend={<bdi>{who}</bdi>}
                  values={[typed?.[`mark-${one.id}`] ?? known?.mark ?? '']}
                  options={ATTENDANCE_MARKS.map((value) => ({ value, label: marks[value] }))}
                  inline
                />
                <TextField
                  id={minutes}
                  label={say.minutesOf(who)}
                  size="short"
                  inputmode="numeric"
                  value={typed?.[minutes] ?? partOf(known, session)}
                  error={messageFor(errors, minutes)}
                />
              </>
            );
          })}
          <p class="actions">
            <button type="submit" class="button">
              {say.save}
            </button>
          </p>
        </form>
      )}
      {learners.length > 0 && (
        <>
          <p class="soft screen-only">{say.print}</p>
          <Paper learners={learners} title={title} />
        </>
      )}
    </Page>
  );
}

/** Minutes are shown where they are not the whole session. */
function partOf(known: { mark: string; minutes: number } | undefined, session: CohortSession): string {
  if (known?.mark !== 'present') return '';
  return known.minutes === minutesOf(session) ? '' : String(known.minutes);
}

/** On paper: nothing but names, hours and room to sign. */
const Paper = ({ learners, title }: { learners: readonly Learner[]; title: string }) => (
  <div class="paper-only">
    <table class="sheet-paper">
      <caption class="unseen">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{say.who}</th>
          <th scope="col">{say.arrival}</th>
          <th scope="col">{say.leaving}</th>
          <th scope="col">{say.signature}</th>
        </tr>
      </thead>
      <tbody>
        {learners.map((one) => (
          <tr>
            <th scope="row">{one.firstName ?? t.programmes.nobody}</th>
            <td />
            <td />
            <td />
          </tr>
        ))}
      </tbody>
    </table>
    <p>{say.teacher}</p>
  </div>
);
