import { FRENCH } from '../../i18n/languages.ts';
import type { Matches } from '../../services/get-matches.ts';
import { legName } from './leg-names.ts';

const { t } = FRENCH;
const say = t.trial.result.bundles;

/** Sets of offers that carry the rides together, and which of them carries which. */
export function BundleList({ matches, path }: { matches: Matches; path: string }) {
  if (matches.bundles.length === 0) return null;
  return (
    <section aria-labelledby="bundles">
      <h2 id="bundles">{say.heading}</h2>
      <p class="soft">{say.lead}</p>
      <ol class="offers">
        {matches.bundles.map((bundle, index) => (
          <BundleCard bundle={bundle} index={index} matches={matches} path={path} />
        ))}
      </ol>
    </section>
  );
}

type Bundle = Matches['bundles'][number];

function BundleCard({ bundle, index, matches, path }: { bundle: Bundle; index: number; matches: Matches; path: string }) {
  const { coverage, costPerMonthCents, offerIds, titles } = bundle;
  const price = costPerMonthCents === null ? say.costUnknown : say.cost(t.format.roundEuros(costPerMonthCents));
  const carried = new Set(bundle.legs.map(({ legId }) => legId));
  const uncovered = matches.legs.filter(({ id }) => !carried.has(id));
  return (
    <li class="offer">
      <h3>{say.option(index + 1, offerIds.length)}</h3>
      <p class="sentence">
        {t.format.capital(say.coverage(coverage.served, coverage.total))}, {say.shifts(coverage.shiftsComplete, coverage.shiftsTotal)},{' '}
        {price}
        {bundle.withinBudget === false && <strong>{` (${say.overBudget})`}</strong>}.
      </p>
      <ul class="bundle-offers">
        {offerIds.map((id, i) => {
          const legs = bundle.legs.filter(({ offerId }) => offerId === id);
          return (
            <li>
              <a href={`${path}/offre/${encodeURIComponent(id)}`}>{titles[i] ?? id}</a>
              <span class="soft">{say.legCount(legs.length, matches.legs.length)}</span>
            </li>
          );
        })}
      </ul>
      <details class="reasons">
        <summary>{say.carries}</summary>
        <table>
          <caption class="unseen">{say.carries}</caption>
          <thead>
            <tr>
              <th scope="col">{t.trial.result.timeline.columns.leg}</th>
              <th scope="col">{say.offer}</th>
            </tr>
          </thead>
          <tbody>
            {matches.legs
              .filter(({ id }) => carried.has(id))
              .map((leg) => (
                <tr>
                  <th scope="row">{legName(leg)}</th>
                  <td>
                    {bundle.legs.flatMap(({ legId, offerId }) => (legId === leg.id ? [titles[offerIds.indexOf(offerId)] ?? offerId] : [])).join(', ')}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
      {uncovered.length > 0 && (
        <p class="soft">
          <strong>{say.uncovered} : </strong>
          {uncovered.map((leg) => legName(leg)).join(' ; ')}
        </p>
      )}
    </li>
  );
}
