import { createHash, randomBytes } from 'node:crypto';
import { SCOPES_OF_ROLE } from '../../domain/accounts/roles.ts';
import type { Scope } from '../../domain/accounts/scopes.ts';
import type { Territory } from '../../domain/territory.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Appointment } from '../ports/intake.ts';
import type { Actor } from '../ports.ts';
import { visitorOf } from '../visitor.ts';

const PAST_HOURS = 24 * 31;
const AHEAD_HOURS = 24 * 366;
const MOST = 1000;

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/**
 * A secret address for the acting member's calendar, in place of the one they had. It is told once, and kept as its hash only.
 * Throws `forbidden`.
 */
export async function openCalendar({ ctx }: { ctx: Context }): Promise<{ token: string }> {
  requireMember(ctx);
  // The territory is no secret, and says behind which wall to look.
  const token = `${ctx.actor.territoryId}.${randomBytes(32).toString('base64url')}`;
  await ctx.deps.database.transact(ctx.actor, async ({ intake, audit }) => {
    await intake.openCalendar(hashOf(token));
    await audit.record({ action: 'calendar.opened', entity: 'member', entityId: ctx.actor.id, fields: ['tokenHash'] });
  });
  return { token };
}

/** From now on its address leads nowhere. Harmless to repeat. Throws `forbidden`. */
export async function closeCalendar({ ctx }: { ctx: Context }): Promise<void> {
  requireMember(ctx);
  await ctx.deps.database.transact(ctx.actor, async ({ intake, audit }) => {
    await intake.closeCalendar();
    await audit.record({ action: 'calendar.closed', entity: 'member', entityId: ctx.actor.id, fields: ['tokenHash'] });
  });
}

/** When the acting member's calendar was opened; null where there is none. Throws `forbidden`. */
export async function findCalendar({ ctx }: { ctx: Context }): Promise<{ createdAt: string } | null> {
  requireMember(ctx);
  return ctx.deps.database.transact(ctx.actor, ({ intake }) => intake.findOwnCalendar());
}

function requireMember(ctx: Context): void {
  requireScope(ctx, 'people:read');
  if (ctx.actor.kind !== 'member') throw new ProblemError('forbidden', 'Un agenda est celui d’une personne connectée.');
}

/** What a calendar shows of an appointment: nobody's name, nobody's home, nothing of what it is for. */
export type CalendarEntry = Pick<Appointment, 'id' | 'startsAt' | 'durationMinutes' | 'updatedAt'> & {
  /** Of an office; null else. */
  place: string | null;
  cancelled: boolean;
};

/** The calendar behind a secret address. Throws `notFound`, the same for one that was closed and one that never was. */
export async function readCalendar({
  ctx,
  input: { token },
}: {
  ctx: Context;
  input: { token: string };
}): Promise<{ entries: CalendarEntry[]; territory: Pick<Territory, 'id' | 'timeZone'> }> {
  const { database, clock } = ctx.deps;
  const territory = await territoryOf(ctx, token);
  const territoryId = territory.id;
  const feed = await database.transact(visitorOf(territoryId, hashOf(token)), ({ intake }) =>
    intake.findShownCalendar(),
  );
  if (feed === null) throw unknownCalendar();
  // As the member whose calendar it is, and with no right of theirs but this one.
  const { memberId, organisationId } = feed;
  const actor: Actor = { kind: 'member', id: memberId, territoryId, organisationId, scopes: new Set() };
  const now = clock.now();
  return database.transact(actor, async ({ members, intake }) => {
    const member = await members.find(memberId);
    const scopes: readonly Scope[] = member === null ? [] : SCOPES_OF_ROLE[member.role];
    if (!member || member.closedAt !== null || !scopes.includes('people:read')) throw unknownCalendar();
    const appointments = await intake.listAppointments({
      memberId,
      from: now.subtract({ hours: PAST_HOURS }).toString(),
      until: now.add({ hours: AHEAD_HOURS }).toString(),
      limit: MOST,
    });
    const entries = appointments.map(({ id, startsAt, durationMinutes, updatedAt, status, place, placeKind }) => ({
      ...{ id, startsAt, durationMinutes, updatedAt },
      place: placeKind === 'office' && place !== '' ? place : null,
      cancelled: status === 'cancelled',
    }));
    return { entries, territory };
  });
}

async function territoryOf({ deps }: Context, token: string): Promise<Territory> {
  const [, id] = /^([a-z][a-z0-9-]{1,40})\.[\w-]{43}$/.exec(token) ?? [];
  if (id === undefined) throw unknownCalendar();
  return (await deps.territory(id)).territory;
}

const unknownCalendar = () => new ProblemError('notFound', 'Cet agenda n’existe pas, ou plus.');
