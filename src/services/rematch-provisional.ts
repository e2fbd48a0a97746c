import { MODES, type Mode, type Router, type RouterHealth } from '../../geo/router.ts';
import { roadsName } from '../domain/matching/match.ts';
import type { Context } from './context.ts';
import type { RoadsOfResult, RouterPorts } from './ports.ts';

/** How many diagnostics one round queues again. */
const ROUND = 500;
/** A match that waits longer than this has lost its job (a queue that forgot, say): it gets another. */
const PATIENCE_SECONDS = 60;
/** A process takes new roads up some seconds after they came; what it matched until then may rest on the old ones. */
const TAKING_UP_SECONDS = 60;

type Roads = RoadsOfResult['roads'];
/** What this process has seen of a territory's roads, as long as they are asked through the same object. */
type Known = {
  /** As last seen, each mode's. */
  roads: Roads;
  /** When a server was last seen to have taken up other data while this process ran. */
  changedAt: string | null;
  /** Roads whose older results have all been made again, as text. */
  settled: Set<string>;
};
const known = new WeakMap<Router, Known>();

/**
 * Once the configured router answers again, what was matched on estimates in its place is matched anew; once other roads came
 * into use, so is what was matched before on others; and whatever has waited too long is queued again, router or not. Each
 * mode counts by itself: one whose server is away holds up no other. Says how many diagnostics were queued.
 */
export async function rematchProvisional({ ctx }: { ctx: Context; input: Record<string, never> }): Promise<number> {
  const { database, clock, routers } = ctx.deps;
  const now = clock.now();
  const ports = routers(ctx.actor.territoryId);
  const { roads, allAnswer } = await lookAt(ports);
  const seen = known.get(ports.configured) ?? { roads: {}, changedAt: null, settled: new Set() };
  known.set(ports.configured, seen);
  if (noteChanges(seen, roads)) seen.changedAt = now.toString();
  const since = later(ports.since ?? null, seen.changedAt);
  const someAnswer = Object.keys(roads).length > 0;
  const otherThan = someAnswer && since !== null ? { roads, before: afterTakingUp(since) } : null;
  const key = JSON.stringify(otherThan);
  const asked = {
    pendingSince: now.subtract({ seconds: PATIENCE_SECONDS }).toString(),
    provisional: allAnswer || (someAnswer && roads),
    otherThan: seen.settled.has(key) ? null : otherThan,
    limit: ROUND,
  };
  const queued = await database.transact(ctx.actor, async (stores) => {
    const waiting = await stores.diagnostics.listToMatch(asked);
    for (const { id, version } of waiting) {
      await stores.outbox.append({ type: 'diagnosticRecorded', diagnosticId: id, version, inBackground: true });
    }
    return waiting.length;
  });
  // Looking for them opens every result of before: not for ever, only until none is left.
  if (queued === 0 && otherThan && now.toString() > otherThan.before) seen.settled.add(key);
  return queued;
}

/** What answers now, mode by mode, and whether that is all that should. */
async function lookAt({ configured }: RouterPorts): Promise<{ roads: Roads; allAnswer: boolean }> {
  const modes = MODES.filter((mode) => configured.supports(mode));
  if (modes.length === 0) return { roads: {}, allAnswer: false };
  const whole = await configured.health();
  const healthOf = (mode: Mode): RouterHealth => whole.modes?.[mode] ?? whole;
  const answering = modes.filter((mode) => healthOf(mode).ok);
  const nameOf = (mode: Mode) => roadsName(healthOf(mode).name, healthOf(mode).dataSet);
  return {
    roads: Object.fromEntries(answering.map((mode) => [mode, nameOf(mode)])),
    allAnswer: answering.length === modes.length,
  };
}

/** Whether a mode that was seen before has other data now. One that is away is remembered as it was. */
function noteChanges(seen: Known, roads: Roads): boolean {
  const before = seen.roads;
  seen.roads = { ...before, ...roads };
  return MODES.some((mode) => before[mode] !== undefined && before[mode] !== seen.roads[mode]);
}

const afterTakingUp = (since: string) => new Date(Date.parse(since) + TAKING_UP_SECONDS * 1000).toISOString();

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) > Date.parse(b) ? a : b;
}
