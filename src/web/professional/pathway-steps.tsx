import { FRENCH } from '../../i18n/languages.ts';
import type { Matches } from '../../services/get-matches.ts';

const { t } = FRENCH;
const say = t.trial.result.pathway;

/** From a ride on Monday to getting there alone, as a first idea to talk over. */
export function PathwaySteps({ matches, path }: { matches: Matches; path: string }) {
  if (matches.pathway.length === 0) return null;
  const titles = new Map(matches.matches.map(({ offerId, title }) => [offerId, title]));
  return (
    <section aria-labelledby="pathway">
      <h2 id="pathway">{say.heading}</h2>
      <p class="soft">{say.lead}</p>
      <ol class="pathway">
        {matches.pathway.map(({ step, offerId, offerIds, from, until, barriers }) => {
          const ids = offerIds ?? (offerId === null ? [] : [offerId]);
          return (
            <li>
              <h3>{say.steps[step]}</h3>
              <p class="soft">
                {t.format.capital(
                  until ? say.between(t.format.date(from), t.format.date(until)) : say.from(t.format.date(from)),
                )}
              </p>
              {ids.map((id) => (
                <p>
                  <a href={`${path}/offre/${encodeURIComponent(id)}`}>{titles.get(id) ?? id}</a>
                </p>
              ))}
              {barriers.length > 0 && (
                <p class="soft">
                  {say.lifts(t.format.list(barriers.map((code) => t.catalogue.barriers[code] ?? code)))}
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
