import { type Known, type OpenFact, openFactOf } from '../../domain/diagnostic/open-facts.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { Tag } from '../components/tag.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { AskInPlace, type Asking } from './ask-field.tsx';
import { offerTitle } from './offer-title.ts';
import { QUESTIONS } from './open-questions.tsx';
import { offerAnchor, type ResultPlace } from './result-place.ts';
import { type ResultOffer, type Said, type Span, saidOnce, spanOf } from './result-summary.ts';

const { t } = FRENCH;
const say = t.result.offer;
const { format } = t;

const ASKED = 4;
const UNMET = 4;

/** What the list around an offer knows. */
export type OfferList = {
  startsOn: string | null;
  asking: Asking;
  known: Known;
  /** Asked once, above all offers. */
  askedAbove: ReadonlySet<OpenFact>;
  /** Versions in the catalogue now. */
  offerVersions: ReadonlyMap<string, number>;
};

/** An offer among others: its sentence, its figures, what to ask; why and why not one click away; what to do with it. */
export function OfferResult({ match, list }: { match: ResultOffer; list: OfferList }) {
  const { place } = list.asking;
  const title = offerTitle(match);
  const href = `${place.path}/offre/${encodeURIComponent(match.offerId)}`;
  const least = (match.turning ?? []).slice(0, 1);
  const isCarrier = match.verdict !== 'impossible' && match.legs.length > 0;
  return (
    <li class={`offer offer-${match.verdict}`} id={offerAnchor(match.offerId)}>
      <OfferTags match={match} />
      <h3>
        <a href={href}>{title}</a>
      </h3>
      <CatalogueNow match={match} offerVersions={list.offerVersions} />
      <p class="sentence">{format.typeset(withoutVerdict(match.sentence))}</p>
      {match.verdict === 'impossible' ? (
        <Turns changes={least} />
      ) : (
        <>
          <Figures rows={glanceOf(match, list.startsOn)} />
          <Reasons match={match} list={list} />
        </>
      )}
      {isCarrier && (
        <div class="offer-actions">
          <p class="open">
            <a href={href}>
              {say.open}
              <span class="unseen">{say.openFor(title)}</span>
            </a>
          </p>
          <CompareBox offerId={match.offerId} title={title} />
        </div>
      )}
      {match.verdict !== 'impossible' && <OfferActions place={place} offerId={match.offerId} title={title} />}
    </li>
  );
}

/** The verdict stands above it as a tag. */
export const withoutVerdict = (sentence: string) => sentence.replace(/ À vérifier\.$/, '');

function Turns({ changes }: { changes: NonNullable<ResultOffer['turning']> }) {
  if (changes.length === 0) return null;
  return (
    <div class="reasons">
      <h4>{say.turning}</h4>
      <TurningList changes={changes} />
    </div>
  );
}

const mapPath = ({ path }: ResultPlace, offerId: string) => `${path}/carte?${new URLSearchParams({ offres: offerId })}`;

/** The form the boxes belong to stands after the list. */
export const COMPARE_FORM = 'comparer';

function CompareBox({ offerId, title }: { offerId: string; title: string }) {
  const { compare } = t.result;
  const id = `comparer-${offerAnchor(offerId)}`;
  return (
    <div class="choice compare-box">
      <input type="checkbox" id={id} name="offres" value={offerId} form={COMPARE_FORM} />
      <div class="choice-text">
        <label for={id}>
          {compare.tick}
          <span class="unseen">{compare.tickOf(title)}</span>
        </label>
      </div>
    </div>
  );
}

/** Sends the offer on, or keeps it for the plan: for a person only. */
export function OfferActions({ place, offerId, title }: { place: ResultPlace; offerId: string; title: string }) {
  const { forPerson, formToken } = place;
  if (forPerson === null) return null;
  const { personPath, diagnosticId } = forPerson;
  const words = t.result.forPerson;
  const query = new URLSearchParams({ diagnostic: diagnosticId });
  const whose = <span class="unseen">{words.of(title)}</span>;
  return (
    <div class="actions screen-only">
      <a class="button" href={`${personPath}/orienter/${encodeURIComponent(offerId)}?${query}`}>
        {words.refer}
        {whose}
      </a>
      <form method="post" action={`${personPath}/plan/etapes`}>
        {formToken && <FormToken value={formToken} />}
        <input type="hidden" name="offerId" value={offerId} />
        <input type="hidden" name="diagnosticId" value={diagnosticId} />
        <button type="submit" class="button button-quiet">
          {words.plan}
          {whose}
        </button>
      </form>
    </div>
  );
}

/** The catalogue may have moved on since the result was made. */
function CatalogueNow({ match, offerVersions }: { match: ResultOffer; offerVersions: ReadonlyMap<string, number> }) {
  const version = offerVersions.get(match.offerId);
  if (version === match.offerVersion) return null;
  const { goneText, changedText } = t.result.catalogueNow;
  return <p class="notice notice-ask">{version === undefined ? goneText : changedText}</p>;
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

type Figure = [term: string, value: string | null];

/** What one looks at first: how much of it, for how much, how long, how far, from when. */
function glanceOf(match: ResultOffer, startsOn: string | null): Figure[] {
  const { figures } = say;
  const { coverage, costPerMonthCents } = match;
  const carries = match.legs.length > 0;
  const away = awayOf(match);
  return [
    [figures.coverage, carries ? say.outOf(coverage.served, coverage.total) : null],
    [figures.price, carries ? priceText(costPerMonthCents) : null],
    [figures.duration, spanText(spanOf(match, 'durationSeconds'), null)],
    [figures.away, carries && away !== null ? say.away(away) : null],
    [
      figures.availableFrom,
      startsOn !== null && match.availableFrom <= startsOn ? null : say.fromDate(format.date(match.availableFrom)),
    ],
  ];
}

/** The rest of what can be counted. */
function restOf(match: ResultOffer): Figure[] {
  const { figures } = say;
  const { coverage, co2PerMonthGrams } = match;
  return [
    [figures.shifts, match.legs.length > 0 ? say.outOf(coverage.shiftsComplete, coverage.shiftsTotal) : null],
    [figures.wait, spanText(spanOf(match, 'waitSeconds'), say.none)],
    [figures.detour, spanText(spanOf(match, 'detourSeconds'), say.noDetour)],
    [figures.co2, co2PerMonthGrams === null ? null : say.perMonth(format.kilograms(co2PerMonthGrams))],
  ];
}

/** Crow-flight metres to the depot where the vehicle is fetched; null where nothing is. */
const awayOf = ({ criteria }: ResultOffer) => criteria.find(({ code }) => code === 'depot')?.awayMetres ?? null;

/** All figures of what is served; an impossible offer has none worth a glance. */
export function OfferFigures({ match, startsOn }: { match: ResultOffer; startsOn: string | null }) {
  if (match.verdict === 'impossible') return null;
  return <Figures rows={[...glanceOf(match, startsOn), ...restOf(match)]} />;
}

function Figures({ rows }: { rows: readonly Figure[] }) {
  const told = rows.filter(([, value]) => value !== null);
  if (told.length === 0) return null;
  return (
    <dl class="figures-list">
      {told.map(([term, value]) => (
        <div>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export const priceText = (cents: number | null) =>
  cents === null ? say.unknownPrice : say.perMonth(format.roundEuros(cents));

export function spanText(span: Span | null, zero: string | null): string | null {
  if (span === null) return null;
  if (zero !== null && span.high < 30) return zero;
  return say.between(format.duration(span.low), format.duration(span.high));
}

/** What all offers are asked together, by name, and where it is answered. */
function AskedAbove({ facts }: { facts: readonly OpenFact[] }) {
  if (facts.length === 0) return null;
  return (
    <li>
      {`${format.capital(format.list(facts.map((fact) => t.result.questions.short[fact])))} : `}
      <a href={`#${QUESTIONS}`}>{say.answerAbove}</a>
    </li>
  );
}

/** The reasons one click away: what suits, what does not, and the questions that are not asked above. */
function Reasons({ match, list }: { match: ResultOffer; list: OfferList }) {
  const { criteria } = match;
  const [unmet, asks, met] = [saidOnce(criteria, 'unmet'), saidOnce(criteria, 'unknown'), saidOnce(criteria, 'met')];
  const questions = questionsOf(asks, list.known);
  const above = questions.flatMap(({ fact }) => (fact !== null && list.askedAbove.has(fact) ? [fact] : []));
  const own = questions.filter(({ fact }) => fact === null || !list.askedAbove.has(fact));
  const { place } = list.asking;
  const title = offerTitle(match);
  return (
    <details class="reasons">
      <summary>
        {say.why(questions.length)}
        <span class="unseen">{say.openFor(title)}</span>
      </summary>
      {questions.length > 0 && (
        <div class="reasons-ask">
          <h4>{say.ask}</h4>
          <ul>
            <AskedAbove facts={above} />
            {own.slice(0, ASKED).map(({ question, fact }) => (
              <li>
                {format.typeset(question)}
                {fact && (
                  <AskInPlace
                    asking={list.asking}
                    fact={fact}
                    question={question}
                    anchor={offerAnchor(match.offerId)}
                    id={`${fact}-${offerAnchor(match.offerId)}`}
                  />
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
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
      <Figures rows={restOf(match)} />
      {match.legs.length > 0 && (
        <p class="open">
          <a class="standing" href={mapPath(place, match.offerId)}>
            {t.result.map.see}
            <span class="unseen">{t.result.map.seeOf(title)}</span>
          </a>
        </p>
      )}
    </details>
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

export type Question = { question: string; fact: OpenFact | null };

/** Each question once, those that one answer of the person settles first. */
export function questionsOf(asks: readonly Said[], known: Known): Question[] {
  const questions = new Map<string, OpenFact | null>();
  const asked = new Set<OpenFact>();
  for (const { ask, explanation, criterion } of asks) {
    const question = ask ?? explanation;
    const fact = openFactOf(criterion, known);
    // Two rules may wait for one answer.
    const isNew = fact !== null && !asked.has(fact);
    if (isNew) asked.add(fact);
    if (isNew || !questions.has(question)) questions.set(question, questions.get(question) ?? (isNew ? fact : null));
  }
  const all = [...questions].map(([question, fact]) => ({ question, fact }));
  return [...all.filter(({ fact }) => fact !== null), ...all.filter(({ fact }) => fact === null)];
}
