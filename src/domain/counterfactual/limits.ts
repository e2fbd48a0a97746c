import type { Offer } from '../catalogue/offer.ts';
import type { KindContext } from '../matching/question.ts';
import type { Lever } from './counterfactual.ts';
import { LEVER_RULES } from './lever-rules.ts';
import { had, type Option, scale, withDetails, withFacts, withMeans } from './option.ts';

/** Limits, prices and abilities: levers that ask less the further they are moved. */
export function limitOptions(ctx: KindContext): Option[] {
  return [...personOptions(ctx), ...offerOptions(ctx)];
}

function personOptions(ctx: KindContext): Option[] {
  const { facts, offer } = ctx;
  const { means } = facts;
  const options = [
    minutes('maxWait', facts.maxWaitMinutes, (maxWaitMinutes) => withFacts(ctx, { maxWaitMinutes })),
    minutes('maxTravel', facts.maxTravelMinutes, (maxTravelMinutes) => withFacts(ctx, { maxTravelMinutes })),
    'vehicleType' in offer.details || 'place' in offer.details
      ? minutes('maxCycle', means.maxCycleMinutes, (maxCycleMinutes) => withMeans(ctx, { maxCycleMinutes }))
      : null,
    walk(ctx),
    cents('budget', means.budgetPerMonthCents, 1, (budgetPerMonthCents) => withMeans(ctx, { budgetPerMonthCents })),
    offer.kind === 'vehicleLoan'
      ? cents('deposit', means.depositCents, 1, (depositCents) => withMeans(ctx, { depositCents }))
      : null,
    means.canCycle === false ? yesNo('canCycle', 'no', 'yes', withMeans(ctx, { canCycle: true })) : null,
  ];
  const category = 'requiredLicence' in offer.details ? offer.details.requiredLicence : null;
  if (category !== null) {
    const others = (means.licences ?? []).filter((l) => l.category !== category);
    const own = means.licences?.find((l) => l.category === category)?.status ?? null;
    options.push(
      yesNo('licence', own, category, withMeans(ctx, { licences: [...others, { category, status: 'valid' }] })),
    );
  }
  return options.filter((o) => o !== null);
}

/** Where nobody said how far the person walks, places are looked for as far as the territory says, and no further. */
function walk(ctx: KindContext): Option | null {
  const { means } = ctx.facts;
  const at = (maxWalkMinutes: number) => withMeans(ctx, { maxWalkMinutes });
  if (means.maxWalkMinutes !== undefined) return minutes('maxWalk', means.maxWalkMinutes, at);
  const assumed = minutes('maxWalk', ctx.rules.defaults.walkMinutesWhenUnknown, at);
  return assumed === null ? null : { ...assumed, from: null };
}

function offerOptions(ctx: KindContext): Option[] {
  const { offer } = ctx;
  return [...priceOptions(ctx, offer), ...reachOptions(ctx, offer)].filter((o) => o !== null);
}

function reachOptions(ctx: KindContext, offer: Offer): (Option | null)[] {
  switch (offer.kind) {
    case 'carpool':
      return [
        minutes('maxDetour', offer.details.maxDetourMinutes, (m) => withDetails(ctx, { maxDetourMinutes: m })),
        ...offer.details.trips.map((trip, part) => {
          const at = (flexibilityMinutes: number) =>
            withDetails(ctx, { trips: offer.details.trips.with(part, { ...trip, flexibilityMinutes }) });
          const option = minutes('flexibility', trip.flexibilityMinutes, at);
          return option === null ? null : { ...option, part };
        }),
      ];
    case 'volunteerDriving': {
      const { maxRideKm } = offer.details;
      const ride: Option | null =
        maxRideKm === null
          ? null
          : {
              lever: 'maxRide',
              unit: 'm',
              from: maxRideKm * 1000,
              most: LEVER_RULES.levers.maxRide.most,
              ...scale(maxRideKm * 1000, 1000, 'm'),
              at: (step) => withDetails(ctx, { maxRideKm: Math.floor(maxRideKm) + step }),
            };
      return [
        minutes('maxApproach', offer.details.maxApproachMinutes, (m) => withDetails(ctx, { maxApproachMinutes: m })),
        ride,
      ];
    }
    default:
      return [];
  }
}

function priceOptions(ctx: KindContext, offer: Offer): (Option | null)[] {
  switch (offer.kind) {
    case 'carpool':
    case 'demandResponsiveTransport':
      return [cents('price', offer.details.pricePerRideCents, -1, (c) => withDetails(ctx, { pricePerRideCents: c }))];
    case 'volunteerDriving':
      return [cents('price', offer.details.pricePerKmCents, -1, (c) => withDetails(ctx, { pricePerKmCents: c }))];
    case 'vehicleLoan': {
      const { tariff, depositCents } = offer.details;
      const perDay =
        tariff === null ? null : 'tiers' in tariff ? (tariff.tiers[0]?.perDayCents ?? null) : tariff.perDayCents;
      // So much off every day, whatever its tier: told by the price of the first.
      const off = (less: number) =>
        tariff !== null && 'tiers' in tariff
          ? { tiers: tariff.tiers.map((t) => ({ ...t, perDayCents: Math.max(0, t.perDayCents - less) })) }
          : { perDayCents: Math.max(0, (perDay ?? 0) - less) };
      return [
        cents('price', perDay, -1, (c) => withDetails(ctx, { tariff: off((perDay ?? 0) - c) })),
        cents('depositAsked', depositCents, -1, (c) => withDetails(ctx, { depositCents: c })),
      ];
    }
    default:
      return [];
  }
}

/** A limit in minutes, told in seconds; none where nobody gave it, for what is not known excludes nobody. */
function minutes(lever: Lever, from: number | null | undefined, at: (to: number) => KindContext): Option | null {
  if (from === null || from === undefined) return null;
  return {
    lever,
    unit: 's',
    from: from * 60,
    most: LEVER_RULES.levers[lever].most,
    ...scale(from * 60, 60, 's'),
    at: (step) => at(Math.floor(from) + step),
  };
}

/** Cent by cent, up (what one has) or down to nothing (what is asked). */
function cents(
  lever: Lever,
  from: number | null | undefined,
  by: 1 | -1,
  at: (to: number) => KindContext,
): Option | null {
  if (from === null || from === undefined) return null;
  const scaled = scale(from, by, 'cents');
  const { most } = LEVER_RULES.levers[lever];
  return {
    lever,
    unit: 'cents',
    from,
    most: by > 0 ? most : Math.min(most, Math.ceil(from)),
    ...scaled,
    at: (step) => at(Number(scaled.to(step))),
  };
}

function yesNo(lever: Lever, from: string | null, to: string, changed: KindContext): Option {
  return { lever, unit: 'text', from, most: 1, ...had(to), at: () => changed };
}
