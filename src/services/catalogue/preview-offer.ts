import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Offer } from '../../domain/catalogue/offer.ts';
import { coarseOffer, toldCount } from '../../domain/catalogue/preview.ts';
import { matchOffer } from '../../domain/matching/match-offer.ts';
import { travelNeeds } from '../../domain/matching/travel-needs.ts';
import { accountsOf } from '../accounts/membership.ts';
import type { Context } from '../context.ts';
import { parseOffer } from '../create-offer.ts';
import { type ToldWeek, toldWeek } from '../employers/told-week.ts';
import { gatherTravel } from '../gather-travel.ts';
import { circumstances, factsOfRecord } from '../match-offers.ts';
import type { Actor, DiagnosticRecord, Gazetteer } from '../ports.ts';

/** Questions of one organisation in a week: enough to write a catalogue, too few to take one apart. */
const QUESTIONS_A_WEEK = 60;
/** Whoever waits for a page waits no longer; a figure of a part of the people would be none. */
const MOST_MS = 4_000;
const AT_ONCE = 20;

export type OfferPreview =
  /** Nobody asked this yet, this week. */
  | { kind: 'notAsked'; asOf: string }
  /** At least so many people; null: fewer than five, or too few to be told. */
  | { kind: 'told'; asOf: string; atLeast: number | null }
  /** The questions of this week are used up, until that Monday. */
  | { kind: 'usedUp'; next: string }
  | { kind: 'tooLong' };

type Input = { ctx: Context; input: { offer: unknown } };

/** What was told of such an offer this week; counts nobody. Throws `forbidden`, `invalid`. */
export async function findPreview({ ctx, input }: Input): Promise<OfferPreview> {
  const { asked, week } = await questionOf(ctx, input.offer);
  return (await knownAnswer(ctx, week, asked)) ?? { kind: 'notAsked', asOf: week.asOf };
}

/** What was told already, or that nothing more is told this week; null where it is still to be counted. */
async function knownAnswer(ctx: Context, week: ToldWeek, asked: string): Promise<OfferPreview | null> {
  return ctx.deps.database.transact(ctx.actor, async ({ catalogue }) => {
    const told = await catalogue.findPreview({ week: week.asOf, asked });
    if (told !== null) return { kind: 'told', asOf: week.asOf, atLeast: told.atLeast };
    const isUsedUp = (await catalogue.countPreviews(week.asOf)) >= QUESTIONS_A_WEEK;
    return isUsedUp ? { kind: 'usedUp', next: week.next } : null;
  });
}

/**
 * How many people of the territory an offer would serve that is not in the catalogue, whoever accompanies them, by the engine: a
 * figure that tells nobody apart (ADR 0031). Counted by their diagnostics as they stood on Monday, on an offer made coarse, with
 * times estimated; told once a week for each question, and for so many questions. Throws `forbidden`, `invalid`.
 */
export async function previewOffer({ ctx, input }: Input): Promise<OfferPreview> {
  const { database } = ctx.deps;
  const { asked, week, coarse } = await questionOf(ctx, input.offer);
  const asOf = week.asOf;
  const known = await knownAnswer(ctx, week, asked);
  if (known !== null) return known;

  // No organisation sees the others' people: the rows are read as a worker of the territory, and only a figure leaves here.
  const worker: Actor = { ...ctx.actor, kind: 'system', organisationId: null };
  const records = await database.transact(worker, ({ catalogue }) => catalogue.listPeopleAsOf(week.begins.toString()));
  const people = await countServed({ ...ctx, actor: worker }, week, coarse, records);
  if (people === null) return { kind: 'tooLong' };

  const withheld = withheldOf(ctx, `${asOf} ${asked}`);
  const atLeast = toldCount(people, withheld);
  return database.transact(ctx.actor, async (stores) => {
    await stores.catalogue.keepPreview({ week: asOf, asked, atLeast });
    await stores.audit.record({ action: 'offer.previewed', entity: 'offerPreview', entityId: asked, fields: [] });
    return { kind: 'told', asOf, atLeast };
  });
}

async function questionOf(ctx: Context, offer: unknown): Promise<{ asked: string; week: ToldWeek; coarse: Offer }> {
  const parsed = await parseOffer(ctx, offer);
  const { gazetteer } = await ctx.deps.territory(ctx.actor.territoryId);
  const coarse = coarseOffer(parsed, groundIn(gazetteer));
  const asked = createHash('sha256').update(JSON.stringify(coarse)).digest('hex');
  return { asked, week: await toldWeek(ctx), coarse };
}

const groundIn = (gazetteer: Gazetteer) => ({
  communeOf(place: { commune?: string | undefined; lon: number; lat: number }) {
    const commune =
      (place.commune === undefined ? null : gazetteer.findByCode(place.commune)) ?? gazetteer.locate(place);
    return commune && { commune: commune.code, lon: commune.lon, lat: commune.lat };
  },
  atLeastEpci: (code: string) => gazetteer.findByCode(code)?.epciCode ?? code,
});

/** People, each once; null where it takes too long. */
async function countServed(
  ctx: Context,
  week: ToldWeek,
  offer: Offer,
  records: readonly DiagnosticRecord[],
): Promise<number | null> {
  const { actor, deps } = ctx;
  const handle = await deps.territory(actor.territoryId);
  const { estimate } = deps.routers(actor.territoryId);
  // As it was on Monday: the same question has the same answer all week.
  const then: Context = { actor, deps: { ...deps, clock: { now: () => week.begins } } };
  const availability = { rides: new Map(), loans: new Map() };
  const served = new Set<string>();
  const begun = performance.now();
  for (const [at, record] of records.entries()) {
    if (at % AT_ONCE === 0) await breathe();
    if (performance.now() - begun > MOST_MS) return null;
    if (served.has(record.beneficiaryId)) continue;
    const facts = factsOfRecord(then, handle, record);
    const { travel } = await gatherTravel(
      { configured: estimate, estimate },
      travelNeeds(facts, handle.territory.rules, [offer]),
    );
    const { verdict } = matchOffer({ facts, offer, travel, availability, ...circumstances(then, handle, facts) });
    if (verdict !== 'impossible') served.add(record.beneficiaryId);
  }
  return served.size;
}

/** 0, 1 or 2: the same for one question of one week, and nobody's to foresee. */
function withheldOf({ deps }: Context, question: string): number {
  const signed = accountsOf(deps).sign('offer preview', question);
  return (createHash('sha256').update(signed).digest()[0] as number) % 3;
}
