import { type Context, Hono } from 'hono';
import { Temporal } from 'temporal-polyfill';
import { findDriveSpeech } from '../../i18n/drive/index.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { addDriver, changeDriver, readAddForm } from '../../services/drivers/change-driver.ts';
import { getKilometres, kilometresCsv } from '../../services/drivers/kilometres.ts';
import { getDriver, listDrivers } from '../../services/drivers/list-drivers.ts';
import { ProblemError } from '../../services/errors.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readDate, readNumber } from '../forms/read-answer.ts';
import { newFormKey, onlyOnce, orInvalid, type Typed } from '../intake/typed-form.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { AddDriverPage } from './add-driver-page.tsx';
import { allErrors, readDriver, readDriverForm } from './drive-answers.ts';
import { drivePath } from './drive-pages.tsx';
import { DRIVERS_PATH, DriverListPage, driverPath } from './driver-list-page.tsx';
import { DriverPage } from './driver-page.tsx';
import { KilometresPage } from './kilometres-page.tsx';

type PageContext = Context<PagesEnv>;
type Said = { typed?: Typed; errors?: readonly FieldMessage[]; late?: string };
const say = FRENCH.t.drivers;

/** `/structure/conducteurs`: those who drive with a structure, as its coordinators see them. */
export function driverRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(DRIVERS_PATH, async (c) => {
    const { ctx } = await signedIn(c);
    const drivers = await listDrivers({ ctx });
    const erased = c.req.query('effacee') !== undefined;
    return render(
      c,
      <DriverListPage site={c.var.visit.site} drivers={drivers} joinUrl={drivePath('fr')} erased={erased} />,
    );
  });

  routes.get(`${DRIVERS_PATH}/nouveau`, async (c) => {
    const signed = await signedIn(c);
    readAddForm({ ctx: signed.ctx });
    return showAdd(c, signed, { typed: { once: newFormKey() } });
  });
  routes.post(`${DRIVERS_PATH}/nouveau`, async (c) => {
    const signed = await signedIn(c);
    const typed = await readDriverForm(c.req);
    const { faults } = frenchDrive();
    const read = readDriver(typed, signed.handle.gazetteer, faults);
    const add = addDriver({ ctx: onlyOnce(signed.ctx, 'add driver', typed), input: read.input });
    const added = await orInvalid(add);
    if ('done' in added) return c.redirect(driverPath(added.done.id), 303);
    const found = added.errors.filter(({ path, message }) => path !== 'phone' || message === '');
    const known = added.errors.filter(({ path }) => path === 'phone');
    const errors = [
      ...allErrors(read.errors, found, faults),
      ...known.map(({ message }) => ({ field: 'phone', message })),
    ];
    return showAdd(c, signed, { typed, errors });
  });

  routes.get(`${DRIVERS_PATH}/:id`, async (c) => showDriver(c, await signedIn(c), c.req.param('id')));
  routes.post(`${DRIVERS_PATH}/:id`, async (c) => {
    const signed = await signedIn(c);
    const id = c.req.param('id');
    const typed = await readDriverForm(c.req);
    try {
      const read = readChange(typed);
      const ctx = onlyOnce(signed.ctx, `driver ${id}`, typed);
      const done = await orInvalid(changeDriver({ ctx, input: { id, change: read.change } }));
      if ('done' in done) {
        if (typed.what === 'erase') return c.redirect(`${DRIVERS_PATH}?effacee`, 303);
        const { takenBack } = done.done;
        return c.redirect(takenBack > 0 ? `${driverPath(id)}?rendus=${takenBack}` : driverPath(id), 303);
      }
      const errors = done.errors.map(({ path, message }) => ({
        field: path,
        message: read.faults[path] ?? FRENCH.t.format.typeset(message),
      }));
      return showDriver(c, signed, id, { typed, errors });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'conflict') throw error;
      return showDriver(c, signed, id, { typed, late: error.message });
    }
  });

  routes.get(`${DRIVERS_PATH}/:id/kilometres`, async (c) => {
    const { ctx, handle } = await signedIn(c);
    const id = c.req.param('id');
    const present = monthOf(c, handle.territory.timeZone);
    const month = c.req.query('mois') ?? present;
    const statement = await getKilometres({ ctx, input: { id, month } });
    const at = Temporal.PlainYearMonth.from(month);
    const after = at.add({ months: 1 }).toString();
    const { site } = c.var.visit;
    const before = at.subtract({ months: 1 }).toString();
    return render(
      c,
      <KilometresPage
        site={site}
        id={id}
        statement={statement}
        before={before}
        after={after > present ? null : after}
      />,
    );
  });
  routes.get(`${DRIVERS_PATH}/:id/kilometres.csv`, async (c) => {
    const { ctx, handle } = await signedIn(c);
    const month = c.req.query('mois') ?? monthOf(c, handle.territory.timeZone);
    const statement = await getKilometres({ ctx, input: { id: c.req.param('id'), month } });
    c.header('content-disposition', `attachment; filename="kilometres-${statement.month}.csv"`);
    return c.body(kilometresCsv(statement), 200, { 'content-type': 'text/csv; charset=utf-8' });
  });
  return routes;
}

const frenchDrive = () => {
  const told = findDriveSpeech('fr');
  if (told === null) throw new Error('There is no French catalogue.');
  return told.say;
};

const monthOf = (c: PageContext, timeZone: string) =>
  c.var.visit.ctx.deps.clock.now().toZonedDateTimeISO(timeZone).toPlainDate().toPlainYearMonth().toString();

/** What was typed, as the verb takes it, and what to say of what cannot be read. */
function readChange(typed: Typed): { change: Record<string, unknown>; faults: Record<string, string | undefined> } {
  const faults: Record<string, string | undefined> = {};
  const change: Record<string, unknown> = { ...typed };
  for (const name of ['checkedOn', 'validUntil', 'from', 'until']) {
    if (typed[name] === undefined) continue;
    const read = readDate(typed[name]);
    change[name] = name === 'validUntil' && typed[name].trim() === '' ? null : (read ?? '');
    if (change[name] === '') faults[name] = say.badDate;
  }
  for (const name of ['weeklyRides', 'weeklyMinutes']) {
    if (typed[name] === undefined) continue;
    const read = readNumber(typed[name]);
    change[name] = typed[name].trim() === '' ? null : (read ?? typed[name]);
    if (typeof change[name] === 'string') faults[name] = say.badNumber;
  }
  return { change, faults };
}

async function showDriver(c: PageContext, { ctx, formToken, handle }: SignedIn, id: string, said: Said = {}) {
  const driver = await getDriver({ ctx, input: { id } });
  const status = said.late !== undefined ? 409 : said.errors ? 422 : 200;
  const page = { site: c.var.visit.site, driver, formToken, once: newFormKey() };
  const month = monthOf(c, handle.territory.timeZone);
  const takenBack = Number(c.req.query('rendus') ?? 0) || 0;
  return render(c, <DriverPage {...page} month={month} takenBack={takenBack} {...said} />, status);
}

function showAdd(c: PageContext, { formToken, handle }: SignedIn, form: { typed: Typed; errors?: FieldMessage[] }) {
  const { typed, errors = [] } = form;
  const { candidates } =
    typed.kind === undefined ? { candidates: {} } : readDriver(typed, handle.gazetteer, frenchDrive().faults);
  return render(
    c,
    <AddDriverPage site={c.var.visit.site} words={frenchDrive()} {...{ formToken, typed, errors, candidates }} />,
    errors.length > 0 ? 422 : 200,
  );
}
