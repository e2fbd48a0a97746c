import type { CriterionCode } from '../../domain/matching/result.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Matches } from '../../services/get-matches.ts';
import { LocatorMap } from '../components/locator-map.tsx';
import type { MapSheet } from '../components/map-sheet.ts';
import { Page, type Site } from '../layout/page.tsx';
import { BundleList } from './bundle-list.tsx';
import { OfferResult } from './offer-result.tsx';
import { PathwaySteps } from './pathway-steps.tsx';
import { answeredRides, legOffers, type ResultOffer, type Slice, slice, splitOffers } from './result-summary.ts';
import { RidesToMake } from './rides-to-make.tsx';

const { t } = FRENCH;
const say = t.result;

const RIDES_PER_PAGE = 20;
const SUPPORTS_PER_PAGE = 10;
const MISSES_PER_PAGE = 20;

type PlaceOnMap = { label: string; lon: number; lat: number };

export type ResultPageProps = {
  site: Site;
  sheet: MapSheet | null;
  /** `/pro/essai/{id}` */
  path: string;
  matches: Matches;
  home: PlaceOnMap;
  job: PlaceOnMap;
  startsOn: string | null;
  rotaDays: number | null;
  /** When the trial is erased, and when it was computed, as people say it there. */
  keptUntil: string;
  computedAt: string;
  pages: { rides: number; supports: number; misses: number };
};

export function ResultPage(props: ResultPageProps) {
  const { site, matches, path, pages } = props;
  const offers = legOffers(matches);
  const { rides, supports, misses } = splitOffers(matches.matches);
  return (
    <Page site={site} title={say.title} section="trial" noIndex wide>
      <Summary {...props} />
      <nav aria-label={say.onThisPage}>
        <ul class="on-page">
          {[
            ['#rides', say.timeline.heading],
            matches.bundles.length > 0 && ['#bundles', say.bundles.heading],
            ['#offres', say.link(say.rides.heading, rides.length)],
            matches.pathway.length > 0 && ['#pathway', say.pathway.heading],
            ['#appuis', say.link(say.supports.heading, supports.length)],
            ['#presque', say.link(say.misses.heading, misses.length)],
          ].map(
            (link) =>
              link && (
                <li>
                  <a href={link[0]}>{link[1]}</a>
                </li>
              ),
          )}
        </ul>
      </nav>
      <RidesToMake legs={matches.legs} offers={offers} rotaDays={props.rotaDays} />
      <BundleList matches={matches} path={path} />
      <OfferList
        id="offres"
        words={say.rides}
        param="page"
        offers={slice(rides, pages.rides, RIDES_PER_PAGE)}
        {...props}
      />
      <PathwaySteps matches={matches} path={path} />
      <OfferList
        id="appuis"
        words={say.supports}
        param="appuis"
        offers={slice(supports, pages.supports, SUPPORTS_PER_PAGE)}
        {...props}
      />
      <OfferList
        id="presque"
        words={say.misses}
        param="presque"
        offers={slice(misses, pages.misses, MISSES_PER_PAGE)}
        {...props}
        folded
      />
      <ImpossibleReasons byCode={matches.counts.byCode} />
    </Page>
  );
}

function Summary({ matches, sheet, home, job, startsOn, keptUntil, computedAt, path }: ResultPageProps) {
  const { counts } = matches;
  const { summary, notices } = say;
  const answered = answeredRides(matches.legs, legOffers(matches));
  const pins = [
    { ...home, label: summary.homePin(home.label), mark: 'from' as const },
    { ...job, label: summary.jobPin(job.label), mark: 'to' as const },
  ];
  const router = matches.router ?? 'estimate';
  return (
    <div class="beside beside-end">
      <div>
        <h1>
          {summary.heading(home.label, job.label)}
          {startsOn && <span class="subheading">{summary.startsOn(t.format.date(startsOn))}</span>}
        </h1>
        <p class="lead">{summary.served(answered.served, answered.total)}</p>
        <ul class="counts">
          {(['possible', 'toVerify', 'impossible'] as const).map((verdict) => {
            const words = summary.counts[verdict];
            return (
              <li class={`count count-${verdict}`}>
                <strong>{counts[verdict]}</strong> {counts[verdict] < 2 ? words.one : words.many}
                <span class="soft">{words.about}</span>
              </li>
            );
          })}
        </ul>
        {matches.rematching && (
          <p class="notice" role="status">
            <strong>{notices.rematching}</strong> {notices.rematchingText}
          </p>
        )}
        {matches.provisional ? (
          <p class="notice notice-ask">
            <strong>{notices.provisional}</strong> {notices.provisionalText}
          </p>
        ) : (
          router === 'estimate' && (
            <p class="notice notice-ask">
              <strong>{notices.estimated}</strong> {notices.estimatedText}
            </p>
          )
        )}
        <p class="soft">{say.source(say.routers[router], matches.dataSet ?? '', computedAt)}</p>
        <p class="soft screen-only">{say.kept(keptUntil)}</p>
        <p class="actions screen-only">
          <a class="button button-quiet" href={`/pro/essai?depuis=${encodeURIComponent(path.split('/').at(-1) ?? '')}`}>
            {say.change}
          </a>
        </p>
      </div>
      {sheet && (
        <div class="where">
          <LocatorMap sheet={sheet} pins={pins} title={summary.mapAlt(home.label, job.label)} />
          <ul class="legend">
            {pins.map(({ label, mark }) => (
              <li class={`legend-${mark}`}>{label}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

type ListWords = { heading: string; lead: string; none: string; pages: string };

function OfferList(
  props: ResultPageProps & {
    id: string;
    words: ListWords;
    param: string;
    offers: Slice<ResultOffer>;
    folded?: boolean;
  },
) {
  const { id, words, offers, path } = props;
  const { list } = say;
  const items = (
    <>
      <p class="soft">{words.lead}</p>
      <ol class="offers">
        {offers.items.map((match) => (
          <OfferResult
            match={match}
            startsOn={props.startsOn}
            href={`${path}/offre/${encodeURIComponent(match.offerId)}`}
          />
        ))}
      </ol>
      <PageLinks {...props} />
    </>
  );
  const heading = (
    <h2 id={id}>
      {words.heading}
      <span class="subheading">{list.range(offers.first, offers.last, offers.total)}</span>
    </h2>
  );
  return (
    <section aria-labelledby={id}>
      {heading}
      {offers.total === 0 ? (
        <p>{words.none}</p>
      ) : props.folded ? (
        <details class="folded" open={offers.page > 1 || undefined}>
          <summary>{list.unfold(offers.items.length)}</summary>
          {items}
        </details>
      ) : (
        items
      )}
    </section>
  );
}

function PageLinks({ id, param, offers, path, pages, words }: Parameters<typeof OfferList>[0]) {
  if (offers.pages === 1) return null;
  const href = (page: number) => {
    const query = new URLSearchParams();
    const all = { page: pages.rides, appuis: pages.supports, presque: pages.misses, [param]: page };
    for (const [name, value] of Object.entries(all)) if (value > 1) query.set(name, String(value));
    return `${path}${query.size > 0 ? `?${query}` : ''}#${id}`;
  };
  return (
    <nav class="pages" aria-label={words.pages}>
      {offers.page > 1 && (
        <a class="button button-quiet" rel="prev" href={href(offers.page - 1)}>
          {say.list.previous}
        </a>
      )}
      {offers.page < offers.pages && (
        <a class="button button-quiet" rel="next" href={href(offers.page + 1)}>
          {say.list.next}
        </a>
      )}
    </nav>
  );
}

function ImpossibleReasons({ byCode }: { byCode: Readonly<Record<string, number>> }) {
  const rows = Object.entries(byCode).toSorted(([, a], [, b]) => b - a);
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="reasons">
      <h2 id="reasons">{say.misses.byCode}</h2>
      <dl class="figures-list">
        {rows.map(([code, count]) => (
          <div>
            <dt>{t.format.capital(t.result.criteria[code as CriterionCode] ?? code)}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
