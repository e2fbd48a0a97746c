import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Slice } from '../../domain/matching/browse.ts';
import type { CriterionCode } from '../../domain/matching/result.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { BrowsedPages, ShownOffer } from '../../services/result/browse-result.ts';
import type { Asking } from './ask-field.tsx';
import { FilterForm } from './filter-form.tsx';
import { COMPARE_FORM, type OfferList, OfferResult } from './offer-result.tsx';
import type { ResultPageProps } from './result-page.tsx';
import { filterCount, queryText } from './result-query.ts';

const { t } = FRENCH;
const say = t.result;

export const askingOf = ({ place, query, view }: ResultPageProps): Asking => ({
  place,
  version: view.diagnostic.version,
  query: queryText(query),
});

/** The offers that carry, that lift a barrier, and that nearly do; each list turns its own pages. */
export function OfferLists(props: ResultPageProps & { between: JSX.Element }) {
  const { view, query, place } = props;
  const { diagnostic } = view;
  const isFiltered = filterCount(query.filter) > 0;
  const list: OfferList = {
    startsOn: props.startsOn,
    asking: askingOf(props),
    known: diagnostic,
    askedAbove: new Set(view.questions.map(({ fact }) => fact)),
    offerVersions: view.offerVersions,
  };
  const common = { ...props, list };
  return (
    <>
      <ListSection
        {...common}
        id="offres"
        words={{ ...say.rides, none: isFiltered ? say.filter.none : say.rides.none }}
        param="rides"
        offers={view.rides}
        before={view.carrying > 1 && <FilterForm view={view} query={query} path={place.path} />}
        after={view.carrying > 1 && <CompareForm path={place.path} />}
      />
      {props.between}
      <ListSection {...common} id="appuis" words={say.supports} param="supports" offers={view.supports} />
      <ListSection {...common} id="presque" words={say.misses} param="misses" offers={view.misses} folded />
      <Impossible {...common} />
    </>
  );
}

type ListWords = { heading: string; lead: string; none: string; pages: string };
type ListProps = ResultPageProps & {
  id: string;
  words: ListWords;
  param: keyof BrowsedPages;
  offers: Slice<ShownOffer>;
  list: OfferList;
  folded?: boolean;
  before?: JSX.Element | false;
  after?: JSX.Element | false;
};

function ListSection(props: ListProps) {
  const { id, words, offers, list, folded, before, after } = props;
  const items = (
    <>
      <ol class="offers">
        {offers.items.map((match) => (
          <OfferResult match={match} list={list} />
        ))}
      </ol>
      <PageLinks {...props} />
      {after}
    </>
  );
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {words.heading}
        <span class="subheading">{say.list.range(offers.first, offers.last, offers.total)}</span>
      </h2>
      {offers.total > 0 && <p class="soft">{words.lead}</p>}
      {before}
      {offers.total === 0 ? (
        <p>{words.none}</p>
      ) : folded ? (
        <details class="folded" open={offers.page > 1 || undefined}>
          <summary>{say.list.unfold(offers.items.length)}</summary>
          {items}
        </details>
      ) : (
        items
      )}
    </section>
  );
}

function CompareForm({ path }: { path: string }) {
  return (
    <form id={COMPARE_FORM} class="compare-form screen-only" method="get" action={`${path}/comparer`}>
      <p class="soft">{say.compare.hint}</p>
      <button type="submit" class="button button-quiet">
        {say.compare.submit}
      </button>
    </form>
  );
}

/** Those that no small change turns: counted by their first reason, one by one for who asks. */
function Impossible(props: ResultPageProps & { list: OfferList }) {
  const { view, query, place, list } = props;
  const { impossible } = view;
  const { misses, impossible: words } = say;
  const reasons = Object.entries(view.counts.byCode).toSorted(([, a], [, b]) => b - a);
  if (reasons.length === 0) return null;
  return (
    <section aria-labelledby="impossibles">
      <h2 id="impossibles">
        {words.heading}
        <span class="subheading">{words.count(view.counts.impossible, view.misses.total)}</span>
      </h2>
      <details class="folded" open={impossible.items.length > 0 || undefined}>
        <summary>{misses.byCode}</summary>
        <dl class="figures-list">
          {reasons.map(([code, count]) => (
            <div>
              <dt>{t.format.capital(t.result.criteria[code as CriterionCode] ?? code)}</dt>
              <dd>{count}</dd>
            </div>
          ))}
        </dl>
        {impossible.items.length === 0 ? (
          impossible.total > 0 && (
            <p class="open">
              <a class="standing" href={`${place.path}${queryText(query, { impossible: 1 })}#impossibles`}>
                {words.list(impossible.total)}
              </a>
            </p>
          )
        ) : (
          <>
            <ol class="offers">
              {impossible.items.map((match) => (
                <OfferResult match={match} list={list} />
              ))}
            </ol>
            <PageLinks {...props} id="impossibles" param="impossible" offers={impossible} words={words} />
          </>
        )}
      </details>
    </section>
  );
}

type PageLinksProps = Pick<ListProps, 'id' | 'param' | 'offers' | 'place' | 'query'> & { words: { pages: string } };

function PageLinks({ id, param, offers, place, query, words }: PageLinksProps) {
  if (offers.pages === 1) return null;
  const href = (page: number) => `${place.path}${queryText(query, { [param]: page })}#${id}`;
  return (
    <nav class="pages" aria-label={words.pages}>
      {offers.page > 1 && (
        <a class="button button-quiet" rel="prev" href={href(offers.page - 1)}>
          {say.list.previous}
        </a>
      )}
      {offers.page < offers.pages && (
        <a class="button button-quiet" rel="next" href={href(offers.page + 1)}>
          {say.list.more(offers.total - offers.last)}
        </a>
      )}
    </nav>
  );
}
