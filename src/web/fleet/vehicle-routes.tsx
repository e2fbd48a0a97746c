import { type Context, Hono } from 'hono';
import { ProblemError } from '../../services/errors.ts';
import { changeLoan } from '../../services/fleet/change-loan.ts';
import { getVehicle } from '../../services/fleet/list-fleet.ts';
import { changeMaintenance, type InTheWay, planMaintenance } from '../../services/fleet/maintenance.ts';
import { correctMileage, noteMileage } from '../../services/fleet/mileage.ts';
import { todayOf } from '../../services/fleet/own-fleet.ts';
import { recordIncident } from '../../services/fleet/reports.ts';
import { changeVehicle, setWithdrawn } from '../../services/fleet/vehicles.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { newFormKey, onlyOnce, orInvalid, type Typed } from '../intake/typed-form.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { allFaults, reader, readFleetForm } from './fleet-answers.ts';
import type { FormProps } from './fleet-parts.tsx';
import { FLEET_PATH, vehiclePath } from './fleet-paths.ts';
import { readVehicle } from './read-vehicle.ts';
import { VehiclePage } from './vehicle-page.tsx';

type PageContext = Context<PagesEnv>;
type Said = Pick<FormProps, 'typed' | 'errors' | 'late'> & { inTheWay?: readonly InTheWay[] };
type Work = {
  run: (ctx: SignedIn['ctx']) => Promise<unknown>;
  faults?: readonly FieldMessage[];
  controls?: Record<string, string>;
};

/** `/structure/flotte/:id` */
export function vehicleRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.get(`${FLEET_PATH}/:id`, async (c) => show(c, await signedIn(c), c.req.param('id')));
  routes.post(`${FLEET_PATH}/:id`, async (c) => {
    const signed = await signedIn(c);
    const id = c.req.param('id');
    const { typed } = await readFleetForm(c.req);
    const work = workOf(id, typed, await todayOf(signed.ctx));
    const faults = work.faults ?? [];
    if (faults.length > 0) return show(c, signed, id, { typed, errors: faults });
    try {
      const done = await orInvalid(work.run(onlyOnce(signed.ctx, `vehicle ${id}`, typed)));
      if ('errors' in done) return show(c, signed, id, { typed, errors: allFaults([], done.errors, work.controls) });
      const { inTheWay } = (done.done ?? {}) as { inTheWay?: readonly InTheWay[] };
      if (inTheWay) return show(c, signed, id, { typed, inTheWay });
      return c.redirect(`${vehiclePath(id)}?${typed.what === 'move' ? 'deplace' : 'enregistre'}`, 303);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'conflict') throw error;
      return show(c, signed, id, { typed, late: error.message });
    }
  });
  return routes;
}

function workOf(id: string, typed: Typed, today: string): Work {
  const read = reader(typed);
  const holdId = read.text('holdId');
  switch (typed.what) {
    case 'maintenance': {
      const input = {
        vehicleId: id,
        from: read.neededDate('from'),
        until: read.neededDate('until'),
        kind: read.text('kind'),
        garage: read.text('garage'),
      };
      return { faults: read.faults, run: (ctx) => planMaintenance({ ctx, input }) };
    }
    case 'endMaintenance': {
      const costCents = read.cents(`cost-${holdId}`);
      const change = { what: 'endMaintenance', costCents };
      return { faults: read.faults, run: (ctx) => changeMaintenance({ ctx, input: { id: holdId, change } }) };
    }
    case 'cancelMaintenance':
      return { run: (ctx) => changeMaintenance({ ctx, input: { id: holdId, change: { what: 'cancelMaintenance' } } }) };
    case 'move': {
      const change = { what: 'move', vehicleId: read.text('toVehicleId') };
      const expectedVersion = Number(typed.expectedVersion);
      return { run: (ctx) => changeLoan({ ctx, input: { id: read.text('loanId'), expectedVersion, change } }) };
    }
    case 'incident': {
      const incident = {
        happenedOn: read.neededDate('happenedOn'),
        kind: read.text('incidentKind'),
        words: read.text('words'),
      };
      return {
        faults: read.faults,
        controls: { kind: 'incidentKind' },
        run: (ctx) => recordIncident({ ctx, input: { vehicleId: id, incident } }),
      };
    }
    case 'mileage': {
      const reading = { readOn: today, km: read.number('km') };
      return { faults: read.faults, run: (ctx) => noteMileage({ ctx, input: { id, reading } }) };
    }
    case 'correctMileage': {
      const readingId = read.number('readingId');
      const correction = { readingId, km: read.number('rightKm'), reason: read.text('misread') };
      return {
        faults: read.faults,
        controls: { km: 'rightKm', reason: 'misread' },
        run: (ctx) => correctMileage({ ctx, input: { id, correction } }),
      };
    }
    case 'change': {
      const { input, faults } = readVehicle(typed);
      const { offerId: _, mileageKm: __, ...change } = input;
      const expectedVersion = Number(typed.expectedVersion);
      return { faults, run: (ctx) => changeVehicle({ ctx, input: { id, change: { ...change, expectedVersion } } }) };
    }
    case 'withdraw':
    case 'restore':
      return { run: (ctx) => setWithdrawn({ ctx, input: { id, withdrawn: typed.what === 'withdraw' } }) };
    default:
      throw new ProblemError('malformed', 'Ce formulaire ne dit pas ce qu’il faut faire.');
  }
}

async function show(c: PageContext, { ctx, formToken }: SignedIn, id: string, said: Said = {}) {
  const file = await getVehicle({ ctx, input: { id } });
  const done =
    c.req.query('deplace') !== undefined ? 'moved' : c.req.query('enregistre') !== undefined ? 'saved' : null;
  const page = { site: c.var.visit.site, formToken, once: newFormKey(), file, done } as const;
  const status = said.late !== undefined || said.inTheWay ? 409 : said.errors ? 422 : 200;
  return render(c, <VehiclePage {...page} {...said} />, status);
}
