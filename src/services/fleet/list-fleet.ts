import { newDamage } from '../../domain/fleet/condition.ts';
import { latestDay } from '../../domain/fleet/latest-day.ts';
import { earliestEnd, lateDays } from '../../domain/fleet/loan-states.ts';
import { type Owed, owed } from '../../domain/fleet/owed.ts';
import { papersDue } from '../../domain/fleet/vehicle.ts';
import { addDays } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import type { ConditionReport, Cost, HoldFile, Incident, KeptReading, OwnVehicle } from '../ports/fleet.ts';
import type { Stores } from '../ports.ts';
import { listReplacements } from './change-loan.ts';
import { borrowerOf } from './create-loan.ts';
import { aheadOf } from './maintenance.ts';
import { noLoan, noVehicle, ownStructure, todayOf } from './own-fleet.ts';

const HOLDS = ['requested', 'confirmed', 'out'];
const holdsNow = ({ status }: HoldFile) => HOLDS.includes(status);

/** `days`: how many it is late. */
export type FleetLine = OwnVehicle & {
  /** What it is held for today, a late one included. */
  now: HoldFile | null;
  next: HoldFile | null;
  lateDays: number;
  papers: OwnVehicle['papers'];
  due: ReturnType<typeof papersDue>;
};

export type Fleet = {
  today: string;
  lines: readonly FleetLine[];
  /** Loans to come that wait for something: an answer, a signature. */
  waiting: readonly (HoldFile & { label: string })[];
};

function lineOf(vehicle: OwnVehicle, holds: readonly HoldFile[], today: string): FleetLine {
  const own = holds.filter(({ vehicleId }) => vehicleId === vehicle.id).filter(holdsNow);
  const late = own.find((hold) => lateDays(hold, today) > 0);
  const now = late ?? own.find(({ from, until }) => from <= today && today <= until) ?? null;
  return {
    ...vehicle,
    now,
    next: own.find((hold) => hold.from > today && hold.id !== now?.id) ?? null,
    lateDays: late === undefined ? 0 : lateDays(late, today),
    due: vehicle.status === 'withdrawn' ? [] : papersDue(vehicle.papers, today),
  };
}

/** The whole fleet as it stands today. Throws `forbidden`. */
export async function listFleet({ ctx }: { ctx: Context }): Promise<Fleet> {
  ownStructure(ctx);
  const today = await todayOf(ctx);
  return ctx.deps.database.transact(ctx.actor, async ({ fleet }) => {
    const vehicles = await fleet.list();
    const holds = await fleet.listHoldFiles(aheadOf(today));
    const labels = new Map(vehicles.map(({ id, label }) => [id, label]));
    return {
      today,
      lines: vehicles.map((vehicle) => lineOf(vehicle, holds, today)),
      waiting: holds
        .filter(
          ({ kind, status, contract }) =>
            kind === 'loan' && (status === 'requested' || (status === 'confirmed' && contract?.signedAt === null)),
        )
        .map((hold) => ({ ...hold, label: labels.get(hold.vehicleId) ?? '' })),
    };
  });
}

export type VehicleFile = {
  today: string;
  line: FleetLine;
  holds: readonly HoldFile[];
  incidents: readonly Incident[];
  costs: readonly Cost[];
  costCents: number;
  mileage: readonly KeptReading[];
  offerTitle: string;
};

/** Throws `forbidden`, `notFound`. */
export async function getVehicle({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<VehicleFile> {
  ownStructure(ctx);
  const today = await todayOf(ctx);
  return ctx.deps.database.transact(ctx.actor, async ({ fleet, offers }) => {
    const vehicle = await fleet.find(input.id);
    if (vehicle === null) throw noVehicle();
    const holds = await fleet.listHoldFiles({
      vehicleId: input.id,
      from: addDays(today, -400),
      until: addDays(today, 800),
    });
    const costs = await fleet.listCosts(input.id);
    return {
      today,
      line: lineOf(vehicle, holds, today),
      holds,
      incidents: await fleet.listIncidents({ vehicleId: input.id }),
      costs,
      costCents: costs.reduce((sum, { cents }) => sum + cents, 0),
      mileage: await fleet.listMileage(input.id),
      offerTitle: (await offers.find(vehicle.offerId))?.title ?? '',
    };
  });
}

export type LoanFile = {
  today: string;
  /** In which days are told. */
  timeZone: string;
  loan: HoldFile & { contract: NonNullable<HoldFile['contract']> };
  vehicle: OwnVehicle;
  reports: readonly ConditionReport[];
  incidents: readonly Incident[];
  damage: ReturnType<typeof newDamage>;
  lateDays: number;
  /** How early it could end; null where it could not end earlier. */
  earliest: string | null;
  /** Until when it could last; null: nothing follows. */
  latest: { until: string; follows: 'loan' | 'maintenance' } | null;
  replacements: readonly OwnVehicle[];
  /** As things stand today, the deposit given back; null before it leaves and once it is settled. */
  owedToday: Owed | null;
  structure: { name: string; phone: string | null; email: string | null };
};

/** Throws `forbidden`, `notFound`. */
export async function getLoan({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<LoanFile> {
  const organisationId = ownStructure(ctx);
  const today = await todayOf(ctx);
  const { timeZone } = (await ctx.deps.territory(ctx.actor.territoryId)).territory;
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { fleet } = stores;
    const hold = await fleet.findHold(input.id);
    if (hold === null || hold.contract === null) throw noLoan();
    const vehicle = await fleet.find(hold.vehicleId);
    if (vehicle === null) throw noLoan();
    const { contract } = hold;
    const reports = await fleet.listReports(hold.id);
    const holds = await fleet.listHolds({
      vehicleIds: [hold.vehicleId],
      from: hold.from,
      until: addDays(hold.until, 800),
    });
    const latest = latestDay(hold, holds);
    const structure = await stores.referrals.findOrganisation(organisationId);
    const points = (moment: 'start' | 'end') => reports.find((one) => one.moment === moment)?.points ?? [];
    return {
      today,
      timeZone,
      loan: { ...hold, contract },
      vehicle,
      reports,
      incidents: await fleet.listIncidents({ loanId: hold.id }),
      damage: newDamage(points('start'), points('end')),
      lateDays: lateDays(hold, today),
      earliest: earliestEnd(hold, today),
      latest: latest && { until: latest.until, follows: latest.next.kind },
      replacements:
        hold.status === 'confirmed' || hold.status === 'requested' ? await listReplacements(stores, hold) : [],
      owedToday:
        hold.status === 'out'
          ? owed(contract.terms, {
              from: contract.outOn ?? hold.from,
              until: today,
              km: null,
              deposit: { keptCents: 0, reason: null },
            })
          : null,
      structure: { name: structure?.name ?? '', phone: structure?.phone ?? null, email: structure?.email ?? null },
    };
  });
}

export type LoanDraft = {
  today: string;
  vehicles: readonly OwnVehicle[];
  offers: Readonly<
    Record<string, { title: string; depositCents: number; maxDays: number | null; perDayCents: number | null }>
  >;
  /** Of the referral that it comes of, where it comes of one. */
  referral: { id: string; offerId: string; name: string; startsOn: string | null } | null;
};

/** What the form of a new loan offers. Throws `forbidden`, `notFound`. */
export async function prepareLoan({
  ctx,
  input,
}: {
  ctx: Context;
  input: { referralId: string | null };
}): Promise<LoanDraft> {
  const organisationId = ownStructure(ctx);
  const today = await todayOf(ctx);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const referral = input.referralId === null ? null : await stores.referrals.find(input.referralId);
    if (input.referralId !== null && referral?.providerOrganisationId !== organisationId) throw noLoan();
    const all = (await stores.fleet.list()).filter(({ status }) => status === 'available');
    const who = referral && borrowerOf(referral.facts);
    return {
      today,
      vehicles: all.toSorted(
        (a, b) => Number(b.offerId === referral?.offerId) - Number(a.offerId === referral?.offerId),
      ),
      offers: await offersOf(stores, all),
      referral: referral && {
        id: referral.id,
        offerId: referral.offerId,
        name: [who?.firstName, who?.lastName].filter(Boolean).join(' '),
        startsOn: referral.facts.find(({ code }) => code === 'startsOn')?.on ?? null,
      },
    };
  });
}

async function offersOf(stores: Stores, vehicles: readonly OwnVehicle[]): Promise<LoanDraft['offers']> {
  const told: Record<string, LoanDraft['offers'][string]> = {};
  for (const id of new Set(vehicles.map(({ offerId }) => offerId))) {
    const offer = await stores.offers.find(id);
    if (offer === null || offer.kind !== 'vehicleLoan') continue;
    const { depositCents, maxDays, tariff } = offer.details;
    const perDayCents =
      tariff === null ? null : 'tiers' in tariff ? (tariff.tiers[0]?.perDayCents ?? null) : tariff.perDayCents;
    told[id] = { title: offer.title, depositCents, maxDays, perDayCents };
  }
  return told;
}

/** For the form of a new vehicle. Throws `forbidden`. */
export async function listOwnOffers({ ctx }: { ctx: Context }) {
  ownStructure(ctx);
  return ctx.deps.database.transact(ctx.actor, ({ fleet }) => fleet.listOwnOffers());
}

export type FleetCalendar = {
  today: string;
  from: string;
  until: string;
  rows: readonly { vehicle: OwnVehicle; holds: readonly (HoldFile & { lateDays: number })[] }[];
};

/** Days both included. What is late goes on until today, or until whatever follows. Throws `forbidden`. */
export async function getCalendar({
  ctx,
  input,
}: {
  ctx: Context;
  input: { from: string; days: number };
}): Promise<FleetCalendar> {
  ownStructure(ctx);
  const today = await todayOf(ctx);
  const { from } = input;
  const until = addDays(from, input.days - 1);
  return ctx.deps.database.transact(ctx.actor, async ({ fleet }) => {
    const vehicles = (await fleet.list()).filter(({ status }) => status === 'available');
    const holds = (await fleet.listHoldFiles({ from, until })).filter(
      (hold) => holdsNow(hold) || hold.status === 'returned',
    );
    return {
      today,
      from,
      until,
      rows: vehicles.map((vehicle) => ({
        vehicle,
        holds: holds
          .filter(({ vehicleId }) => vehicleId === vehicle.id)
          .map((hold) => ({
            ...hold,
            lateDays: lateDays(hold, today),
          }))
          .filter((hold) => hold.from <= until && (hold.until >= from || (hold.lateDays > 0 && today >= from))),
      })),
    };
  });
}
