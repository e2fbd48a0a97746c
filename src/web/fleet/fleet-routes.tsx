import { type Context, Hono } from 'hono';
import { addDays, dateAt, weekdayOf } from '../../domain/schedule/dates.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { ProblemError } from '../../services/errors.ts';
import { createLoan } from '../../services/fleet/create-loan.ts';
import { getCalendar, getLoan, listFleet, listOwnOffers, prepareLoan } from '../../services/fleet/list-fleet.ts';
import { readPhoto } from '../../services/fleet/reports.ts';
import { addVehicle } from '../../services/fleet/vehicles.ts';
import { readDate } from '../forms/read-answer.ts';
import { newFormKey, onlyOnce, orConflict, orInvalid, type Typed } from '../intake/typed-form.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { AddVehiclePage } from './add-vehicle-page.tsx';
import { CalendarPage, DAYS } from './calendar-page.tsx';
import { allFaults, reader, readFleetForm } from './fleet-answers.ts';
import { FleetListPage } from './fleet-list-page.tsx';
import type { FormProps } from './fleet-parts.tsx';
import { CALENDAR_PATH, FLEET_PATH, loanPath, vehiclePath } from './fleet-paths.ts';
import { LendPage } from './lend-page.tsx';
import { loanRoutes } from './loan-routes.tsx';
import { ContractPage, PrintedReportPage } from './paper-pages.tsx';
import { readVehicle } from './read-vehicle.ts';
import { vehicleRoutes } from './vehicle-routes.tsx';

type PageContext = Context<PagesEnv>;
type Said = Pick<FormProps, 'typed' | 'errors' | 'late'>;

/** `/structure/flotte`: a structure's vehicles, for those who run them. */
export function fleetRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(FLEET_PATH, async (c) => {
    const { ctx } = await signedIn(c);
    return render(c, <FleetListPage site={c.var.visit.site} fleet={await listFleet({ ctx })} />);
  });

  routes.get(CALENDAR_PATH, async (c) => {
    const { ctx, handle } = await signedIn(c);
    const span = c.req.query('vue') === 'mois' ? 'mois' : 'semaine';
    const asked = readDate(c.req.query('du') ?? '') ?? dateAt(ctx.deps.clock.now(), handle.territory.timeZone);
    const from = addDays(asked, 1 - weekdayOf(asked));
    const calendar = await getCalendar({ ctx, input: { from, days: DAYS[span] } });
    return render(c, <CalendarPage site={c.var.visit.site} calendar={calendar} span={span} />);
  });

  routes.get(`${FLEET_PATH}/nouveau`, async (c) => showAdd(c, await signedIn(c)));
  routes.post(`${FLEET_PATH}/nouveau`, async (c) => {
    const signed = await signedIn(c);
    const { typed } = await readFleetForm(c.req);
    const { input, faults } = readVehicle(typed);
    const add = addVehicle({ ctx: onlyOnce(signed.ctx, 'add vehicle', typed), input });
    const done = await orConflict(orInvalid(add));
    if ('conflict' in done) return showAdd(c, signed, { typed, late: done.conflict });
    if ('done' in done.done) return c.redirect(vehiclePath(done.done.done.id), 303);
    return showAdd(c, signed, { typed, errors: allFaults(faults, done.done.errors) });
  });

  routes.get(`${FLEET_PATH}/prets/nouveau`, async (c) =>
    showLend(c, await signedIn(c), c.req.query('orientation') ?? null),
  );
  routes.post(`${FLEET_PATH}/prets/nouveau`, async (c) => {
    const signed = await signedIn(c);
    const { typed } = await readFleetForm(c.req);
    const referralId = typed.referralId || null;
    const read = readLoan(typed);
    if (read.faults.length > 0) return showLend(c, signed, referralId, { typed, errors: read.faults });
    const create = createLoan({
      ctx: onlyOnce(signed.ctx, 'create loan', typed),
      input: { ...read.input, referralId },
    });
    const done = await orConflict(orInvalid(create));
    if ('conflict' in done) return showLend(c, signed, referralId, { typed, late: done.conflict });
    if ('done' in done.done) return c.redirect(loanPath(done.done.done.id), 303);
    const controls = { 'borrower.firstName': 'firstName', 'borrower.email': 'email' };
    return showLend(c, signed, referralId, { typed, errors: allFaults(read.faults, done.done.errors, controls) });
  });

  routes.get(`${FLEET_PATH}/prets/:id/contrat`, async (c) => {
    const { ctx } = await signedIn(c);
    const file = await getLoan({ ctx, input: { id: c.req.param('id') } });
    return render(c, <ContractPage site={c.var.visit.site} file={file} />);
  });
  routes.get(`${FLEET_PATH}/prets/:id/etat-des-lieux/:moment`, async (c) => {
    const { ctx } = await signedIn(c);
    const file = await getLoan({ ctx, input: { id: c.req.param('id') } });
    const moment = c.req.param('moment') === 'retour' ? 'end' : 'start';
    const report = file.reports.find((one) => one.moment === moment);
    if (report === undefined) throw new ProblemError('notFound', FRENCH.t.errors.notFound.title);
    return render(c, <PrintedReportPage site={c.var.visit.site} file={file} report={report} />);
  });
  routes.get(`${FLEET_PATH}/photos/:id`, async (c) => {
    const { ctx } = await signedIn(c);
    const jpeg = await readPhoto({ ctx, input: { id: c.req.param('id') } });
    return c.body(new Uint8Array(jpeg), 200, {
      'content-type': 'image/jpeg',
      'content-disposition': 'inline',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
    });
  });
  routes.route('/', loanRoutes());
  routes.route('/', vehicleRoutes());
  return routes;
}

async function showAdd(c: PageContext, { ctx, formToken }: SignedIn, said: Said = {}) {
  const offers = await listOwnOffers({ ctx });
  const page = { site: c.var.visit.site, formToken, once: said.typed?.once ?? newFormKey(), offers };
  return render(c, <AddVehiclePage {...page} {...said} />, said.late ? 409 : said.errors ? 422 : 200);
}

async function showLend(c: PageContext, { ctx, formToken }: SignedIn, referralId: string | null, said: Said = {}) {
  const draft = await prepareLoan({ ctx, input: { referralId } });
  const page = { site: c.var.visit.site, formToken, once: said.typed?.once ?? newFormKey(), draft };
  return render(c, <LendPage {...page} {...said} />, said.late ? 409 : said.errors ? 422 : 200);
}

function readLoan(typed: Typed) {
  const read = reader(typed);
  const given = {
    vehicleId: read.text('vehicleId'),
    from: read.neededDate('from'),
    until: read.neededDate('until'),
    kmCap: read.number('kmCap'),
    kmBeyondCents: read.cents('kmBeyond') ?? 0,
  };
  const perDayCents = read.cents('perDay');
  const depositCents = read.cents('deposit');
  const borrower = ['firstName', 'lastName', 'phone', 'email', 'address'] as const;
  return {
    faults: read.faults,
    input: {
      ...given,
      ...(typeof perDayCents === 'number' ? { tiers: [{ fromDay: 1, perDayCents }] } : {}),
      ...(typeof depositCents === 'number' ? { depositCents } : {}),
      ...(typed.firstName === undefined
        ? {}
        : { borrower: Object.fromEntries(borrower.map((name) => [name, read.text(name)])) }),
    },
  };
}
