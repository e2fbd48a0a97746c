import type { AmountBand } from '../../domain/counterfactual/bands.ts';
import type { Unit } from '../../domain/matching/result.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { SummedUnmet } from '../../services/sum-unmet-needs.ts';
import { PeopleBars } from '../components/people-bars.tsx';
import { Page, type Site } from '../layout/page.tsx';

export const UNMET_PATH = '/ressources/besoins';

const { t } = FRENCH;
const say = t.unmet;
/** On the picture: more would be read, not looked at. */
const DRAWN = 8;

/** `since`: `YYYY-MM-DD`. `sums`: the largest first. */
export function UnmetPage({ site, since, sums }: { site: Site; since: string; sums: readonly SummedUnmet[] }) {
  const drawn = sums.slice(0, DRAWN);
  return (
    <Page site={site} title={say.title} wide>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      <p>{say.since(t.format.date(since))}</p>
      <p>{say.small}</p>
      {sums.length === 0 ? (
        <p>{say.none}</p>
      ) : (
        <>
          <PeopleBars
            title={say.pictureTitle}
            rows={drawn.map((sum) => ({ lines: linesOf(sum), people: sum.people }))}
            words={say}
          />
          {sums.length > DRAWN && <p>{say.shown(DRAWN, sums.length)}</p>}
          <UnmetTable sums={sums} />
        </>
      )}
    </Page>
  );
}

function UnmetTable({ sums }: { sums: readonly SummedUnmet[] }) {
  return (
    <table class="waiting-table">
      <caption>{say.table}</caption>
      <thead>
        <tr>
          <th scope="col">{say.columns.ride}</th>
          <th scope="col">{say.columns.hours}</th>
          <th scope="col">{say.columns.people}</th>
          <th scope="col">{say.columns.nearest}</th>
        </tr>
      </thead>
      <tbody>
        {sums.map((sum) => (
          <tr>
            <th scope="row">{rideOf(sum)}</th>
            <td data-label={say.columns.hours}>{hoursOf(sum)}</td>
            <td data-label={say.columns.people}>{say.least(sum.people)}</td>
            <td data-label={say.columns.nearest}>{nearestOf(sum)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function placeOf({ fromName, toName, place }: SummedUnmet): string {
  if (fromName === null || toName === null) return say.anywhere;
  const told = say.fromTo(fromName, toName);
  return place.level === 'epci' ? `${told} (${say.epci})` : told;
}
const wayOf = ({ direction }: SummedUnmet) => (direction === null ? say.bothWays : say.direction[direction]);
const rideOf = (sum: SummedUnmet) => `${wayOf(sum)} : ${placeOf(sum)}`;
const hoursOf = ({ hours }: SummedUnmet) => (hours === null ? say.anyHour : say.hours(hours));
const linesOf = (sum: SummedUnmet) => [
  `${wayOf(sum)}, ${hoursOf(sum)}`,
  ...(sum.fromName === null || sum.toName === null ? [say.anywhere] : [sum.fromName, `→ ${sum.toName}`]),
];

/** What would carry most of them, and whom: « « Navette du matin » : un départ décalé : 10 min au plus ». */
function nearestOf({ nearest, nearestTitle }: SummedUnmet): string {
  if (nearest === null) return say.noNearest;
  const change = say.changes[nearest.lever](bandText(nearest.unit, nearest.amount));
  const named = nearestTitle === null ? t.format.capital(change) : `${say.offer(nearestTitle)} : ${change}`;
  return `${named} (${say.ofPeople(nearest.people)})`;
}

function bandText(unit: Unit, band: AmountBand | null): string {
  if (band === null) return '';
  const { above, upTo } = band;
  return upTo === null ? say.band.above(amountText(unit, above)) : say.band.upTo(amountText(unit, upTo));
}

function amountText(unit: Unit, amount: number): string {
  if (unit === 's') return say.band.minutes(amount / 60);
  if (unit === 'm') return say.band.kilometres(amount / 1000);
  if (unit === 'date') return say.band.days(amount);
  return t.format.euros(amount);
}
