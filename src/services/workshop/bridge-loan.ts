import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { createLoanIn } from '../fleet/create-loan.ts';
import { ownStructure } from '../fleet/own-fleet.ts';
import type { HoldFile } from '../ports/fleet.ts';
import type { Job, JobChange } from '../ports/workshop.ts';
import type { Stores } from '../ports.ts';

export type BridgeWanted =
  | { bridge: 'none' | 'needed' }
  | { bridge: 'lent'; vehicleId: string; from: string; until: string };

/**
 * A vehicle of the structure's own fleet is lent until the repair is done: a loan as any other. Where the appointment is moved, the loan that
 * was promised for it gives way; one that is out stays. Throws `forbidden`, `invalid`, and `conflict` where the vehicle is taken.
 */
export async function lendMeanwhile(
  ctx: Context,
  stores: Stores,
  job: Job,
  wanted: BridgeWanted,
): Promise<Pick<JobChange, 'bridge' | 'loanId'>> {
  const present = await holdOf(stores, job);
  if (present !== null && wanted.bridge === 'lent' && isSame(present, wanted)) return {};
  if (present?.status === 'out') {
    if (wanted.bridge === 'lent') {
      throw new ProblemError('conflict', 'Le véhicule prêté est sorti : changez ses dates sur la page de son prêt.');
    }
    throw new ProblemError('conflict', 'Le véhicule prêté est sorti : notez d’abord son retour dans la flotte.');
  }
  if (present) await callOff(stores, present, 'Rendez-vous déplacé');
  if (wanted.bridge !== 'lent') return { bridge: wanted.bridge, loanId: null };
  ownStructure(ctx);
  const { bridge, ...loan } = wanted;
  const { id } = await createLoanIn(ctx, stores, { ...loan, referralId: job.referralId }, { isBridge: true });
  return { bridge, loanId: id };
}

/** Of one that is out the first day is over: it is the vehicle and the last day that could differ. */
const isSame = (hold: HoldFile, wanted: BridgeWanted & { bridge: 'lent' }): boolean =>
  hold.vehicleId === wanted.vehicleId &&
  hold.until === wanted.until &&
  (hold.status === 'out' || hold.from === wanted.from);

/**
 * The job is over: what was promised is called off, what is out is due today. It is back once the fleet says so, with its condition report.
 */
export async function endMeanwhile(stores: Stores, job: Job, { today, why }: { today: string; why: string }) {
  const hold = await holdOf(stores, job);
  if (hold === null) return;
  if (hold.status !== 'out') return callOff(stores, hold, why);
  const until = today < hold.from ? hold.from : today;
  if (until >= hold.until || hold.contract === null) return;
  await stores.fleet.changeHold(hold.id, { until });
  await stores.fleet.changeContract(hold.id, { terms: { ...hold.contract.terms, until } });
  await stores.audit.record({ action: 'loan.shorten', entity: 'loan', entityId: hold.id, fields: ['until'] });
}

/** Null where it holds nothing any more. */
async function holdOf({ fleet }: Stores, { loanId }: Job): Promise<HoldFile | null> {
  const hold = loanId === null ? null : await fleet.lockHold(loanId);
  return hold !== null && ['requested', 'confirmed', 'out'].includes(hold.status) ? hold : null;
}

async function callOff({ fleet, audit }: Stores, { id }: HoldFile, why: string): Promise<void> {
  await fleet.changeHold(id, { status: 'cancelled' });
  await fleet.changeContract(id, { reasonText: why });
  await audit.record({ action: 'loan.cancel', entity: 'loan', entityId: id, fields: ['status', 'reasonText'] });
}

/** What may be lent, and what is lent, of the structure's own; nothing for whoever runs no fleet. */
export async function bridgeOf({ fleet }: Stores, { loanId }: Job) {
  const own = await fleet.list();
  const hold = loanId === null ? null : await fleet.findHold(loanId);
  return {
    vehicles: own.filter(({ status }) => status === 'available').map(({ id, label }) => ({ id, label })),
    loan: hold && {
      id: hold.id,
      vehicleId: hold.vehicleId,
      label: own.find(({ id }) => id === hold.vehicleId)?.label ?? '',
      from: hold.from,
      until: hold.until,
      status: hold.status,
    },
  };
}
