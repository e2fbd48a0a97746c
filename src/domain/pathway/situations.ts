import type { VehicleType } from '../catalogue/offer.ts';
import { holdsLicence } from '../matching/ability.ts';
import type { ForPathway } from '../matching/for-pathway.ts';
import type { MatchQuestion } from '../matching/question.ts';
import type { Bundle } from '../matching/result.ts';
import { statedBarriers } from '../matching/support.ts';

/** What may be so of a person: read from the diagnostic and from what the match found, never typed in twice. */
export const SITUATIONS = [
  // the B licence
  'licenceNone',
  'licenceTheory',
  'licenceLearning',
  'licenceValid',
  'licenceSuspended',
  'licenceForeignExchangeable',
  'licenceForeignExpired',
  /** AM, for scooters and licence-free cars, or one that includes it. */
  'lightLicenceValid',
  'belowCarAge',
  'vehicleBroken',
  /** Something to drive: a bicycle is not. */
  'vehicleWorking',
  'cannotCycle',
  /** A1 or A2: the highway code is taught and asked in French. */
  'frenchLow',
  /** The best bundle does not carry every ride. */
  'ridesRemain',
  /** A loan would carry rides, but for its AM licence. */
  'loanWaitsForLightLicence',
  /** Something is left to pay that the budget does not surely cover: said of the step that a funding pays for. */
  'costOpen',
] as const;
type Situation = (typeof SITUATIONS)[number];

export type Known = 'yes' | 'no' | 'unknown';
/** What is known of a situation, or of `barrier.<code>`. `costOpen` is the funded step's own and is not asked here. */
export type Situations = (code: string) => Known;

/** A candidate may sit the B licence from 17. */
const CAR_AGE = 17;

export function situationsOf(
  { facts, rules }: Pick<MatchQuestion, 'facts' | 'rules'>,
  { loansFor }: Pick<ForPathway, 'loansFor'>,
  bundles: readonly Bundle[],
): Situations {
  const { licences, vehicles, canCycle } = facts.means;
  const stated = statedBarriers(facts);
  const isValid = (wanted: string) => holdsLicence(facts, wanted, rules);
  const own = licences?.find((l) => l.category === 'B')?.status;
  const ofB = (status: typeof own): Known =>
    isValid('B') ? yes(status === 'valid') : own === undefined ? 'unknown' : yes(own === status);
  const [best] = bundles;
  const asked = facts.legs.length > 0;
  const known: Record<Situation, Known> = {
    licenceNone: ofB('none'),
    licenceTheory: ofB('theory'),
    licenceLearning: ofB('learning'),
    licenceValid: ofB('valid'),
    licenceSuspended: ofB('suspended'),
    licenceForeignExchangeable: ofB('foreignExchangeable'),
    licenceForeignExpired: ofB('foreignExpired'),
    lightLicenceValid: isValid('AM') ? 'yes' : licences?.some((l) => l.category === 'AM') ? 'no' : 'unknown',
    belowCarAge: facts.age === undefined ? 'unknown' : yes(facts.age < CAR_AGE),
    vehicleBroken: vehicles === undefined ? 'unknown' : yes(vehicles.some(isBroken)),
    vehicleWorking: vehicles === undefined ? 'unknown' : yes(vehicles.some((v) => !isBroken(v) && !CYCLES.has(v))),
    cannotCycle: canCycle === undefined ? 'unknown' : yes(!canCycle),
    frenchLow: frenchOf(facts.frenchLevel),
    ridesRemain: yes(asked && (best === undefined || best.coverage.served < best.coverage.total)),
    loanWaitsForLightLicence: yes(loansFor('AM').length > 0),
    costOpen: 'unknown',
  };
  return (code) => {
    if (!code.startsWith('barrier.')) return known[code as Situation] ?? 'unknown';
    const barrier = code.slice('barrier.'.length);
    if (stated?.includes(barrier)) return 'yes';
    return stated === null || facts.barriers.unknown?.includes(barrier) ? 'unknown' : 'no';
  };
}

function frenchOf(level: string | undefined): Known {
  if (level === undefined || !/^[ABC]/i.test(level)) return 'unknown';
  return yes(/^A/i.test(level));
}

const CYCLES: ReadonlySet<string> = new Set<VehicleType>(['bike', 'ebike']);
const isBroken = (vehicle: string) => vehicle.startsWith('broken ');
const yes = (is: boolean): Known => (is ? 'yes' : 'no');
