import { FRENCH } from '../../i18n/languages.ts';
import type { Matches as AllMatches } from '../../services/get-matches.ts';
import { Tag } from '../components/tag.tsx';
import { legName } from './leg-names.ts';
import { withoutVerdict } from './offer-result.tsx';

const { t } = FRENCH;
const say = t.result.bundles;

/** `matches` tells at least the offers that bundles name. */
type Matches = Pick<AllMatches, 'bundles' | 'legs'> & { matches: readonly AllMatches['matches'][number][] };

/** Sets of offers that carry the rides together, and which of them carries which. */
export function BundleList({ matches, path }: { matches: Matches; path: string }) {
  const [best, ...rest] = matches.bundles;
  if (!best) return null;
  // Where the best one has a doubt, the best one without stands beside it.
  const sure = isSure(best) ? undefined : rest.find(isSure);
  const others = rest.filter((bundle) => bundle !== sure);
  return (
    <section aria-labelledby="bundles">
      <h2 id="bundles">{say.heading}</h2>
      <p class="soft">{say.lead}</p>
      <ul class="offers">
        <BundleCard bundle={best} matches={matches} path={path} />
        {sure && <BundleCard bundle={sure} matches={matches} path={path} />}
      </ul>
      {others.length > 0 && (
        <details class="folded">
          <summary>{say.others(others.length)}</summary>
          <ul class="offers">
            {others.map((bundle) => (
              <BundleCard bundle={bundle} matches={matches} path={path} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

type Bundle = Matches['bundles'][number];

const isSure = ({ coverage }: Bundle) => coverage.certain === coverage.served;

function BundleCard({ bundle, matches, path }: { bundle: Bundle; matches: Matches; path: string }) {
  const { coverage, costPerMonthCents, offerIds, titles } = bundle;
  const price = costPerMonthCents === null ? say.costUnknown : say.cost(t.format.roundEuros(costPerMonthCents));
  const sentences = new Map(
    matches.matches.flatMap((one) => (offerIds.includes(one.offerId) ? [[one.offerId, one.sentence]] : [])),
  );
  // One offer that makes all rides, at a price that will do: its heading and its own sentence say it.
  const saysItself =
    offerIds.length === 1 &&
    coverage.served === coverage.total &&
    bundle.withinBudget !== false &&
    price !== say.costUnknown;
  const legs = new Map(matches.legs.map((leg) => [leg.id, leg]));
  const uncovered = bundle.unserved.flatMap(({ legId, occurrences }) => {
    const leg = legs.get(legId);
    return leg === undefined ? [] : [say.missing(legName(leg), occurrences, leg.occurrences)];
  });
  return (
    <li class="offer">
      {!isSure(bundle) && (
        <p class="tags">
          <Tag tone="toVerify">{t.result.offer.verdicts.toVerify}</Tag>
        </p>
      )}
      <h3>{say.option(offerIds.length, coverage.served === coverage.total)}</h3>
      {!saysItself && (
        <p class="sentence">
          {t.format.capital(
            [
              say.coverage(coverage.served, coverage.total),
              say.shifts(coverage.shiftsComplete, coverage.shiftsTotal),
              price,
            ]
              .filter((part) => part !== null)
              .join(', '),
          )}
          {bundle.withinBudget === false && <strong>{` (${say.overBudget})`}</strong>}.
        </p>
      )}
      <ul class="bundle-offers">
        {offerIds.map((id, i) => {
          const rides = bundle.legs
            .filter(({ offerId }) => offerId === id)
            .reduce((sum, { occurrences }) => sum + occurrences, 0);
          return (
            <li>
              <a href={`${path}/offre/${encodeURIComponent(id)}`}>{titles[i] ?? id}</a>
              <span>{t.format.typeset(withoutVerdict(sentences.get(id) ?? ''))}</span>
              {offerIds.length > 1 && <span class="soft">{say.carried(rides, coverage.total)}</span>}
            </li>
          );
        })}
      </ul>
      {offerIds.length > 1 && <WhoCarries bundle={bundle} matches={matches} />}
      {uncovered.length > 0 && (
        <p class="soft">
          <strong>{say.uncovered} : </strong>
          {uncovered.join(' ; ')}
        </p>
      )}
      {!bundle.exact && <p class="soft">{say.inexact}</p>}
    </li>
  );
}

function WhoCarries({ bundle, matches }: { bundle: Bundle; matches: Matches }) {
  const titleOf = new Map(bundle.offerIds.map((id, i) => [id, bundle.titles[i] ?? id]));
  const carriers = new Map(matches.legs.map(({ id }) => [id, bundle.legs.filter(({ legId }) => legId === id)]));
  return (
    <details class="reasons">
      <summary>{say.carries}</summary>
      <table>
        <caption class="unseen">{say.carries}</caption>
        <thead>
          <tr>
            <th scope="col">{t.result.timeline.columns.leg}</th>
            <th scope="col">{say.offer}</th>
          </tr>
        </thead>
        <tbody>
          {matches.legs.map((leg) => {
            const own = carriers.get(leg.id) ?? [];
            const names = own.map(({ offerId, occurrences }) => {
              const title = titleOf.get(offerId) ?? offerId;
              return own.length === 1 ? title : say.share(title, occurrences);
            });
            return (
              names.length > 0 && (
                <tr>
                  <th scope="row">{legName(leg)}</th>
                  <td>{names.join(', ')}</td>
                </tr>
              )
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
