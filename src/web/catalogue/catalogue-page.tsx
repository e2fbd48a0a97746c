import { OFFER_KINDS, THEMES } from '../../domain/catalogue/offer.ts';
import type { Speech } from '../../i18n/languages.ts';
import type { FirstOfKind } from '../../services/list-each-kind.ts';
import type { ListedOffer } from '../../services/list-offers.ts';
import type { Page as PageOf } from '../../services/ports.ts';
import { Tag } from '../components/tag.tsx';
import { communeLabel } from '../forms/commune-choice.ts';
import { ChoiceField, ErrorSummary, messageFor, SelectField, TextField } from '../forms/fields.tsx';
import { ForYou, Page, type Site } from '../layout/page.tsx';
import { shortPrice, shortSummary } from './offer-facts.ts';
import { type CatalogueSearch, catalogueQuery, WITHIN_MINUTES } from './search.ts';

type Props = {
  site: Site;
  speech: Speech;
  search: CatalogueSearch;
  /** Null while the commune is still to be chosen, or named rightly. */
  found: PageOf<ListedOffer> | null;
  /** Where nothing was asked: some of each kind, for three hundred drivers would hide the rest. */
  kinds?: readonly FirstOfKind[];
};

export function CataloguePage({ site, speech, search, found, kinds }: Props) {
  const { t } = speech;
  const { catalogue } = t;
  return (
    <Page
      site={site}
      speech={speech}
      title={catalogue.title}
      description={catalogue.lead}
      section="catalogue"
      hasErrors={search.errors.length > 0}
      wide
    >
      <h1>{catalogue.heading}</h1>
      <p class="lead">{catalogue.lead}</p>
      {!site.member && <ForYou speech={speech} />}
      <ErrorSummary title={t.errors.summary} errors={search.errors} />
      <div class="beside">
        <SearchForm speech={speech} search={search} />
        {kinds && <EachKind speech={speech} search={search} kinds={kinds} />}
        {found && <Results speech={speech} search={search} found={found} />}
        {search.candidates.length > 0 && <p class="notice">{catalogue.filter.chooseFirst}</p>}
      </div>
    </Page>
  );
}

function SearchForm({ speech: { t, language }, search }: Pick<Props, 'speech' | 'search'>) {
  const { filter, themes, kinds } = t.catalogue;
  const path = `/${language.code}/catalogue`;
  return (
    <search class="panel search" aria-labelledby="search-heading">
      <form action={path} method="get">
        <h2 id="search-heading">{filter.heading}</h2>
        <TextField
          id="near"
          label={filter.near}
          hint={filter.nearHint}
          value={search.nearText}
          error={messageFor(search.errors, 'near')}
        />
        {search.candidates.length > 0 && (
          <ChoiceField
            id="commune"
            legend={filter.chooseCommune(search.nearText)}
            values={[]}
            options={search.candidates.map((commune) => ({ value: commune.code, label: communeLabel(commune) }))}
          />
        )}
        {search.near && <input type="hidden" name="commune" value={search.near.code} />}
        <SelectField
          id="within"
          label={filter.within}
          hint={filter.withinHint}
          value={String(search.withinMinutes ?? '')}
          options={[
            { value: '', label: filter.anyTime },
            ...WITHIN_MINUTES.map((minutes) => ({ value: String(minutes), label: filter.minutes(minutes) })),
          ]}
        />
        <SelectField
          id="theme"
          label={filter.theme}
          value={search.theme}
          options={[
            { value: '', label: filter.anyTheme },
            ...THEMES.map((theme) => ({ value: theme, label: themes[theme] })),
          ]}
        />
        <SelectField
          id="kind"
          label={filter.kind}
          value={search.kind}
          options={[
            { value: '', label: filter.anyKind },
            ...OFFER_KINDS.map((kind) => ({ value: kind, label: kinds[kind] })),
          ]}
        />
        <TextField id="q" type="search" label={filter.q} hint={filter.qHint} value={search.q} />
        <p class="actions">
          <button type="submit" class="button">
            {filter.submit}
          </button>
          <a class="quiet-link" href={path}>
            {filter.reset}
          </a>
        </p>
      </form>
    </search>
  );
}

function Results({ speech, search, found }: { speech: Speech; search: CatalogueSearch; found: PageOf<ListedOffer> }) {
  const { t, language } = speech;
  const { results } = t.catalogue;
  const { items, nextCursor } = found;
  const path = `/${language.code}/catalogue`;
  const isWhole = search.skipped === 0 && nextCursor === null;
  const heading = isWhole
    ? results.count(items.length)
    : results.range(search.skipped + 1, search.skipped + items.length);
  return (
    <section class="results" aria-labelledby="results">
      <h2 id="results">{heading}</h2>
      <KindLinks speech={speech} search={search} />
      {search.near && <p class="soft">{t.format.capital(results.near(search.near.name, search.withinMinutes))}</p>}
      {items.some(({ travelEstimated }) => travelEstimated) && <p class="soft">{results.estimated}</p>}
      {items.length === 0 && (
        <p>
          {results.none} {results.noneHint}
        </p>
      )}
      <ul class="offers">
        {items.map((offer) => (
          <OfferCard offer={offer} speech={speech} />
        ))}
      </ul>
      {!isWhole && (
        <nav class="pages" aria-label={results.pages}>
          {search.skipped > 0 && <a href={`${path}${catalogueQuery(search)}`}>{results.first}</a>}
          {nextCursor && (
            <a
              class="button button-quiet"
              rel="next"
              href={`${path}${catalogueQuery(search, { cursor: nextCursor, skipped: search.skipped + items.length })}`}
            >
              {results.next}
            </a>
          )}
        </nav>
      )}
    </section>
  );
}

function EachKind({ speech, search, kinds }: Pick<Props, 'speech' | 'search'> & { kinds: readonly FirstOfKind[] }) {
  const { results, kinds: names } = speech.t.catalogue;
  const path = `/${speech.language.code}/catalogue`;
  return (
    <section class="results" aria-labelledby="results">
      <h2 id="results">{results.eachKind}</h2>
      <KindLinks speech={speech} search={search} />
      {kinds.length === 0 && <p>{results.none}</p>}
      {kinds.map(({ kind, items, more }) => (
        <section aria-labelledby={`kind-${kind}`}>
          <h3 id={`kind-${kind}`}>{names[kind]}</h3>
          <ul class="offers">
            {items.map((offer) => (
              <OfferCard offer={offer} speech={speech} />
            ))}
          </ul>
          {more && (
            <p>
              <a class="standing" href={`${path}${catalogueQuery({ ...search, kind })}`}>
                {results.wholeKind(names[kind])}
              </a>
            </p>
          )}
        </section>
      ))}
    </section>
  );
}

/** One press to see a single kind: three hundred drivers would hide the rest. */
function KindLinks({ speech: { t, language }, search }: { speech: Speech; search: CatalogueSearch }) {
  const { filter, kinds } = t.catalogue;
  const options = [
    { kind: '' as const, label: filter.anyKind },
    ...OFFER_KINDS.map((kind) => ({ kind, label: kinds[kind] })),
  ];
  return (
    <nav aria-label={filter.kindLinks}>
      <ul class="kinds">
        {options.map(({ kind, label }) => (
          <li>
            <a
              href={`/${language.code}/catalogue${catalogueQuery({ ...search, kind })}`}
              aria-current={search.kind === kind ? 'true' : undefined}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function OfferCard({ offer, speech: { t, language } }: { offer: ListedOffer; speech: Speech }) {
  const { catalogue } = t;
  const price = shortPrice(offer, t);
  const summary = shortSummary(offer, t);
  return (
    <li class="offer">
      <p class="tags">
        <Tag>{catalogue.kinds[offer.kind]}</Tag>
        {offer.illustrative && <Tag tone="example">{catalogue.illustrative}</Tag>}
      </p>
      <h3>
        <a href={`/${language.code}/catalogue/${encodeURIComponent(offer.id)}`}>{offer.title}</a>
      </h3>
      <p class="soft">{offer.provider.name}</p>
      {summary && <p>{summary}</p>}
      <p class="figures">
        {price && <span>{price}</span>}
        <TravelTime offer={offer} t={t} />
      </p>
    </li>
  );
}

function TravelTime({ offer, t }: { offer: ListedOffer; t: Speech['t'] }) {
  const { results } = t.catalogue;
  const { travelSeconds, travelEstimated } = offer;
  if (travelSeconds === undefined) return null;
  if (travelSeconds === null) return <span>{results.noPlace}</span>;
  if (offer.kind === 'demandResponsiveTransport') return <span>{results.comesToYou}</span>;
  return <span>{travelEstimated ? results.travelEstimated(travelSeconds) : results.travel(travelSeconds)}</span>;
}
