import { setImmediate as turn } from 'node:timers/promises';
import { concerns, type OpenQuestion } from '../domain/matching/concerns.ts';
import { addDays } from '../domain/schedule/dates.ts';
import { publicHolidays } from '../domain/schedule/holidays.ts';
import { clockChanges } from '../domain/schedule/local-clock.ts';
import type { Context, TerritoryHandle } from './context.ts';
import { ProblemError } from './errors.ts';
import { factsOfRecord } from './match-offers.ts';
import type { AnswerChange, DiagnosticRecord, Stores } from './ports.ts';

/** How many diagnostics are matched again by one job: their homes share the router's tables. */
export const HOMES_AT_ONCE = 25;
/** Above this many changed offers, an import say, every open diagnostic is concerned: asking each of each would take longer. */
const MOST_CHANGES = 1_000;
const PAGE = 500;
/** How long this process's other work waits at most while the rules are put to diagnostics. */
const TURN_MS = 20;
/** A result that waits longer than this has lost its job (a queue that forgot, say): it gets another. */
const PATIENCE_MINUTES = 10;
const ROUND = 500;

/**
 * Turns what changed in the catalogue since the last time into new results for the open diagnostics it can concern, and
 * for no other. May be run again, and several times at once: what is asked for already is not asked for twice.
 * Says how many offers had changed and how many results are made again for it.
 */
export async function rematchOffers({ ctx }: { ctx: Context }): Promise<{ offers: number; diagnostics: number }> {
  if (ctx.actor.kind !== 'system') throw new ProblemError('forbidden', 'Cela revient aux tâches de fond.');
  const transact = <T>(work: (stores: Stores) => Promise<T>) => ctx.deps.database.transact(ctx.actor, work);
  const { from, upTo } = await transact(({ rematching }) => rematching.beginPlanning());
  if (upTo <= from) return { offers: 0, diagnostics: 0 };
  const offers = await transact(({ rematching }) => rematching.countAnswerChanges({ from, upTo }));
  const wanted = offers > MOST_CHANGES ? await everybody(ctx, upTo) : await concerned(ctx, { from, upTo });
  const asked = await transact(async (stores) => {
    const versions = [...wanted].map(([diagnosticId, version]) => ({ diagnosticId, version }));
    const fresh = await stores.rematching.want(versions, { offers });
    await askFor(stores, fresh);
    return fresh.length;
  });
  await transact(({ rematching }) => rematching.endPlanning(upTo));
  return { offers, diagnostics: asked };
}

/** Gives another job to results that have waited too long for theirs. Says how many. */
export async function rematchForgotten({ ctx }: { ctx: Context }): Promise<number> {
  const since = ctx.deps.clock.now().subtract({ minutes: PATIENCE_MINUTES }).toString();
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const forgotten = await stores.rematching.listForgotten(since, ROUND);
    await askFor(stores, forgotten);
    await stores.rematching.noteProgress();
    return forgotten.length;
  });
}

async function askFor(stores: Stores, diagnostics: readonly { diagnosticId: string; trial: boolean }[]): Promise<void> {
  for (const trial of [false, true]) {
    const ids = diagnostics.filter((one) => one.trial === trial).map(({ diagnosticId }) => diagnosticId);
    for (let at = 0; at < ids.length; at += HOMES_AT_ONCE) {
      await stores.outbox.append({ type: 'rematchWanted', diagnosticIds: ids.slice(at, at + HOMES_AT_ONCE), trial });
    }
  }
}

type Wanted = Map<string, number>;

async function everybody(ctx: Context, upTo: number): Promise<Wanted> {
  const wanted: Wanted = new Map();
  await forEachOpen(ctx, upTo, async (open) => {
    for (const { record } of open) wanted.set(record.id, upTo);
  });
  return wanted;
}

async function concerned(ctx: Context, { from, upTo }: { from: number; upTo: number }): Promise<Wanted> {
  const { deps, actor } = ctx;
  const { changes, telling } = await deps.database.transact(actor, async ({ rematching }) => {
    const changes = await rematching.listAnswerChanges({ from, upTo, limit: MOST_CHANGES });
    return { changes, telling: await rematching.listTelling(changes.map(({ offerId }) => offerId)) };
  });
  const told = new Map(telling.map(({ diagnosticId, offerIds }) => [diagnosticId, new Set(offerIds)]));
  const versionOf = new Map(changes.map(({ offerId, version }) => [offerId, version]));
  const wanted: Wanted = new Map();
  for (const { diagnosticId, offerIds } of telling) {
    wanted.set(diagnosticId, Math.max(...offerIds.map((id) => versionOf.get(id) ?? 0)));
  }
  // Those that are gone concern nobody else.
  if (changes.every(({ offer }) => offer === null)) return wanted;

  const handle = await deps.territory(actor.territoryId);
  const questionOf = questions(ctx, handle);
  let since = performance.now();
  await forEachOpen(ctx, upTo, async (open) => {
    for (const { record, catalogueVersion } of open) {
      const question = questionOf(record);
      // The newest first: the first that concerns says which catalogue is wanted.
      const found = changes.find(
        (change) =>
          change.version > (catalogueVersion ?? 0) &&
          concerns(question, {
            told: told.get(record.id)?.has(change.offerId) ?? false,
            offer: shownTo(record, change),
          }),
      );
      if (found) wanted.set(record.id, Math.max(found.version, wanted.get(record.id) ?? 0));
      if (performance.now() - since < TURN_MS) continue;
      await turn();
      since = performance.now();
    }
  });
  return wanted;
}

/** A trial sees what the public sees. */
function shownTo({ expiresAt }: DiagnosticRecord, { offer }: AnswerChange): AnswerChange['offer'] {
  return expiresAt === null || offer?.visibility === 'public' ? offer : null;
}

/** Open: not expired, and of other goals, not over. */
async function forEachOpen(
  ctx: Context,
  olderThan: number,
  work: (open: { record: DiagnosticRecord; catalogueVersion: number | null }[]) => Promise<void>,
): Promise<void> {
  const { territory } = await ctx.deps.territory(ctx.actor.territoryId);
  const today = ctx.deps.clock.now().toZonedDateTimeISO(territory.timeZone).toPlainDate().toString();
  for (let afterId = ''; ; ) {
    const page = await ctx.deps.database.transact(ctx.actor, ({ rematching }) =>
      rematching.listOpen({ olderThan, afterId, limit: PAGE }),
    );
    await work(page.records.filter(({ record }) => !isOver(record, today)));
    if (page.lastId === null) return;
    afterId = page.lastId;
  }
}

function isOver({ input: { job, goal } }: DiagnosticRecord, today: string): boolean {
  const dates = goal?.dates ?? [];
  return job === undefined && dates.length > 0 && dates.every(({ date }) => date < today);
}

/** Everything the rules ask of a diagnostic but the offers; what many diagnostics share is worked out once. */
function questions(ctx: Context, handle: TerritoryHandle): (record: DiagnosticRecord) => OpenQuestion {
  const { timeZone, rules, holidays } = handle.territory;
  const now = ctx.deps.clock.now().toZonedDateTimeISO(timeZone);
  const today = now.toPlainDate().toString();
  const nowSeconds = now.hour * 3600 + now.minute * 60 + now.second;
  const years = new Map<string, Pick<OpenQuestion, 'holidays' | 'clockChanges'>>();
  return (record) => {
    const facts = factsOfRecord(ctx, handle, record);
    const { startsOn } = facts;
    const year = years.get(startsOn) ?? {
      holidays: new Set(publicHolidays(startsOn, addDays(startsOn, 800), holidays).keys()),
      clockChanges: clockChanges(startsOn, 366, timeZone),
    };
    years.set(startsOn, year);
    return { facts, rules, timeZone, today, nowSeconds, ...year };
  };
}
