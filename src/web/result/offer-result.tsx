import { FRENCH } from '../../i18n/languages.ts';
import { Tag } from '../components/tag.tsx';
import { type ResultOffer, type Said, type Span, saidOnce, spanOf } from './result-summary.ts';

const { t } = FRENCH;
const say = t.result.offer;
const { format } = t;

const ASKED = 4;
const UNMET = 4;

/** An offer among others: its sentence, its figures, what to ask, why and why not. */
export function OfferResult({ match, startsOn, href }: { match: ResultOffer; startsOn: string | null; href: string }) {
  const title = offerTitle(match);
  const least = (match.turning ?? []).slice(0, 1);
  return (
    <li class={`offer offer-${match.verdict}`}>
      <OfferTags match={match} />
      <h3>
        <a href={href}>{title}</a>
      </h3>
      <p class="sentence">{format.typeset(match.sentence)}</p>
      <OfferFigures match={match} startsOn={startsOn} />
      <Reasons match={match} />
      {least.length > 0 && (
        <div class="reasons">
          <h4>{say.turning}</h4>
          <TurningList changes={least} />
        </div>
      )}
      <p class="open">
        <a href={href}>
          {say.open}
          <span class="unseen">{say.openFor(title)}</span>
        </a>
      </p>
    </li>
  );
}

/** The single changes that would turn the offer, the least first. */
export function TurningList({ changes }: { changes: NonNullable<ResultOffer['turning']> }) {
  return (
    <ul>
      {changes.map(({ sentence }) => (
        <li>{format.typeset(sentence)}</li>
      ))}
    </ul>
  );
}

export const offerTitle = (match: ResultOffer) => match.title ?? t.catalogue.kinds[match.kind];

export function OfferTags({ match }: { match: ResultOffer }) {
  return (
    <p class="tags">
      <Tag tone={match.verdict}>{say.verdicts[match.verdict]}</Tag>
      <Tag>{t.catalogue.kinds[match.kind]}</Tag>
      {match.oneWay && <Tag tone="toVerify">{say.oneWay}</Tag>}
      {match.illustrative && <Tag tone="example">{t.catalogue.illustrative}</Tag>}
    </p>
  );
}

/** Figures of what is served; an impossible offer has none worth a glance. */
export function OfferFigures({ match, startsOn }: { match: ResultOffer; startsOn: string | null }) {
  if (match.verdict === 'impossible') return null;
  const { figures } = say;
  const { coverage, costPerMonthCents, co2PerMonthGrams } = match;
  const carries = match.legs.length > 0;
  const rows: [term: string, value: string | null][] = [
    [figures.coverage, carries ? say.outOf(coverage.served, coverage.total) : null],
    [figures.shifts, carries ? say.outOf(coverage.shiftsComplete, coverage.shiftsTotal) : null],
    [figures.price, carries ? priceText(costPerMonthCents) : null],
    [figures.co2, co2PerMonthGrams === null ? null : say.perMonth(format.kilograms(co2PerMonthGrams))],
    [figures.duration, spanText(spanOf(match, 'durationSeconds'), null)],
    [figures.wait, spanText(spanOf(match, 'waitSeconds'), say.none)],
    [figures.detour, spanText(spanOf(match, 'detourSeconds'), say.noDetour)],
    [
      figures.availableFrom,
      startsOn !== null && match.availableFrom <= startsOn ? null : say.fromDate(format.date(match.availableFrom)),
    ],
  ];
  return (
    <dl class="figures-list">
      {rows.map(
        ([term, value]) =>
          value && (
            <div>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

const priceText = (cents: number | null) =>
  cents === null ? say.unknownPrice : say.perMonth(format.roundEuros(cents));

function spanText(span: Span | null, zero: string | null): string | null {
  if (span === null) return null;
  if (zero !== null && span.high < 30) return zero;
  return say.between(format.duration(span.low), format.duration(span.high));
}

/** Of an offer that serves, the questions in sight and the reasons one click away; of one that cannot, the reasons. */
function Reasons({ match }: { match: ResultOffer }) {
  const { criteria } = match;
  const [unmet, asks, met] = [saidOnce(criteria, 'unmet'), saidOnce(criteria, 'unknown'), saidOnce(criteria, 'met')];
  if (match.verdict === 'impossible') return <Unmet heading={say.unmet} said={unmet} />;
  return (
    <>
      {asks.length > 0 && (
        <div class="reasons reasons-ask">
          <h4>{say.ask}</h4>
          <ul>
            {questions(asks)
              .slice(0, ASKED)
              .map((question) => (
                <li>{format.typeset(question)}</li>
              ))}
          </ul>
        </div>
      )}
      {met.length + unmet.length > 0 && (
        <details class="reasons">
          <summary>{say.why}</summary>
          {met.length > 0 && (
            <div class="reasons-met">
              <h4>{say.met}</h4>
              <ul>
                {met.map((one) => (
                  <li>{format.typeset(one.explanation)}</li>
                ))}
              </ul>
            </div>
          )}
          <Unmet heading={say.unmetElsewhere} said={unmet} />
        </details>
      )}
    </>
  );
}

function Unmet({ heading, said }: { heading: string; said: readonly Said[] }) {
  if (said.length === 0) return null;
  return (
    <div class="reasons reasons-unmet">
      <h4>{heading}</h4>
      <ul>
        {said.slice(0, UNMET).map(({ explanation, fix, legs }) => (
          <li>
            {format.typeset(explanation)}
            {legs > 1 && say.alsoLegs(legs)}
            {fix && <span class="fix">{format.typeset(`${say.fix}${fix}.`)}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

const questions = (asks: readonly Said[]) => [...new Set(asks.map(({ ask, explanation }) => ask ?? explanation))];
