import { describe } from 'vitest';
import { describeDiagnostics } from './stores/diagnostics.ts';
import { describeGaps } from './stores/gaps.ts';
import { describeIdempotency } from './stores/idempotency.ts';
import { describeMatches } from './stores/matches.ts';
import { describeOffers } from './stores/offers.ts';
import { openStoresWorld, type StartStores } from './stores/world.ts';

/** What the house expects of its stores, whatever keeps them: a file for each in `stores/`. */
export function describeStores(name: string, start: StartStores): void {
  describe(name, () => {
    const world = openStoresWorld(start);
    describeOffers(world);
    describeDiagnostics(world);
    describeMatches(world);
    describeGaps(world);
    describeIdempotency(world);
  });
}
