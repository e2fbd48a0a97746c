import type { Context } from 'hono';
import { findSignedIn } from '../../services/accounts/find-signed-in.ts';
import type { Deps, Context as ServiceContext, TerritoryHandle } from '../../services/context.ts';
import { visitorOf } from '../../services/visitor.ts';
import { connectionAddress, publicTerritory } from '../api/caller.ts';
import { createRateLimit } from '../api/rate-limit.ts';
import { drawMapSheet, type MapSheet } from '../components/map-sheet.ts';
import type { AppOptions } from '../options.ts';
import type { Site } from './page.tsx';
import type { SignedIn } from './signed-in.ts';

/** What a request for a page stands on: the public of one territory. */
export type Visit = TerritoryHandle & {
  site: Site;
  ctx: ServiceContext;
  /** Null where the territory has no contours. */
  sheet: MapSheet | null;
  /** Who is signed in, asked once a request; null where nobody is. */
  findSignedIn(): Promise<SignedIn | null>;
  /** Counts one more search by this address. Throws `tooManyRequests`. */
  countTrial(): void;
};

export type PagesEnv = { Variables: { visit: Visit } };

const PAGES_PER_MINUTE = 300;
/** A trial is matched against the whole catalogue. */
const TRIALS_PER_MINUTE = 30;

/** Throws `tooManyRequests`, `notFound` where no territory is installed. */
export function visits(deps: Deps, options: AppOptions): (c: Context) => Promise<Visit> {
  const count = createRateLimit();
  const addressOf = options.addressOf ?? connectionAddress;
  const sheets = new Map<string, MapSheet | null>();

  return async (c) => {
    const address = addressOf(c);
    const nowMs = () => deps.clock.now().epochMilliseconds;
    count(`page ${address}`, options.anonymousRequestsPerMinute ?? PAGES_PER_MINUTE, nowMs());
    const handle = await deps.territory(await publicTerritory(deps, options));
    const { id, name } = handle.territory;
    const sheet = sheets.get(id) ?? drawMapSheet(id, handle.gazetteer.outlines());
    sheets.set(id, sheet);
    let signedIn: Promise<SignedIn | null> | undefined;
    return {
      ...handle,
      site: { territory: { id, name } },
      ctx: { actor: visitorOf(id), deps },
      sheet,
      findSignedIn: () => {
        signedIn ??= findMember(deps, c.req.raw.headers);
        return signedIn;
      },
      countTrial: () => count(`trial ${address}`, TRIALS_PER_MINUTE, nowMs()),
    };
  };
}

async function findMember(deps: Deps, headers: Headers): Promise<SignedIn | null> {
  const found = await findSignedIn({ deps, input: { headers } });
  return found && { ctx: { actor: found.actor, deps }, member: found.member, formToken: '' };
}
