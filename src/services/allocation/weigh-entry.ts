import type { MatchResult } from '../../domain/matching/result.ts';
import type { TerritoryRules } from '../../domain/territory.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { StoredFacts } from '../ports/allocation.ts';
import type { DiagnosticRecord } from '../ports.ts';

/**
 * Looks up in the person's diagnostic what the criteria ask and nobody wrote: figures alone, no place and no hour. What somebody wrote stays. For
 * workers: the structure sees no diagnostic.
 */
export async function weighEntry({ ctx, input }: { ctx: Context; input: { entryId: string } }): Promise<void> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'Ce calcul revient aux tâches de fond.');
  const { territory } = await deps.territory(actor.territoryId);
  await deps.database.transact(actor, async (stores) => {
    const entry = await stores.allocation.lockEntry(input.entryId);
    if (entry === null || entry.status !== 'waiting') return;
    const referral = await stores.referrals.find(entry.referralId);
    if (referral === null || referral.diagnosticId === null) return;
    const record = await stores.diagnostics.find(referral.diagnosticId);
    if (record === null) return;
    const match = await stores.matches.find(record.id, record.version);
    const known = factsOf(record, match?.result ?? null);
    const facts: StoredFacts = {
      jobStartsOn: entry.facts.jobStartsOn ?? known.jobStartsOn,
      legs: entry.facts.legs ?? known.legs,
      childSeats: entry.facts.childSeats ?? known.childSeats,
      distanceMetres: entry.facts.distanceMetres ?? known.distanceMetres,
    };
    const fields = (Object.keys(facts) as (keyof StoredFacts)[]).filter((field) => facts[field] !== entry.facts[field]);
    const licences = entry.wish.licences.length > 0 ? entry.wish.licences : licencesOf(record, territory.rules);
    if (fields.length === 0 && licences.length === entry.wish.licences.length) return;
    await stores.allocation.changeEntry(entry.id, { facts, wish: { ...entry.wish, licences } });
    await stores.audit.record({ action: 'waiting.weighed', entity: 'waitingEntry', entityId: entry.id, fields });
  });
}

/** What a diagnostic and its result say of what the criteria ask; null where they do not. */
export function factsOf({ input }: Pick<DiagnosticRecord, 'input'>, result: MatchResult | null): StoredFacts {
  const seats = input.stops.map(({ childSeats }) => childSeats);
  return {
    jobStartsOn: input.job?.startsOn ?? null,
    legs: result === null ? null : otherwiseUnserved(result),
    childSeats: seats.length === 0 ? null : Math.max(...seats),
    distanceMetres: result === null ? null : longestRide(result),
  };
}

/** Rides of the rota, and those that nothing else surely carries: lent and shared vehicles are what is waited for. */
function otherwiseUnserved({ matches }: MatchResult): StoredFacts['legs'] {
  const total = Math.max(0, ...matches.map(({ coverage }) => coverage.total));
  if (total === 0) return null;
  const others = matches.filter(
    ({ kind, verdict }) => kind !== 'vehicleLoan' && kind !== 'carShare' && verdict === 'possible',
  );
  const carried = new Map<string, number>();
  for (const { legId, certainOccurrences } of others.flatMap(({ legs }) => legs)) {
    carried.set(legId, Math.max(carried.get(legId) ?? 0, certainOccurrences));
  }
  const served = [...carried.values()].reduce((sum, occurrences) => sum + occurrences, 0);
  return { total, unserved: Math.max(0, total - served) };
}

/** The longest ride that a vehicle would drive, by road, to the kilometre. */
function longestRide({ matches }: MatchResult): number | null {
  const metres = matches
    .filter(({ kind }) => kind === 'vehicleLoan')
    .flatMap(({ legs }) => legs.flatMap(({ distanceMetres }) => distanceMetres ?? []));
  return metres.length === 0 ? null : 1000 * Math.round(Math.max(...metres) / 1000);
}

/** Of the licences that vehicles ask for, those that a valid one includes. */
function licencesOf({ input }: DiagnosticRecord, { licenceIncludes }: TerritoryRules): string[] {
  const held = (input.means.licences ?? []).filter(({ status }) => status === 'valid');
  const includes = new Set(held.flatMap(({ category }) => licenceIncludes[category] ?? [category]));
  return ['AM', 'B'].filter((category) => includes.has(category));
}
