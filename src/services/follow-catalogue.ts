import type { Offer } from '../domain/catalogue/offer.ts';
import type { Context } from './context.ts';
import { ProblemError } from './errors.ts';
import { BEFORE_ANYTHING, type CatalogueChanges, type CataloguePosition, type Database } from './ports.ts';

/** What one step of following brings; a removed offer may never have been there. */
export type FollowedChanges = Pick<CatalogueChanges, 'changed' | 'removed'>;

/** What a follower keeps for one territory, and the version of the catalogue it holds at least. */
export type Followed<T> = { readonly target: T; readonly version: number };

export type CatalogueFollower<T> = {
  /**
   * The territory's copy, with everything in it that was committed before the call. It is the same object for ever, changed
   * between two turns of the event loop as the catalogue changes: who reads it takes what they need in one go.
   */
  current(ctx: Context): Promise<Followed<T>>;
  /** No longer hears of changes. */
  close(): Promise<void>;
};

/** Offers read at once the first time: enough to be quick, few enough that what they are read from weighs little: 10 MB. */
const PAGE = 1_000;

type Copy<T> = {
  target: T;
  version: number;
  position: CataloguePosition;
  /** The look under way, and the one that begins after it, shared by all who came meanwhile. */
  running: Promise<void> | null;
  next: Promise<void> | null;
};

/**
 * Keeps one copy of each territory's catalogue up to date in this process, offer by offer: nothing is read twice for the
 * same version, and the whole is never read again. For workers.
 *
 * `unreadable` is told of rows that are no offers any more; the copy goes on without them.
 */
export function createFollower<T>(options: {
  database: Pick<Database, 'transact' | 'onCatalogueChange'>;
  create(territoryId: string): T;
  apply(target: T, changes: FollowedChanges): void;
  /** An offer the target holds in that version, so that it is not read again when only its road facts changed. */
  known?(target: T, offerId: string, version: number): Offer | undefined;
  unreadable(territoryId: string, offer: { offerId: string; reason: string }): void;
  page?: number;
}): CatalogueFollower<T> {
  const { database, create, apply, known, unreadable, page = PAGE } = options;
  const copies = new Map<string, Copy<T>>();
  let listening: Promise<() => Promise<void>> | null = null;
  let closed = false;

  function copyOf(territoryId: string): Copy<T> {
    const copy = copies.get(territoryId) ?? {
      target: create(territoryId),
      version: 0,
      position: BEFORE_ANYTHING,
      running: null,
      next: null,
    };
    copies.set(territoryId, copy);
    return copy;
  }

  async function catchUp(ctx: Context, copy: Copy<T>): Promise<void> {
    const { territoryId } = ctx.actor;
    for (let more = true; more; ) {
      const changes = await database.transact(ctx.actor, ({ offers }) =>
        offers.changesSince(copy.position, {
          limit: page,
          ...(known ? { known: (id: string, version: number) => known(copy.target, id, version) } : {}),
        }),
      );
      for (const one of changes.unreadable) unreadable(territoryId, one);
      if (changes.changed.length + changes.removed.length > 0) apply(copy.target, changes);
      copy.position = changes.next;
      more = changes.more;
      // In the middle of a version, that version is not known yet.
      copy.version = copy.position.offerId === null ? copy.position.version : copy.position.version - 1;
    }
  }

  /** A look that began before may have missed what the caller knows of: they wait for the next one. */
  function look(ctx: Context, copy: Copy<T>): Promise<void> {
    if (copy.next) return copy.next;
    const before = copy.running?.catch(() => {}) ?? Promise.resolve();
    const next = before.then(async () => {
      copy.running = next;
      copy.next = null;
      try {
        await catchUp(ctx, copy);
      } finally {
        if (copy.running === next) copy.running = null;
      }
    });
    copy.next = next;
    return next;
  }

  /** Changes are taken in as they come, so that whoever asks next waits for few. It may fail: who asks looks again. */
  function listen(ctx: Context): void {
    const actorOf = (territoryId: string) => ({ ...ctx, actor: { ...ctx.actor, territoryId } });
    listening ??= database.onCatalogueChange((told) => {
      if (closed) return;
      for (const [territoryId, copy] of copies) {
        if (told === null || told === territoryId) look(actorOf(territoryId), copy).catch(() => {});
      }
    });
    listening.catch(() => {
      listening = null;
    });
  }

  return {
    async current(ctx) {
      if (ctx.actor.kind !== 'system') throw new ProblemError('forbidden', 'Cela revient aux tâches de fond.');
      const copy = copyOf(ctx.actor.territoryId);
      listen(ctx);
      await look(ctx, copy);
      return { target: copy.target, version: copy.version };
    },
    async close() {
      closed = true;
      await (await listening?.catch(() => null))?.();
      await Promise.allSettled([...copies.values()].flatMap(({ running, next }) => [running, next]));
    },
  };
}
