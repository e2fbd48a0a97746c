import { type Context, Hono } from 'hono';
import { addDays, dateAt } from '../../domain/schedule/dates.ts';
import { changeEntry } from '../../services/allocation/change-entry.ts';
import { getAllocationCriteria } from '../../services/allocation/criteria-of.ts';
import { decideLoan } from '../../services/allocation/decide-loan.ts';
import { getRound, listRounds } from '../../services/allocation/get-round.ts';
import { joinList, prepareJoining } from '../../services/allocation/join-list.ts';
import { getWaiting, listWaiting } from '../../services/allocation/list-waiting.ts';
import { replayRound } from '../../services/allocation/replay-round.ts';
import { startRound } from '../../services/allocation/start-round.ts';
import { ProblemError } from '../../services/errors.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readDate } from '../forms/read-answer.ts';
import { fieldMessages, newFormKey, onlyOnce, type Typed } from '../intake/typed-form.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { CriteriaPage } from './criteria-page.tsx';
import { ENTRY_CONTROLS, readEntry, typedEntry } from './entry-fields.tsx';
import { EntryPage, JoinPage } from './entry-page.tsx';
import { CRITERIA_PATH, entryPath, ROUNDS_PATH, roundPath, WAITING_PATH } from './paths.ts';
import { RoundPage } from './round-page.tsx';
import { WaitingPage } from './waiting-page.tsx';

type PageContext = Context<PagesEnv>;
type Said = { typed?: Typed; errors?: readonly FieldMessage[]; late?: string };
const PERIOD_DAYS = 30;

/** The waiting list of a structure and how its vehicles are shared out, `/structure/attente`; the criteria are for everybody. */
export function allocationRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(CRITERIA_PATH, async (c) => {
    const { ctx, site } = c.var.visit;
    return render(c, <CriteriaPage site={site} criteria={await getAllocationCriteria({ ctx })} />);
  });

  routes.get(WAITING_PATH, async (c) => showList(c, await signedIn(c)));
  routes.post(ROUNDS_PATH, async (c) => {
    const signed = await signedIn(c);
    const typed = await readBoxes(c);
    const period = { from: readDate(typed.from ?? '') ?? '', until: readDate(typed.until ?? '') ?? '' };
    const asked = startRound({ ctx: onlyOnce(signed.ctx, 'share vehicles', typed), input: period });
    return orAgain(
      asked,
      ({ id }) => c.redirect(roundPath(id), 303),
      (said) => showList(c, signed, { typed, ...said }),
      {
        controls: { from: 'from', until: 'until' },
      },
    );
  });

  routes.get(`${WAITING_PATH}/inscrire/:referral`, async (c) => showJoining(c, await signedIn(c)));
  routes.post(`${WAITING_PATH}/inscrire/:referral`, async (c) => {
    const signed = await signedIn(c);
    const referralId = c.req.param('referral');
    const typed = await readBoxes(c);
    const { entry, faults } = readEntry(typed);
    const joined = joinList({ ctx: onlyOnce(signed.ctx, `join ${referralId}`, typed), input: { referralId, entry } });
    return orAgain(
      joined,
      ({ id }) => c.redirect(`${entryPath(id)}?enregistre`, 303),
      (said) => showJoining(c, signed, { typed, ...said }),
      { controls: ENTRY_CONTROLS, words: faults },
    );
  });

  routes.get(`${ROUNDS_PATH}/:id`, async (c) => showRound(c, await signedIn(c)));
  routes.post(`${ROUNDS_PATH}/:id`, async (c) => {
    const signed = await signedIn(c);
    const id = c.req.param('id');
    const typed = await readBoxes(c);
    const ctx = onlyOnce(signed.ctx, `round ${id}`, typed);
    if (typed.what === 'replay') {
      await replayRound({ ctx, input: { id } });
      return c.redirect(`${roundPath(id)}?rejouer`, 303);
    }
    const entryId = typed.entryId ?? '';
    const decision =
      typed.what === 'override'
        ? {
            what: 'override',
            vehicleId: typed.vehicleId || null,
            start: typed.start?.trim() ? (readDate(typed.start) ?? typed.start) : null,
            reason: typed.reason ?? '',
          }
        : { what: 'confirm' };
    const decided = decideLoan({ ctx, input: { roundId: id, entryId, decision } });
    const controls = Object.fromEntries(['vehicleId', 'start', 'reason'].map((name) => [name, `${name}-${entryId}`]));
    return orAgain(
      decided,
      () => c.redirect(roundPath(id), 303),
      (said) => showRound(c, signed, { typed, ...said }),
      {
        // What the fleet finds wrong with the days is about the start.
        controls: { ...controls, from: `start-${entryId}`, until: `start-${entryId}` },
      },
    );
  });

  routes.get(`${WAITING_PATH}/:id`, async (c) => showEntry(c, await signedIn(c)));
  routes.post(`${WAITING_PATH}/:id`, async (c) => {
    const signed = await signedIn(c);
    const id = c.req.param('id');
    const typed = await readBoxes(c);
    const { entry, faults } = readEntry(typed);
    const change =
      typed.what === 'withdraw'
        ? { what: 'withdraw', reason: typed.reason ?? '' }
        : { what: 'edit', ...(entry as object) };
    const changed = changeEntry({
      ctx: onlyOnce(signed.ctx, `waiting ${id}`, typed),
      input: { id, expectedVersion: Number(typed.expectedVersion ?? 0) || 0, change },
    });
    return orAgain(
      changed,
      () => c.redirect(`${entryPath(id)}?enregistre`, 303),
      (said) => showEntry(c, signed, { typed, ...said }),
      { controls: ENTRY_CONTROLS, words: faults },
    );
  });
  return routes;
}

/** Several boxes of one name are one answer, separated by blanks. */
async function readBoxes(c: PageContext): Promise<Typed> {
  const form = new URLSearchParams(await c.req.text());
  return Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name).join(' ')]));
}

/** Done; or the same page again with what was wrong or what happened meanwhile, and what was typed. */
async function orAgain<T>(
  work: Promise<T>,
  done: (result: T) => Response,
  again: (said: Said) => Promise<Response>,
  { controls, words = {} }: { controls: Readonly<Record<string, string>>; words?: Readonly<Record<string, string>> },
): Promise<Response> {
  try {
    return done(await work);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.code === 'invalid') return again({ errors: fieldMessages(error.errors, controls, words) });
    if (error.code === 'conflict') return again({ late: error.message });
    throw error;
  }
}

const statusOf = ({ errors, late }: Said) => (late !== undefined ? 409 : errors ? 422 : 200);
const typedDay = (date: string) => date.split('-').reverse().join('/');

async function showList(c: PageContext, { ctx, formToken, handle }: SignedIn, said: Said = {}) {
  const { timeZone } = handle.territory;
  const today = dateAt(ctx.deps.clock.now(), timeZone);
  const period = { from: typedDay(today), until: typedDay(addDays(today, PERIOD_DAYS)) };
  const [list, rounds] = [await listWaiting({ ctx }), await listRounds({ ctx })];
  const page = { site: c.var.visit.site, list, rounds, timeZone, formToken, once: newFormKey(), typed: period };
  return render(c, <WaitingPage {...page} {...said} />, statusOf(said));
}

async function showJoining(c: PageContext, { ctx, formToken }: SignedIn, said: Said = {}) {
  const criteria = await getAllocationCriteria({ ctx });
  const { name, facts, entry } = await prepareJoining({ ctx, input: { referralId: c.req.param('referral') ?? '' } });
  const { typed = typedEntry(entry), errors = [], late } = said;
  const page = { site: c.var.visit.site, name, facts, criteria, formToken, once: newFormKey() };
  return render(c, <JoinPage {...page} {...{ typed, errors, late }} />, statusOf(said));
}

async function showEntry(c: PageContext, { ctx, formToken }: SignedIn, said: Said = {}) {
  const criteria = await getAllocationCriteria({ ctx });
  const entry = await getWaiting({ ctx, input: { id: c.req.param('id') ?? '' } });
  const { errors = [], late } = said;
  const typed =
    said.typed?.what === 'withdraw' ? { ...typedEntry(entry), ...said.typed } : (said.typed ?? typedEntry(entry));
  const saved = c.req.query('enregistre') !== undefined;
  const page = { site: c.var.visit.site, entry, criteria, formToken, once: newFormKey(), saved };
  return render(c, <EntryPage {...page} {...{ typed, errors, late }} />, statusOf(said));
}

async function showRound(c: PageContext, { ctx, formToken, handle }: SignedIn, said: Said = {}) {
  const round = await getRound({ ctx, input: { id: c.req.param('id') ?? '' } });
  const { timeZone } = handle.territory;
  const replayAsked = c.req.query('rejouer') !== undefined;
  const page = { site: c.var.visit.site, round, timeZone, formToken, once: newFormKey(), typed: {}, replayAsked };
  return render(c, <RoundPage {...page} {...said} />, statusOf(said));
}
