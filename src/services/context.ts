import type { Territory } from '../domain/territory.ts';
import { ProblemError } from './errors.ts';
import type { Accounts } from './ports/accounts.ts';
import type { Geocoder } from './ports/geocoder.ts';
import type { Mailbox, Mailer, SmsBox, SmsSender } from './ports/messages.ts';
import type { Optimiser } from './ports/optimiser.ts';
import type { PhotoMaker } from './ports/photos.ts';
import type { Actor, Clock, Database, Gazetteer, Ids, QueueHealth, RoadSurvey, RouterPorts, Scope } from './ports.ts';

/** What a territory is made of, loaded once and kept. */
export type TerritoryHandle = { territory: Territory; gazetteer: Gazetteer };

/** Everything a verb may need from outside; `compose.ts` builds it once per process. */
export type Deps = {
  database: Database;
  clock: Clock;
  ids: Ids;
  /** Roads belong to a territory: another may have other roads, or none. */
  routers(territoryId: string): RouterPorts;
  /** Throws `notFound` for a territory that does not exist. */
  territory(id: string): Promise<TerritoryHandle>;
  queue: QueueHealth;
  /** Where people find the site, without a slash at the end: what links in mails begin with. */
  publicUrl: string;
  mailer: Mailer;
  sms: SmsSender;
  /** Who signs in; absent where nobody does. */
  accounts?: Accounts;
  /** Find places by what people type, asked all together; absent where nobody books. */
  geocoders?: readonly Geocoder[];
  /** Shares scarce vehicles out; absent where nobody does. */
  optimiser?: Optimiser;
  /** Makes photos anew; absent where nobody sends any. */
  photos?: PhotoMaker;
  /** What promises of rides are signed with; absent where nobody books. */
  quoteSecret?(): string;
  /** What would have been sent, where no mail server is configured: of the demonstration only. */
  mailbox?: Mailbox;
  /** The same where no provider of SMS is. */
  smsBox?: SmsBox;
  /** Measures offers against landmarks; absent where every match asks the road about every offer. */
  survey?: RoadSurvey;
};

/** A caller's `Idempotency-Key` with the SHA-256 of what was asked under it. */
export type Idempotency = { key: string; requestHash: string };

/** Who asks, with what. Every verb is called as `verb({ ctx, input })`. */
export type Context = { actor: Actor; deps: Deps; idempotency?: Idempotency };

/** Scope is checked in verbs, never in pages. */
export function requireScope(ctx: Context, scope: Scope): void {
  if (ctx.actor.kind === 'system' || ctx.actor.scopes.has(scope)) return;
  const who = ctx.actor.kind === 'program' ? 'Cette clé n’a pas' : 'Votre compte n’a pas';
  throw new ProblemError('forbidden', `${who} le droit « ${scope} ».`);
}
