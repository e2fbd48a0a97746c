import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { ProblemError } from '../../services/errors.ts';
import { enrol } from '../../services/programmes/enrol.ts';
import { followEnrolment } from '../../services/programmes/follow-enrolment.ts';
import { type CohortView, getCohort, getLearner, listCohorts } from '../../services/programmes/get-cohort.ts';
import { changeCohort, openCohort, readCohortForm } from '../../services/programmes/open-cohort.ts';
import { noCohort } from '../../services/programmes/programme-access.ts';
import { recordAttendance } from '../../services/programmes/record-attendance.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readNumber } from '../forms/read-answer.ts';
import { newFormKey, onlyOnce, orInvalid, readForm, type Typed } from '../intake/typed-form.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { CohortFormPage } from './cohort-form-page.tsx';
import { CohortListPage } from './cohort-list-page.tsx';
import { CohortPage } from './cohort-page.tsx';
import { LearnerPage } from './learner-page.tsx';
import { COHORTS_PATH, cohortPath, learnerPath, sheetPath } from './paths.ts';
import { cohortErrors, readCohort, typedOfCohort } from './read-cohort.ts';
import { readEnrolmentStep } from './read-step.ts';
import { onSheet, SheetPage } from './sheet-page.tsx';
import { unreadable } from './unreadable.ts';

type PageContext = Context<PagesEnv>;
const { t } = FRENCH;
const { typeset } = t.format;

/** `/structure/formations`: what a structure teaches, to whom, and how far they are. */
export function programmeRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(COHORTS_PATH, async (c) => {
    const { ctx } = await signedIn(c);
    return render(c, <CohortListPage site={c.var.visit.site} {...(await listCohorts({ ctx }))} />);
  });

  routes.get(`${COHORTS_PATH}/nouveau`, async (c) => {
    const signed = await signedIn(c);
    return showForm(c, signed, { typed: { once: newFormKey() }, pedagogies: [] });
  });
  routes.post(`${COHORTS_PATH}/nouveau`, async (c) => {
    const signed = await signedIn(c);
    const { typed, pedagogies } = await readCohortTyped(c);
    const read = readCohort(typed, pedagogies);
    const ctx = onlyOnce(signed.ctx, 'open cohort', { ...typed, pedagogies: pedagogies.join() });
    const done = await orInvalid(
      read.errors.length > 0 ? unreadable(read.errors) : openCohort({ ctx, input: read.input }),
    );
    if ('done' in done) return c.redirect(cohortPath(done.done.id), 303);
    return showForm(c, signed, { typed, pedagogies, errors: cohortErrors(read.errors, done.errors) });
  });

  routes.get(`${COHORTS_PATH}/:id/modifier`, async (c) => {
    const signed = await signedIn(c);
    const cohort = await getCohort({ ctx: signed.ctx, input: { id: c.req.param('id') } });
    const typed = { ...typedOfCohort(cohort), once: newFormKey() };
    return showForm(c, signed, { typed, pedagogies: cohort.pedagogies, id: cohort.id });
  });
  routes.post(`${COHORTS_PATH}/:id/modifier`, async (c) => {
    const signed = await signedIn(c);
    const id = c.req.param('id');
    const { typed, pedagogies } = await readCohortTyped(c);
    const read = readCohort(typed, pedagogies);
    const ctx = onlyOnce(signed.ctx, `cohort ${id}`, { ...typed, pedagogies: pedagogies.join() });
    try {
      const input = { id, expectedVersion: Number(typed.version), cohort: read.input };
      const done = await orInvalid(read.errors.length > 0 ? unreadable(read.errors) : changeCohort({ ctx, input }));
      if ('done' in done) return c.redirect(cohortPath(id), 303);
      return showForm(c, signed, { typed, pedagogies, id, errors: cohortErrors(read.errors, done.errors) });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'conflict') throw error;
      return showForm(c, signed, { typed, pedagogies, id, late: error.message });
    }
  });

  routes.get(`${COHORTS_PATH}/:id`, async (c) => showCohort(c, await signedIn(c), c.req.param('id')));
  routes.post(`${COHORTS_PATH}/:id`, async (c) => {
    const signed = await signedIn(c);
    const cohortId = c.req.param('id');
    const typed = await readForm(c);
    const ctx = onlyOnce(signed.ctx, `enrol ${cohortId}`, typed);
    try {
      const { status } = await enrol({ ctx, input: { cohortId, referralId: typed.referralId ?? '' } });
      return c.redirect(`${cohortPath(cohortId)}?fait=${status}`, 303);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'conflict') throw error;
      return showCohort(c, signed, cohortId, error.message);
    }
  });

  routes.get(`${COHORTS_PATH}/:id/presences`, async (c) => showSheet(c, await signedIn(c), c.req.param('id')));
  routes.post(`${COHORTS_PATH}/:id/presences`, async (c) => {
    const signed = await signedIn(c);
    const cohortId = c.req.param('id');
    const { cohort, session } = await readSession(c, signed, cohortId);
    const typed = await readForm(c);
    const errors: FieldMessage[] = [];
    const marks = onSheet(cohort, session).flatMap(({ id }) => {
      const mark = typed[`mark-${id}`];
      if (!mark) return [];
      const text = (typed[`minutes-${id}`] ?? '').trim();
      const minutes = text === '' ? null : readNumber(text);
      if (text !== '' && minutes === null)
        errors.push({ field: `minutes-${id}`, message: t.programmes.form.badNumber });
      return [{ enrolmentId: id, mark, minutes }];
    });
    if (errors.length > 0) return showSheet(c, signed, cohortId, { typed, errors });
    const ctx = onlyOnce(signed.ctx, `attendance ${cohortId} ${session.date} ${session.from}`, typed);
    const sheet = { date: session.date, from: session.from, marks };
    const done = await orInvalid(recordAttendance({ ctx, input: { cohortId, sheet } }));
    if ('done' in done) return c.redirect(`${sheetPath(cohortId, session)}&fait=1`, 303);
    const found = done.errors.map(({ path, message }) => {
      const [, index, part] = /^marks\.(\d+)\.(\w+)$/.exec(path) ?? [];
      const id = index === undefined ? undefined : marks[Number(index)]?.enrolmentId;
      return {
        field: id === undefined ? '' : `${part === 'minutes' ? 'minutes' : 'mark'}-${id}`,
        message: typeset(message),
      };
    });
    return showSheet(c, signed, cohortId, { typed, errors: found });
  });

  routes.get(`${COHORTS_PATH}/:id/personnes/:enrolment`, async (c) =>
    showLearner(c, await signedIn(c), { cohortId: c.req.param('id'), id: c.req.param('enrolment') }),
  );
  routes.post(`${COHORTS_PATH}/:id/personnes/:enrolment`, async (c) => {
    const signed = await signedIn(c);
    const where = { cohortId: c.req.param('id'), id: c.req.param('enrolment') };
    const typed = await readForm(c);
    const path = learnerPath(where.cohortId, where.id);
    const { cohort } = await getLearner({ ctx: signed.ctx, input: where });
    const read = readEnrolmentStep(typed, cohort.kind);
    if (read === null) return c.redirect(path, 303);
    const ctx = onlyOnce(signed.ctx, `enrolment ${where.id}`, typed);
    const input = { id: where.id, expectedVersion: Number(typed.version), step: read.step };
    try {
      const done = await orInvalid(read.errors.length > 0 ? unreadable(read.errors) : followEnrolment({ ctx, input }));
      if ('done' in done) return c.redirect(path, 303);
      const found = done.errors.map((error) => ({ field: read.fieldOf(error), message: typeset(error.message) }));
      return showLearner(c, signed, where, { typed, errors: read.errors.length > 0 ? read.errors : found });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'conflict') throw error;
      return showLearner(c, signed, where, { typed, late: error.message });
    }
  });
  return routes;
}

async function readCohortTyped(c: PageContext): Promise<{ typed: Typed; pedagogies: string[] }> {
  const form = new URLSearchParams(await c.req.text());
  return { typed: Object.fromEntries(form), pedagogies: form.getAll('pedagogies') };
}

type FormShown = {
  typed: Typed;
  pedagogies: readonly string[];
  id?: string;
  errors?: readonly FieldMessage[];
  late?: string;
};

async function showForm(c: PageContext, { ctx, formToken }: SignedIn, form: FormShown) {
  const { id, errors = [], late } = form;
  const { offers } = await readCohortForm({ ctx });
  const back =
    id === undefined
      ? { href: COHORTS_PATH, label: t.programmes.list.back }
      : { href: cohortPath(id), label: t.programmes.person.back };
  return render(
    c,
    <CohortFormPage
      site={c.var.visit.site}
      formToken={formToken}
      path={id === undefined ? `${COHORTS_PATH}/nouveau` : `${cohortPath(id)}/modifier`}
      typed={form.typed}
      pedagogies={form.pedagogies}
      errors={errors}
      offers={offers}
      late={late}
      back={back}
    />,
    late !== undefined ? 409 : errors.length > 0 ? 422 : 200,
  );
}

async function showCohort(c: PageContext, { ctx, formToken }: SignedIn, id: string, late?: string) {
  const cohort = await getCohort({ ctx, input: { id } });
  const done = c.req.query('fait');
  return render(
    c,
    <CohortPage
      site={c.var.visit.site}
      cohort={cohort}
      keys={{ formToken, once: newFormKey() }}
      allSessions={c.req.query('seances') !== undefined}
      done={done === 'enrolled' || done === 'waiting' ? done : null}
      {...(late === undefined ? {} : { late })}
    />,
    late === undefined ? 200 : 409,
  );
}

async function readSession(c: PageContext, { ctx }: SignedIn, id: string) {
  const cohort: CohortView = await getCohort({ ctx, input: { id } });
  const { date, heure } = c.req.query();
  const session = cohort.sessions.find((one) => one.date === date && one.from === heure);
  if (session === undefined) throw noCohort();
  return { cohort, session };
}

type SheetSaid = { typed?: Typed; errors?: readonly FieldMessage[] };
async function showSheet(c: PageContext, signed: SignedIn, id: string, said: SheetSaid = {}) {
  const { cohort, session } = await readSession(c, signed, id);
  const page = { site: c.var.visit.site, cohort, session, formToken: signed.formToken, once: newFormKey() };
  return render(
    c,
    <SheetPage {...page} saved={c.req.query('fait') !== undefined} {...said} />,
    said.errors ? 422 : 200,
  );
}

type LearnerSaid = { typed?: Typed; errors?: readonly FieldMessage[]; late?: string };
async function showLearner(
  c: PageContext,
  { ctx, formToken }: SignedIn,
  where: { cohortId: string; id: string },
  said: LearnerSaid = {},
) {
  const { cohort, learner } = await getLearner({ ctx, input: where });
  const keys = { formToken, once: newFormKey() };
  const status = said.late !== undefined ? 409 : said.errors ? 422 : 200;
  return render(c, <LearnerPage site={c.var.visit.site} {...{ cohort, learner, keys }} {...said} />, status);
}
