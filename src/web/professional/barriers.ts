/** Barriers a trial may name, by what they hold back: knowing how, wanting to, being able to. */
export const BARRIERS = {
  means: ['noLicence', 'noVehicle', 'vehicleBroken', 'noTransport', 'cost', 'atypicalHours', 'childcare'],
  skill: ['highwayCode', 'french', 'readTimetable', 'readMap', 'cycling', 'digital', 'budgeting'],
  motivation: ['fearOfDriving', 'fearOfCycling', 'fearOfStrangers', 'lackOfConfidence'],
} as const;

/** Statuses a trial may name; what they open is the territory's to say. */
export const STATUSES = [
  'rsa',
  'jobSeeker',
  'employee',
  'insertionEmployee',
  'youthContract',
  'ass',
  'aah',
  'disabledWorker',
  'singleParent',
  'student',
] as const;
