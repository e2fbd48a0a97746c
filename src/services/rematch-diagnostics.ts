import type { Context } from './context.ts';
import { type Matched, type MatchMany, storeMatched } from './match-many.ts';
import { DatabaseUnavailableError, type DiagnosticRecord, type Stores } from './ports.ts';
import { HOMES_AT_ONCE } from './rematch-offers.ts';

/** How often results are made again because the catalogue changed meanwhile, before others get their turn. */
const ROUNDS = 5;

/**
 * Replaces the results of those diagnostics that are still to be replaced: one that was made on as new a catalogue since
 * is left alone. Each is stored as soon as it is there. One that cannot be matched keeps the others from nothing: the
 * error is thrown at the end, and what was done is not done again.
 */
export async function rematchDiagnostics(call: {
  ctx: Context;
  input: { diagnosticIds: readonly string[] };
  matchMany: MatchMany;
}): Promise<{ matched: number }> {
  const { ctx, input, matchMany } = call;
  const transact = <T>(work: (stores: Stores) => Promise<T>) => ctx.deps.database.transact(ctx.actor, work);
  const failures = new Map<string, unknown>();
  let matched = 0;
  const onMatched = async (one: Matched) => {
    if (await transact((stores) => store(stores, one))) matched++;
  };
  for (let round = 0; round < ROUNDS; round++) {
    const { records, unreadable } = await transact(async ({ rematching }) => {
      const wanting = await rematching.listWanting(input.diagnosticIds);
      await rematching.giveUp(wanting.unreadable);
      return wanting;
    });
    const todo = records.filter(({ id }) => !failures.has(id));
    if (todo.length + unreadable.length === 0) break;
    for (let at = 0; at < todo.length; at += HOMES_AT_ONCE) {
      const batch = todo.slice(at, at + HOMES_AT_ONCE);
      await matchEach({ ctx, matchMany, failures, onMatched }, batch);
    }
    await transact(({ rematching }) => rematching.noteProgress());
  }
  const [failure] = failures.values();
  if (failures.size > 0) throw failure;
  return { matched };
}

type Matching = {
  ctx: Context;
  matchMany: MatchMany;
  /** By diagnostic, what keeps it from being matched. */
  failures: Map<string, unknown>;
  onMatched(one: Matched): Promise<void>;
};

/** Together, and where that fails one by one, so that only those fail that must. */
async function matchEach(matching: Matching, records: readonly DiagnosticRecord[]): Promise<void> {
  const { ctx, matchMany, failures } = matching;
  const done = new Set<string>();
  const onMatched = async (one: Matched) => {
    await matching.onMatched(one);
    done.add(one.record.id);
  };
  try {
    await matchMany({ ctx, records, onMatched });
  } catch (error) {
    if (error instanceof DatabaseUnavailableError) throw error;
    const [only, ...others] = records;
    if (only && others.length === 0) failures.set(only.id, error);
    else for (const record of records) if (!done.has(record.id)) await matchEach(matching, [record]);
  }
}

/** Once for a version of a diagnostic and of the catalogue, however many work on it. */
async function store(stores: Stores, matched: Matched): Promise<boolean> {
  const { id, version } = matched.record;
  if (!(await stores.rematching.lockWanting(id, version))) return false;
  await storeMatched(stores, matched);
  return true;
}

/**
 * When every attempt failed. Of several, which one is to blame is not known, the process may have been killed by it: those
 * that still wait get a job each. One alone is given up: its result stays as it is, with its date, until the catalogue
 * changes again.
 */
export async function giveUpRematch({
  ctx,
  input,
}: {
  ctx: Context;
  input: { diagnosticIds: readonly string[] };
}): Promise<void> {
  const { diagnosticIds } = input;
  await ctx.deps.database.transact(ctx.actor, async ({ rematching, outbox }) => {
    if (diagnosticIds.length === 1) await rematching.giveUp(diagnosticIds);
    else {
      const { records, unreadable } = await rematching.listWanting(diagnosticIds);
      await rematching.giveUp(unreadable);
      for (const { id, expiresAt } of records) {
        await outbox.append({ type: 'rematchWanted', diagnosticIds: [id], trial: expiresAt !== null });
      }
    }
    await rematching.noteProgress();
  });
}
