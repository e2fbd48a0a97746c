import { dateText } from '../../domain/explanation/french.ts';
import { sendAfterOf } from '../../domain/messages/quiet-hours.ts';
import { smsNumber } from '../../domain/messages/sms-number.ts';
import { smsText } from '../../domain/messages/sms-text.ts';
import { addDays } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { HoldFile } from '../ports/fleet.ts';
import type { Stores } from '../ports.ts';
import { todayOf } from './own-fleet.ts';

/** Whoever is to have the vehicle so many days from now is told that it may be late. */
const TOLD_AHEAD_DAYS = 3;
const MOST_COLLEAGUES = 5;

/**
 * Vehicles that should be back: the structure is told each day, whoever is to have it next once. Says how many are late. Harmless to repeat. For
 * workers.
 */
export async function followLoans({ ctx }: { ctx: Context }): Promise<{ loansLate: number }> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'Le suivi revient aux tâches de fond.');
  const today = await todayOf(ctx);
  return deps.database.transact(actor, async (stores) => {
    const late = await stores.fleet.listLate(today);
    for (const loan of late) {
      await tellStructure(ctx, stores, loan, today);
      await tellNext(ctx, stores, loan, today);
      await stores.fleet.changeContract(loan.id, { lateToldOn: today });
      await stores.audit.record({ action: 'loan.late', entity: 'loan', entityId: loan.id, fields: ['lateToldOn'] });
    }
    return { loansLate: late.length };
  });
}

async function tellStructure({ deps }: Context, stores: Stores, loan: HoldFile, today: string): Promise<void> {
  const vehicle = await stores.fleet.find(loan.vehicleId);
  if (vehicle === null) return;
  for (const [i, to] of (await addresses(stores, vehicle.organisationId)).entries()) {
    await stores.messages.queue({
      id: deps.ids.next('msg'),
      to,
      subject: 'Un véhicule n’est pas revenu',
      body: [
        `« ${vehicle.label} » devait revenir le ${dateText(loan.until)}.`,
        `Le prêt, et le numéro à appeler :\n${deps.publicUrl}/structure/flotte/prets/${loan.id}`,
      ].join('\n\n'),
      about: { entity: 'loan', id: loan.id },
      dedupeKey: `loan-late ${loan.id} ${today} ${i}`,
    });
  }
}

/** No word of what it is about: somebody else may read the phone. */
async function tellNext({ deps, actor }: Context, stores: Stores, loan: HoldFile, today: string): Promise<void> {
  const until = addDays(today, TOLD_AHEAD_DAYS);
  const [held] = (
    await stores.fleet.listHolds({ vehicleIds: [loan.vehicleId], from: addDays(loan.until, 1), until })
  ).filter(({ id, kind, status }) => id !== loan.id && kind === 'loan' && status !== 'out');
  const next = held && (await stores.fleet.findHold(held.id));
  if (!next?.contract) return;
  const { borrower } = next.contract;
  const vehicle = await stores.fleet.find(loan.vehicleId);
  const structure = vehicle && (await stores.referrals.findOrganisation(vehicle.organisationId));
  const { territory } = await deps.territory(actor.territoryId);
  const when = dateText(next.from);
  const call = structure?.phone ? ` Questions : ${structure.phone}.` : '';
  const words = `Ce qui était prévu pour vous le ${when} peut avoir du retard. Nous vous rappelons.${call}`;
  const message = {
    id: deps.ids.next('msg'),
    about: { entity: 'loan', id: next.id },
    dedupeKey: `loan-next-late ${next.id} ${loan.id}`,
    sendAfter: sendAfterOf({
      now: deps.clock.now(),
      timeZone: territory.timeZone,
      safeHours: [],
      discreet: false,
      urgent: null,
    }),
  };
  const number = smsNumber(borrower.phone ?? '').to;
  if (number !== undefined) {
    await stores.messages.queue({ ...message, channel: 'sms', to: number, body: smsText(`Pouvoir Bouger : ${words}`) });
  } else if (borrower.email !== null) {
    await stores.messages.queue({ ...message, to: borrower.email, subject: 'Un retard possible', body: words });
  }
}

/** The structure’s own address, else those of the people who answer for it here. */
async function addresses(stores: Stores, organisationId: string): Promise<string[]> {
  const own = (await stores.referrals.findOrganisation(organisationId))?.email ?? null;
  if (own !== null) return [own];
  const members = await stores.members.list({ organisationId });
  return members
    .filter(({ role, joinedAt, closedAt }) => role === 'provider' && joinedAt !== null && closedAt === null)
    .slice(0, MOST_COLLEAGUES)
    .map(({ email }) => email);
}
