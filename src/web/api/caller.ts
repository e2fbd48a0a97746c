import { createHash } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context as HonoContext } from 'hono';
import { authenticate } from '../../services/authenticate.ts';
import type { Context, Deps } from '../../services/context.ts';
import { invalid, ProblemError } from '../../services/errors.ts';
import { visitorOf } from '../../services/visitor.ts';
import type { AppOptions } from '../options.ts';
import { createRateLimit } from './rate-limit.ts';

const ANONYMOUS_PER_MINUTE = 300;

/** Who calls, counted; a verb's context is made of it. */
export type Callers = {
  /** The holder of the key. Throws `unauthenticated`, `tooManyRequests`. */
  withKey(c: HonoContext): Promise<Context>;
  /** The holder of the key, or the public where no key was sent. Throws the same for a key that is wrong. */
  withOrWithoutKey(c: HonoContext): Promise<Context>;
};

export function createCallers(deps: Deps, options: AppOptions): Callers {
  const count = createRateLimit();
  const nowMs = () => deps.clock.now().epochMilliseconds;
  const addressOf = options.addressOf ?? connectionAddress;
  const countAnonymous = (c: HonoContext) =>
    count(`address ${addressOf(c)}`, options.anonymousRequestsPerMinute ?? ANONYMOUS_PER_MINUTE, nowMs());

  async function holder(c: HonoContext, key: string): Promise<Context> {
    const { actor, requestsPerMinute } = await authenticate({ deps, input: { key } }).catch((error: unknown) => {
      // Guessing keys counts as calling without one.
      countAnonymous(c);
      throw error;
    });
    count(`key ${actor.id}`, requestsPerMinute, nowMs());
    return { actor, deps };
  }

  return {
    async withKey(c) {
      const key = bearerOf(c);
      if (key !== null) return holder(c, key);
      countAnonymous(c);
      throw new ProblemError('unauthenticated', 'Cette adresse demande une clé : Authorization: Bearer <clé>.');
    },
    async withOrWithoutKey(c) {
      const key = bearerOf(c);
      if (key !== null) return holder(c, key);
      countAnonymous(c);
      return { actor: visitorOf(await publicTerritory(deps, options, c.req.query('territory'))), deps };
    },
  };
}

/** The territory the public asks for. Throws `notFound`. */
export async function publicTerritory(deps: Deps, options: AppOptions, asked?: string): Promise<string> {
  const id = asked ?? options.territoryId ?? (await deps.database.listTerritories())[0]?.id;
  if (id === undefined) throw new ProblemError('notFound', 'Aucun territoire n’est installé ici.');
  return (await deps.territory(id)).territory.id;
}

function bearerOf(c: HonoContext): string | null {
  const header = c.req.header('authorization');
  if (header === undefined) return null;
  const key = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(header)?.[1];
  if (key === undefined)
    throw new ProblemError('unauthenticated', 'L’en-tête attendu est « Authorization: Bearer <clé> ».');
  return key;
}

export function connectionAddress(c: HonoContext): string {
  // Without a socket (a request made inside the process) there is no address.
  return c.env?.incoming === undefined ? 'inside' : (getConnInfo(c).remote.address ?? 'unknown');
}

const KEY = /^[\x21-\x7e]{1,200}$/;

/** The same context, remembering its `Idempotency-Key` with what is asked under it. Throws `invalid`. */
export function withIdempotency(c: HonoContext, ctx: Context, body: unknown): Context {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return ctx;
  if (!KEY.test(key)) {
    throw invalid([{ path: 'Idempotency-Key', message: 'De 1 à 200 caractères visibles, sans espace ni accent.' }]);
  }
  const asked = JSON.stringify([c.req.method, c.req.path, body]);
  return { ...ctx, idempotency: { key, requestHash: createHash('sha256').update(asked).digest('hex') } };
}
