import type { Context } from './context.ts';
import { ProblemError } from './errors.ts';

const KEYS_KEPT_HOURS = 48;

/** After their end. They are looked at while results are made again, and some days later by whoever asks what happened. */
const CAMPAIGNS_KEPT_HOURS = 30 * 24;

/** So long may an import be taken back. What its rows held, names of drivers among it, goes then. */
const IMPORTS_KEPT_HOURS = 180 * 24;

/** What was said against an offer, counted from when somebody saw to it: names and numbers may stand in it. */
const REPORTS_KEPT_HOURS = 365 * 24;

/** The next purge goes on with those that are left. */
const FILES_AT_ONCE = 500;

/** How many of each were forgotten. */
export type Purged = {
  trials: number;
  idempotencyKeys: number;
  campaigns: number;
  messages: number;
  lineAnswers: number;
  drafts: number;
  people: number;
  requests: number;
  wayIns: number;
  bookings: number;
  drivers: number;
  contacts: number;
  loans: number;
  signUps: number;
  unconfirmedReaders: number;
  reports: number;
};

/**
 * Forgets trials that have had their day, idempotency keys nobody will repeat, campaigns long over, that mails were sent, who answered a
 * poster, forms never sent, requests that became no file, links and devices that are over, rides of two years ago, drivers who left two years ago, photos and contracts of loans long over, who came to events, what was said against offers, who never confirmed the letter, and the files of people with whom nobody was in contact for two years. For workers.
 */
export async function purgeExpired({ ctx }: { ctx: Context }): Promise<Purged> {
  if (ctx.actor.kind !== 'system') throw new ProblemError('forbidden', 'La purge revient aux tâches de fond.');
  const now = ctx.deps.clock.now();
  const before = (hours: number) => now.subtract({ hours }).toString();
  // Of no territory: each one's purge does it, which is harmless.
  await ctx.deps.accounts?.purgeExpired();
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const trials = await stores.diagnostics.deleteExpired(now.toString());
    const idempotencyKeys = await stores.idempotency.deleteBefore(before(KEYS_KEPT_HOURS));
    const campaigns = await stores.rematching.deleteEndedBefore(before(CAMPAIGNS_KEPT_HOURS));
    await stores.imports.deleteBefore(before(IMPORTS_KEPT_HOURS));
    const messages = await stores.messages.deleteExpired(now.toString());
    const lineAnswers = await stores.employers.deleteExpiredAnswers(now.toString());
    const drafts = await stores.drafts.deleteExpired(now.toString());
    const requests = await stores.intake.deleteExpiredRequests(now.toString());
    const wayIns = await stores.wayIns.deleteExpired(now.toString());
    const bookings = await stores.bookings.deleteExpired(now.toString());
    const drivers = await stores.drivers.deleteExpired(now.toString());
    const loans = await stores.fleet.deleteExpired(now.toString());
    const contacts = await stores.partners.deleteExpiredContacts(now.toString());
    const signUps = await stores.events.deleteExpiredSignUps(now.toString());
    const unconfirmedReaders = await stores.letters.deleteExpired(now.toString());
    const reports = await stores.freshness.deleteClosedReports(before(REPORTS_KEPT_HOURS));
    const people = await stores.people.erasePastTheirDay(FILES_AT_ONCE);
    await stores.audit.recordAll(
      people.map((entityId) => ({ action: 'person.purged', entity: 'beneficiary', entityId, fields: [] })),
    );
    if (trials > 0) {
      const entityId = ctx.actor.territoryId;
      await stores.audit.record({ action: 'trials.purged', entity: 'territory', entityId, fields: [] });
    }
    return {
      trials,
      idempotencyKeys,
      campaigns,
      messages,
      lineAnswers,
      drafts,
      people: people.length,
      requests,
      wayIns,
      bookings,
      drivers,
      contacts,
      loans,
      signUps,
      unconfirmedReaders,
      reports,
    };
  });
}
