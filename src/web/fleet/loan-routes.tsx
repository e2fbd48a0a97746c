import { type Context, Hono } from 'hono';
import { ProblemError } from '../../services/errors.ts';
import { changeLoan } from '../../services/fleet/change-loan.ts';
import { getLoan } from '../../services/fleet/list-fleet.ts';
import { handOver, recordIncident, type SentPhoto, takeBack } from '../../services/fleet/reports.ts';
import { newFormKey, onlyOnce, orInvalid, type Typed } from '../intake/typed-form.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { allFaults, reader, readFleetForm } from './fleet-answers.ts';
import type { FormProps } from './fleet-parts.tsx';
import { FLEET_PATH, loanPath, MOMENT_PATHS } from './fleet-paths.ts';
import { LoanPage } from './loan-page.tsx';
import { ReportPage } from './report-page.tsx';

type PageContext = Context<PagesEnv>;
type Said = Pick<FormProps, 'typed' | 'errors' | 'late'>;
const statusOf = ({ late, errors }: Said) => (late !== undefined ? 409 : errors ? 422 : 200);

/** `/structure/flotte/prets/:id` and its condition reports. */
export function loanRoutes() {
  const routes = new Hono<PagesEnv>();
  const path = `${FLEET_PATH}/prets/:id` as const;

  routes.get(path, async (c) => show(c, await signedIn(c), c.req.param('id')));
  routes.post(path, async (c) => {
    const signed = await signedIn(c);
    const id = c.req.param('id');
    const { typed } = await readFleetForm(c.req);
    const read = reader(typed);
    const until =
      typed.what === 'extend'
        ? read.neededDate('until')
        : typed.what === 'shorten'
          ? read.neededDate('earlier')
          : undefined;
    const happenedOn = typed.what === 'incident' ? read.neededDate('happenedOn') : undefined;
    const cents = typed.what === 'charge' ? read.cents('chargeAmount') : undefined;
    if (read.faults.length > 0) return show(c, signed, id, { typed, errors: read.faults });
    return orShown(c, signed, id, typed, show, async (ctx) => {
      if (typed.what === 'incident') {
        const { vehicle } = await getLoan({ ctx, input: { id } });
        const incident = { happenedOn, kind: read.text('incidentKind'), words: read.text('words'), loanId: id };
        return recordIncident({ ctx, input: { vehicleId: vehicle.id, incident } });
      }
      const change = { ...typed, until, vehicleId: read.text('toVehicleId'), cents };
      return changeLoan({ ctx, input: { id, expectedVersion: Number(typed.expectedVersion), change } });
    });
  });

  for (const moment of ['start', 'end'] as const) {
    routes.get(`${path}/${MOMENT_PATHS[moment]}`, async (c) =>
      showReport(moment)(c, await signedIn(c), c.req.param('id')),
    );
    routes.post(`${path}/${MOMENT_PATHS[moment]}`, async (c) => {
      const signed = await signedIn(c);
      const id = c.req.param('id');
      const { typed, photos } = await readFleetForm(c.req);
      const read = readReport(typed);
      if (read.faults.length > 0) return showReport(moment)(c, signed, id, { typed, errors: read.faults });
      return orShown(
        c,
        signed,
        id,
        typed,
        showReport(moment),
        (ctx) => {
          const input = { id, expectedVersion: Number(typed.expectedVersion), report: read.report, photos };
          return moment === 'start'
            ? handOver({ ctx, input })
            : takeBack({ ctx, input: { ...input, deposit: read.deposit } });
        },
        photos,
      );
    });
  }
  return routes;
}

/** Back to the loan once it is done; else the same page with what was typed and why it was not. */
async function orShown(
  c: PageContext,
  signed: SignedIn,
  id: string,
  typed: Typed,
  again: typeof show,
  work: (ctx: SignedIn['ctx']) => Promise<unknown>,
  photos: readonly SentPhoto[] = [],
): Promise<Response> {
  const sizes = photos.map(({ name, bytes }) => `${name} ${bytes.byteLength}`).join();
  try {
    const done = await orInvalid(work(onlyOnce(signed.ctx, `loan ${id}`, { ...typed, photos: sizes })));
    if ('done' in done) return c.redirect(loanPath(id), 303);
    return again(c, signed, id, { typed, errors: allFaults([], done.errors, controlsOf(typed)) });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'conflict') throw error;
    return again(c, signed, id, { typed, late: error.message });
  }
}

const controlsOf = (typed: Typed): Record<string, string> => ({
  keptCents: 'kept',
  kind: 'incidentKind',
  cents: 'chargeAmount',
  ...(typed.what === 'shorten' ? { until: 'earlier' } : {}),
  ...(typed.what === 'move' ? { vehicleId: 'toVehicleId' } : {}),
  ...Object.fromEntries(
    Object.keys(typed).flatMap((name) =>
      name.startsWith('words-') ? [[`points.${name.slice(6)}`, `point-${name.slice(6)}`]] : [],
    ),
  ),
});

function readReport(typed: Typed) {
  const read = reader(typed);
  const codes = Object.keys(typed)
    .filter((name) => name.startsWith('point-'))
    .map((name) => name.slice(6));
  return {
    report: {
      on: read.date('on'),
      mileageKm: read.number('mileageKm'),
      energyPercent: read.number('energyPercent'),
      points: Object.fromEntries(
        codes.map((code) => [code, { state: read.text(`point-${code}`), words: read.text(`words-${code}`) }]),
      ),
      note: read.text('note'),
      signedByBorrower: read.text('signedByBorrower'),
      signedByMember: read.text('signedByMember'),
    },
    deposit: { keptCents: read.cents('kept') ?? 0, reason: read.text('reason') },
    faults: read.faults,
  };
}

async function show(c: PageContext, { ctx, formToken }: SignedIn, id: string, said: Said = {}) {
  const file = await getLoan({ ctx, input: { id } });
  const page = { site: c.var.visit.site, formToken, once: newFormKey(), file };
  return render(c, <LoanPage {...page} {...said} />, statusOf(said));
}

const showReport =
  (moment: 'start' | 'end'): typeof show =>
  async (c, { ctx, formToken }, id, said = {}) => {
    const file = await getLoan({ ctx, input: { id } });
    const page = { site: c.var.visit.site, formToken, once: newFormKey(), file, moment };
    return render(c, <ReportPage {...page} {...said} />, statusOf(said));
  };
