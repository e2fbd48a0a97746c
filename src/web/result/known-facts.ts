import type { OpenFact } from '../../domain/diagnostic/open-facts.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { DiagnosticView } from '../../services/view-diagnostic.ts';

const { t } = FRENCH;
const say = t.result.ask;

/** What a diagnostic says of one fact, for people; empty where it says nothing. */
export function wordsOfFact(fact: OpenFact, { beneficiary, means, job, goal }: DiagnosticView): string {
  const limits = job ?? goal;
  const licence = (category: string) => {
    const status = means.licences?.find((one) => one.category === category)?.status;
    return status === undefined ? '' : t.trial.means.licences[status];
  };
  const yesNo = (value: boolean | undefined) => (value === undefined ? '' : value ? say.yes : say.no);
  const minutes = (value: number | undefined) => (value === undefined ? '' : say.unit.minutes(value));
  const euros = (cents: number | undefined) => (cents === undefined ? '' : t.format.euros(cents));
  const named = (names: Readonly<Record<string, string>>, codes: readonly string[]) =>
    t.format.list(codes.map((code) => names[code] ?? code)) || say.unit.vehicles;
  switch (fact) {
    case 'licenceB':
      return licence('B');
    case 'licenceAm':
      return licence('AM');
    case 'vehicles':
      return named(t.trial.means.vehicles, means.vehicles ?? []);
    case 'birthDate':
      return beneficiary.age === null ? '' : `${beneficiary.age} ${say.years}`;
    case 'statuses':
      return named(t.trial.person.statusLabels, beneficiary.statuses ?? []);
    case 'canCycle':
      return yesNo(means.canCycle);
    case 'wheelchair':
      return yesNo(means.wheelchair);
    case 'cycleMinutes':
      return means.canCycle === false ? say.no : minutes(means.maxCycleMinutes);
    case 'walkMinutes':
      return minutes(means.maxWalkMinutes);
    case 'waitMinutes':
      return minutes(limits?.maxWaitMinutes);
    case 'travelMinutes':
      return minutes(limits?.maxTravelMinutes);
    case 'budget':
      return euros(means.budgetPerMonthCents);
    case 'deposit':
      return euros(means.depositCents);
  }
}
