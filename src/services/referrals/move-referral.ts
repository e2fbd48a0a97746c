import { Temporal } from 'temporal-polyfill';
import { dateText } from '../../domain/explanation/french.ts';
import { isAllowed, REFERRAL_RULES, type ReferralAction, type ReferralSide } from '../../domain/referral/referral.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { NewReferralEvent, Referral, ReferralChange, ReferralEventKind } from '../ports/referrals.ts';
import type { Stores } from '../ports.ts';
import { sidesOf } from './view-referral.ts';

const EVENT_OF: Record<ReferralAction, ReferralEventKind> = {
  accept: 'accepted',
  refuse: 'refused',
  ask: 'asked',
  reply: 'replied',
  remind: 'reminded',
  expire: 'expired',
  start: 'started',
  followUp: 'followedUp',
  end: 'ended',
};

export type Move = {
  action: ReferralAction;
  change?: ReferralChange;
  event?: Partial<Pick<NewReferralEvent, 'byName' | 'text' | 'details'>>;
  /** For the territory's sums. */
  outcome?: { code: string; reason?: string | null };
};

/**
 * One step in the life of a referral that is locked: the row, its timeline, the sums, the audit, and the mails that follow, in
 * the caller's transaction. Gives the side on which it was done. Throws `forbidden`, and `conflict` where the step is not
 * possible any more, saying what happened instead.
 */
export async function moveReferral(
  ctx: Context,
  stores: Stores,
  referral: Referral,
  { action, change = {}, event = {}, outcome }: Move,
): Promise<ReferralSide> {
  const rule = REFERRAL_RULES[action];
  const sides = sidesOf(ctx.actor, referral).filter((side) => rule.by.includes(side));
  const side = sides[0];
  if (side === undefined)
    throw new ProblemError('forbidden', 'Cette orientation n’est pas à vous : vous pouvez la lire.');
  if (!isAllowed(action, referral.status, side)) throw await noLonger(ctx, stores, referral);

  const status = rule.to === null ? {} : { status: rule.to };
  await stores.referrals.change(referral.id, { ...status, ...change });
  const eventId = await stores.referrals.addEvent({
    referralId: referral.id,
    kind: EVENT_OF[action],
    byKind: side,
    byName: event.byName ?? (await nameOf(ctx, stores, referral)),
    text: event.text ?? null,
    details: event.details ?? {},
  });
  if (outcome) {
    const { timeZone } = (await ctx.deps.territory(ctx.actor.territoryId)).territory;
    await stores.referrals.addOutcome({
      on: dateAt(ctx.deps.clock.now(), timeZone),
      offerId: referral.offerId,
      offerKind: referral.parties.offer.kind,
      code: outcome.code,
      reason: outcome.reason ?? null,
    });
  }
  await stores.audit.record({
    action: `referral.${EVENT_OF[action]}`,
    entity: 'referral',
    entityId: referral.id,
    fields: Object.keys({ ...status, ...change }),
  });
  await stores.outbox.append({ type: 'referralMoved', referralId: referral.id, eventId });
  return side;
}

/** Who did it, as the timeline names them. */
async function nameOf({ actor }: Context, stores: Stores, referral: Referral): Promise<string | null> {
  if (actor.kind === 'system') return null;
  if (actor.kind === 'visitor') return referral.parties.provider.name;
  const member = actor.kind === 'member' ? await stores.members.find(actor.id) : null;
  if (member) return `${member.displayName}, ${member.organisationName}`;
  return actor.organisationId === null
    ? null
    : ((await stores.referrals.findOrganisation(actor.organisationId))?.name ?? null);
}

const TOLD: Record<string, string> = {
  accepted: 'acceptée',
  refused: 'refusée',
  expired: 'close, sans réponse à temps',
  started: 'commencée',
  ended: 'terminée',
};

async function noLonger(ctx: Context, stores: Stores, referral: Referral): Promise<ProblemError> {
  const kinds: readonly string[] = Object.keys(TOLD);
  const events = await stores.referrals.listEvents(referral.id);
  const last = events.filter(({ kind }) => kinds.includes(kind)).at(-1);
  if (last === undefined) return new ProblemError('conflict', 'Ce n’est pas encore possible pour cette orientation.');
  const { timeZone } = (await ctx.deps.territory(ctx.actor.territoryId)).territory;
  const day = dateText(dateAt(Temporal.Instant.from(last.at), timeZone));
  const by = last.byName === null ? '' : ` par ${last.byName}`;
  return new ProblemError('conflict', `Cette orientation est déjà ${TOLD[last.kind]}${by}, ${day}.`);
}
