import { createHash } from 'node:crypto';
import type postgres from 'postgres';
import { newRideLink, rideLinkHash } from '../../src/services/bookings/ride-link.ts';
import type { Context } from '../../src/services/context.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { BAR_LE_DUC, COMMERCY } from '../factories/offers.ts';
import { insertRow } from '../factories/rows.ts';
import type { TestApi } from './api.ts';

export const FIVE_O_CLOCK = { direction: 'outbound', date: '2026-11-25', at: '04:50' } as const;
export const ONE_O_CLOCK = { direction: 'return', date: '2026-11-25', at: '13:00' } as const;
export const THERE = { home: COMMERCY, away: BAR_LE_DUC, rides: [FIVE_O_CLOCK], seats: 1, needs: [] };

let devices = 0;

/** Somebody whose browser was let in: a visitor by a device of that person. */
export async function letIn(api: TestApi, owner: postgres.Sql, beneficiaryId: string): Promise<Context> {
  devices += 1;
  const link = createHash('sha256').update(`device ${devices} ${beneficiaryId}`).digest('hex');
  await insertRow(owner, 'way_ins', {
    territory_id: 'meuse',
    id: `way-${devices}-${beneficiaryId}`,
    kind: 'device',
    token_hash: link,
    beneficiary_id: beneficiaryId,
    created_by: 'visitor',
    created_at: api.deps.clock.now().toString(),
    expires_at: api.deps.clock
      .now()
      .add({ hours: 24 * 365 })
      .toString(),
    last_seen_at: api.deps.clock.now().toString(),
    retention_class: 'file',
  });
  return { actor: visitorOf('meuse', link), deps: api.deps };
}

/** A link as a worker sends one to whoever is asked: its secret. */
export async function giveLink(api: TestApi, owner: postgres.Sql, bookingId: string): Promise<string> {
  const { token, hash } = newRideLink();
  const until = api.deps.clock.now().add({ hours: 240 }).toString();
  await owner.begin(async (tx) => {
    await tx`select set_config('app.actor_kind', 'system', true)`;
    await tx`update bookings set link_hashes = array_append(link_hashes, ${hash}), link_expires_at = ${until}
      where id = ${bookingId}`;
  });
  return token;
}

/** Whoever was sent a link to that booking. */
export async function linkTo(api: TestApi, owner: postgres.Sql, bookingId: string): Promise<Context> {
  const token = await giveLink(api, owner, bookingId);
  return { actor: visitorOf('meuse', rideLinkHash(token) ?? ''), deps: api.deps };
}

export const workerOf = (api: TestApi): Context => ({
  actor: {
    kind: 'system',
    id: 'worker',
    territoryId: 'meuse',
    organisationId: null,
    scopes: new Set<never>(),
  },
  deps: api.deps,
});
