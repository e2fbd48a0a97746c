/**
 * The codes that the demonstration's diagnostics and offers share. `barriers` of an offer are those it lifts;
 * `statuses` are the keys of the territory's `audiencesOfStatus`.
 */
export const BARRIERS = {
  skill: ['readTimetable', 'readMap', 'highwayCode', 'cycling', 'french', 'digital', 'budgeting'],
  motivation: ['fearOfDriving', 'fearOfCycling', 'fearOfStrangers', 'lackOfConfidence'],
  means: ['noLicence', 'noVehicle', 'vehicleBroken', 'cost', 'noTransport', 'atypicalHours', 'childcare'],
} as const;
export type Barrier = (typeof BARRIERS)[keyof typeof BARRIERS][number];

export const WEEKDAYS = [1, 2, 3, 4, 5] as const;
export const WORKING_DAYS = [1, 2, 3, 4, 5, 6] as const;
export const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const;
