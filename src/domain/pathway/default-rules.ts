import { pathwayRulesSchema } from './rules.ts';

/**
 * The pathway of a territory that has decided nothing else. Steps are trained for before they are sat, and paid for
 * before they begin; the order of the rules only settles what nothing else does.
 */
export const DEFAULT_PATHWAY_RULES = pathwayRulesSchema.parse({
  version: '2026-11',
  rules: [
    {
      id: 'french',
      step: 'training',
      when: [['barrier.french'], ['frenchLow', 'licenceNone'], ['frenchLow', 'barrier.noLicence']],
      lifts: ['french'],
    },
    { id: 'highwayCode', step: 'training', when: [['barrier.highwayCode']], after: ['french'], lifts: ['highwayCode'] },
    {
      id: 'timetable',
      step: 'training',
      when: [['barrier.readTimetable'], ['barrier.readMap']],
      lifts: ['readTimetable', 'readMap'],
    },
    { id: 'digital', step: 'training', when: [['barrier.digital']], lifts: ['digital'] },
    { id: 'strangers', step: 'training', when: [['barrier.fearOfStrangers']], lifts: ['fearOfStrangers'] },
    { id: 'confidence', step: 'training', when: [['barrier.lackOfConfidence']], lifts: ['lackOfConfidence'] },
    { id: 'budget', step: 'training', when: [['barrier.budgeting']], lifts: ['budgeting'] },
    {
      id: 'cycling',
      step: 'training',
      when: [['barrier.cycling'], ['barrier.fearOfCycling'], ['cannotCycle', 'ridesRemain']],
      lifts: ['cycling', 'fearOfCycling'],
    },
    { id: 'drivingConfidence', step: 'training', when: [['barrier.fearOfDriving']], lifts: ['fearOfDriving'] },
    {
      id: 'lightLicence',
      step: 'licence',
      category: 'AM',
      when: [
        ['belowCarAge', 'barrier.noLicence'],
        ['belowCarAge', 'licenceNone'],
        ['loanWaitsForLightLicence', 'ridesRemain'],
      ],
      unless: ['licenceValid', 'lightLicenceValid'],
      after: ['french'],
      pedagogies: [{ pedagogy: 'french', insteadOf: 'french' }],
    },
    {
      id: 'licence',
      step: 'licence',
      category: 'B',
      autonomy: true,
      when: [['barrier.noLicence'], ['licenceNone'], ['licenceTheory'], ['licenceLearning'], ['licenceForeignExpired']],
      // A suspended licence is a matter of time and of a medical visit, a foreign one may be exchanged: no course helps.
      unless: ['licenceValid', 'licenceSuspended', 'licenceForeignExchangeable', 'belowCarAge'],
      after: ['french', 'highwayCode', 'confidence', 'drivingConfidence'],
      pedagogies: [
        { pedagogy: 'french', insteadOf: 'french' },
        { pedagogy: 'basicSkills', insteadOf: 'highwayCode' },
        { pedagogy: 'confidence', insteadOf: 'confidence' },
        { pedagogy: 'confidence', insteadOf: 'drivingConfidence' },
      ],
    },
    {
      id: 'repair',
      step: 'repair',
      autonomy: true,
      when: [['barrier.vehicleBroken'], ['vehicleBroken']],
      lifts: ['vehicleBroken'],
    },
    {
      id: 'purchase',
      step: 'purchase',
      autonomy: true,
      when: [['barrier.noVehicle']],
      unless: ['vehicleWorking'],
      after: ['budget'],
      lifts: ['noVehicle'],
      requires: { situations: ['licenceValid', 'licenceForeignExchangeable'], steps: ['licence'] },
    },
    {
      id: 'licenceFunding',
      step: 'funding',
      when: [['costOpen']],
      lifts: ['noLicence'],
      general: ['cost'],
      funds: ['licence', 'lightLicence'],
    },
    {
      id: 'repairFunding',
      step: 'funding',
      when: [['costOpen']],
      lifts: ['vehicleBroken'],
      general: ['cost'],
      funds: ['repair'],
    },
    {
      id: 'purchaseFunding',
      step: 'funding',
      when: [['costOpen']],
      lifts: ['noVehicle'],
      general: ['cost'],
      funds: ['purchase'],
    },
    {
      id: 'bridgeFunding',
      step: 'funding',
      when: [['costOpen']],
      lifts: ['noTransport', 'atypicalHours'],
      general: ['cost'],
      funds: ['bridge'],
    },
  ],
});
