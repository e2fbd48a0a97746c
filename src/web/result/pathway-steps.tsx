import { FRENCH } from '../../i18n/languages.ts';
import type { Matches as AllMatches } from '../../services/get-matches.ts';

const { t } = FRENCH;
const say = t.result.pathway;

/** `matches` tells at least the offers that the pathway names. */
type Matches = Pick<AllMatches, 'pathway'> & { matches: readonly AllMatches['matches'][number][] };

/** From a ride on Monday to getting there alone, as a first idea to talk over. */
export function PathwaySteps({ matches, path }: { matches: Matches; path: string }) {
  if (matches.pathway.length === 0) return null;
  const titles = new Map(matches.matches.map(({ offerId, title }) => [offerId, title]));
  const names = new Map(matches.pathway.map(({ id, step, title }) => [id, title ?? say.steps[step]]));
  return (
    <section aria-labelledby="pathway">
      <h2 id="pathway">{say.heading}</h2>
      <p class="soft">{say.lead}</p>
      <ol class="pathway">
        {matches.pathway.map((step) => (
          <Step step={step} titles={titles} steps={names} path={path} />
        ))}
      </ol>
    </section>
  );
}

type PathwayStep = Matches['pathway'][number];

function Step(props: {
  step: PathwayStep;
  titles: ReadonlyMap<string, string | null>;
  steps: ReadonlyMap<string, string>;
  path: string;
}) {
  const { step, titles, steps, path } = props;
  const { offerId, offerIds, from, until, barriers, conditions, needs } = step;
  const ids = offerIds ?? (offerId === null ? [] : [offerId]);
  const when = until ? say.between(t.format.date(from), t.format.date(until)) : say.from(t.format.date(from));
  const named = (codes: readonly string[], of: (code: string) => string) => t.format.list(codes.map(of));
  return (
    <li>
      <h3>{say.steps[step.step]}</h3>
      <p class="soft">{t.format.capital(step.earliest ? say.earliest(when) : when)}</p>
      {ids.map((id) => (
        <p>
          <a href={`${path}/offre/${encodeURIComponent(id)}`}>
            {titles.get(id) ?? (id === offerId ? step.title : null) ?? id}
          </a>
        </p>
      ))}
      {barriers.length > 0 && (
        <p class="soft">{say.lifts(named(barriers, (code) => t.catalogue.barriers[code] ?? code))}</p>
      )}
      {needs.length > 0 && <p class="soft">{say.after(named(needs, (id) => steps.get(id) ?? id))}</p>}
      {step.missing.length > 0 && <p>{say.missing(named(step.missing, (id) => say.rules[id] ?? id))}</p>}
      {step.unsure.length > 0 && <p>{say.unsure(named(step.unsure, (code) => say.situations[code] ?? code))}</p>}
      {step.opens.length > 0 && (
        <p class="soft">{say.opens(t.format.list(step.opens.map((o) => o.title ?? o.offerId)))}</p>
      )}
      {step.endsEarly.map(({ offerId, title, on }) => (
        <p>{say.endsEarly(title ?? offerId, t.format.date(on))}</p>
      ))}
      <Conditions conditions={conditions} />
    </li>
  );
}

/** What is still to be asked, then what the person brings. */
function Conditions({ conditions }: Pick<PathwayStep, 'conditions'>) {
  const asks = [...new Set(conditions.flatMap(({ ask }) => ask ?? []))];
  const brings = [
    ...new Set(conditions.flatMap(({ outcome, explanation }) => (outcome === 'met' ? [explanation] : []))),
  ];
  if (asks.length + brings.length === 0) return null;
  return (
    <details class="reasons">
      <summary>{say.conditions(asks.length)}</summary>
      <ul>
        {[...asks, ...brings].map((sentence) => (
          <li>{t.format.typeset(sentence)}</li>
        ))}
      </ul>
    </details>
  );
}
