import type { Context } from 'hono';
import type { Deps, Context as ServiceContext, TerritoryHandle } from '../../services/context.ts';
import { visitorOf } from '../../services/visitor.ts';
import { officeOf } from '../accounts/office.ts';
import { connectionAddress, publicTerritory } from '../api/caller.ts';
import { createRateLimit } from '../api/rate-limit.ts';
import { drawMapSheet, type MapSheet } from '../components/map-sheet.ts';
import type { AppOptions } from '../options.ts';
import type { Site } from './page.tsx';
import { findMember, type SignedIn } from './signed-in.ts';

/** What a request for a page stands on: the public of one territory. */
export type Visit = TerritoryHandle & {
  site: Site;
  ctx: ServiceContext;
  /** Null where the territory has no contours. */
  sheet: MapSheet | null;
  /** Of the network, where the request comes from. */
  address: string;
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
    const visit: Visit = {
      ...handle,
      site: { territory: { id, name } },
      ctx: { actor: visitorOf(id), deps },
      sheet,
      address,
      findSignedIn: () => {
        signedIn ??= findMember(deps, c).then((found) => {
          if (found) visit.site = siteOf(found, c.req.path);
          return found;
        });
        return signedIn;
      },
      countTrial: () => count(`trial ${address}`, TRIALS_PER_MINUTE, nowMs()),
    };
    return visit;
  };
}

/** Pages name whoever is signed in, and the territory they work in. */
function siteOf({ member, formToken, handle }: SignedIn, path: string): Site {
  const { id, name } = handle.territory;
  const { displayName, organisationName, role } = member;
  const who = { name: displayName, organisation: organisationName, formToken, office: officeOf(role, path) };
  return { territory: { id, name }, member: who };
}
