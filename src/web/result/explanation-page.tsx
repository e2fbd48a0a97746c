import { FRENCH } from '../../i18n/languages.ts';
import type { OfferExplanation } from '../../services/explain-offer.ts';
import { Page, type Site } from '../layout/page.tsx';
import { legName } from './leg-names.ts';
import { OfferActions, OfferFigures, OfferTags, TurningList } from './offer-result.tsx';
import { offerTitle } from './offer-title.ts';
import { offerAnchor, type ResultPlace } from './result-place.ts';
import type { ResultCriterion } from './result-summary.ts';

const { t } = FRENCH;
const { format } = t;
const say = t.result.explanation;

/** As many single changes as one reads at a glance; a program is told them all. */
const TURNING = 5;

type Props = { site: Site; place: ResultPlace; explanation: OfferExplanation; computedAt: string };

/** Every rule put to one offer, leg by leg, with what was measured and what would change the answer. */
export function ExplanationPage({ site, place, explanation, computedAt }: Props) {
  const title = offerTitle(explanation);
  const { router, dataSet } = explanation;
  const { result } = t;
  const changes = (explanation.turning ?? []).slice(0, TURNING);
  return (
    <Page site={site} title={say.title(title)} section={place.section} noIndex wide>
      <p class="way-back">
        <a href={`${place.path}#${offerAnchor(explanation.offerId)}`}>{say.back}</a>
      </p>
      <OfferTags match={explanation} />
      <h1>{title}</h1>
      {explanation.providerName && <p class="lead">{t.catalogue.by(explanation.providerName)}</p>}
      <p class="sentence">{format.typeset(explanation.sentence)}</p>
      <OfferFigures match={explanation} startsOn={null} />
      <p>
        <a class="standing" href={`/fr/catalogue/${encodeURIComponent(explanation.offerId)}`}>
          {say.catalogue}
        </a>
      </p>
      {explanation.verdict !== 'impossible' && (
        <OfferActions place={place} offerId={explanation.offerId} title={title} />
      )}
      {changes.length > 0 && (
        <section class="reasons" aria-labelledby="turning">
          <h2 id="turning">{result.offer.turning}</h2>
          <TurningList changes={changes} />
        </section>
      )}
      <CriteriaSection heading={say.whole} criteria={explanation.criteria.filter(({ legId }) => legId === null)} />
      {explanation.legs.length > 0 && <LegSection explanation={explanation} />}
      <p class="soft">{result.source(router, dataSet, computedAt)}</p>
    </Page>
  );
}

function CriteriaSection({ heading, criteria }: { heading: string; criteria: readonly ResultCriterion[] }) {
  if (criteria.length === 0) return null;
  return (
    <section aria-labelledby="whole">
      <h2 id="whole">{heading}</h2>
      <CriteriaList criteria={criteria} />
    </section>
  );
}

function CriteriaList({ criteria }: { criteria: readonly ResultCriterion[] }) {
  return (
    <ul class="criteria">
      {criteria.map(({ code, outcome, explanation, fix, ask }) => (
        <li class={`criterion criterion-${outcome}`}>
          <strong>{`${say.outcomes[outcome]} · ${t.result.criteria[code]}`}</strong>
          {format.typeset(explanation)}
          {fix && <span class="fix">{format.typeset(`${t.result.offer.fix}${fix}.`)}</span>}
          {ask && <span class="fix">{format.typeset(ask)}</span>}
        </li>
      ))}
    </ul>
  );
}

function LegSection({ explanation }: { explanation: OfferExplanation }) {
  const { columns } = say;
  const names = new Map(explanation.asked.map((leg) => [leg.id, legName(leg)]));
  const occurrences = new Map(explanation.asked.map((leg) => [leg.id, leg.occurrences]));
  return (
    <section aria-labelledby="legs">
      <h2 id="legs">{say.legs}</h2>
      {/* Wide on small screens: it scrolls by itself, the page does not; to be reached by keyboard too. */}
      <section class="scroll" tabindex={0} aria-label={say.table}>
        <table>
          <caption class="unseen">{say.legs}</caption>
          <thead>
            <tr>
              {Object.values(columns).map((label) => (
                <th scope="col">{label}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {explanation.legs.map((leg) => (
              <tr>
                <th scope="row">{names.get(leg.legId)}</th>
                <td>
                  {say.answers[leg.served ? leg.outcome : 'unmet']}
                  {leg.served && leg.servedOccurrences < (occurrences.get(leg.legId) ?? 0) && (
                    <span class="soft">{say.partly(leg.servedOccurrences, occurrences.get(leg.legId) ?? 0)}</span>
                  )}
                </td>
                <td>{moment(leg.departAt, leg.departDayOffset)}</td>
                <td>{moment(leg.arriveAt, leg.arriveDayOffset)}</td>
                <td>{leg.durationSeconds === null ? '–' : format.duration(leg.durationSeconds)}</td>
                <td>{leg.waitSeconds === null ? '–' : format.duration(leg.waitSeconds)}</td>
                <td>{leg.detourSeconds === null ? '–' : format.duration(leg.detourSeconds)}</td>
                <td>{leg.pricePerRideCents === null ? '–' : format.euros(leg.pricePerRideCents)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {explanation.legs.map((leg) => {
        const criteria = explanation.criteria.filter(({ legId }) => legId === leg.legId);
        return (
          <details class="folded" open={explanation.legs.length === 1 || undefined}>
            <summary>{`${names.get(leg.legId)} : ${say.answers[leg.served ? leg.outcome : 'unmet']}`}</summary>
            <CriteriaList criteria={criteria} />
            <Exceptions exceptions={leg.exceptions} />
          </details>
        );
      })}
    </section>
  );
}

function Exceptions({ exceptions }: { exceptions: OfferExplanation['legs'][number]['exceptions'] }) {
  if (exceptions.length === 0) return null;
  return (
    <>
      <h3>{say.exceptions}</h3>
      <ul>
        {exceptions.map(({ date, reason, served, certain }) => (
          <li>{`${say.exception(format.date(date), served, certain)} (${say.reasons[reason]})`}</li>
        ))}
      </ul>
    </>
  );
}

function moment(time: string | null, dayOffset: number | null): string {
  if (time === null) return '–';
  const day = !dayOffset ? '' : dayOffset < 0 ? ` ${say.dayBefore}` : ` ${say.dayAfter}`;
  return `${format.clock(time)}${day}`;
}
