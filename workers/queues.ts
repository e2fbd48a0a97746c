/** The contracts of the queues: names, and what a job of each carries (ids only, never facts about people). */
export type Jobs = {
  'match-diagnostic': { territoryId: string; diagnosticId: string; version: number };
  /** The same where nobody waits: what was estimated or rests on older roads, and examples. */
  'match-in-background': { territoryId: string; diagnosticId: string; version: number };
  /** Results to be replaced, of whichever version is the newest by then. */
  'match-diagnostics': { territoryId: string; diagnosticIds: readonly string[] };
  /** Looks which results the changes of the catalogue may concern. */
  'rematch-offers': { territoryId: string };
  /** Asks the road for what it says of new and changed offers. */
  'measure-offers': { territoryId: string };
  'rematch-provisional': { territoryId: string };
  /** One stored result, to be held against the reference. */
  'audit-match': {
    territoryId: string;
    diagnosticId: string;
    version: number;
    computedAt: string;
    catalogueVersion: number;
  };
  'purge-expired': { territoryId: string };
  'send-message': { territoryId: string; messageId: string };
  /** Somebody asked for a link to their rides. */
  'send-way-in': { territoryId: string; wayInId: string };
  /** Something happened to a referral: whoever is to know of it is written to. */
  'tell-referral': { territoryId: string; referralId: string; eventId: number };
  /** Something happened to a ride: whoever is to know of it is written to. */
  'tell-booking': { territoryId: string; bookingId: string; eventId: number };
  /** The next step of a file that is imported. */
  'run-import': { territoryId: string; importId: string };
  /** Somebody joined a waiting list: what the criteria ask is looked up. */
  'weigh-entry': { territoryId: string; entryId: string };
  /** Vehicles are shared out, or a round of before is made again. */
  'allocate-round': { territoryId: string; roundId: string; replay: boolean };
  /** What was decided of somebody's wait: whoever answers for them is written to. */
  'tell-decision': { territoryId: string; roundId: string; entryId: string };
  /** Reminders, expiries, re-tests: what falls due by itself. */
  'follow-up': { territoryId: string };
};
export type JobName = keyof Jobs;
export const JOB_NAMES: readonly JobName[] = [
  'match-diagnostic',
  'match-in-background',
  'match-diagnostics',
  'rematch-offers',
  'measure-offers',
  'rematch-provisional',
  'audit-match',
  'purge-expired',
  'send-message',
  'send-way-in',
  'tell-referral',
  'tell-booking',
  'weigh-entry',
  'allocate-round',
  'tell-decision',
  'run-import',
  'follow-up',
];
