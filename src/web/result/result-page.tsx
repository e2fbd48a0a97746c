import { FRENCH } from '../../i18n/languages.ts';
import type { ResultView } from '../../services/result/browse-result.ts';
import { LocatorMap } from '../components/locator-map.tsx';
import type { MapSheet } from '../components/map-sheet.ts';
import { Page, type Site } from '../layout/page.tsx';
import { BundleList } from './bundle-list.tsx';
import { askingOf, OfferLists } from './offer-lists.tsx';
import { OpenQuestions } from './open-questions.tsx';
import { PathwaySteps } from './pathway-steps.tsx';
import type { ResultPlace } from './result-place.ts';
import type { ResultQuery } from './result-query.ts';
import { answeredRides } from './result-summary.ts';
import { RidesToMake } from './rides-to-make.tsx';

const { t } = FRENCH;
const say = t.result;

type PlaceOnMap = { label: string; lon: number; lat: number };

export type ResultPageProps = {
  site: Site;
  sheet: MapSheet | null;
  place: ResultPlace;
  view: ResultView;
  query: ResultQuery;
  home: PlaceOnMap;
  /** Null where the person goes nowhere yet. */
  job: PlaceOnMap | null;
  startsOn: string | null;
  /** When a trial is erased, as people say it there; null for a person's file. */
  keptUntil: string | null;
  computedAt: string;
  /** A question was just answered. */
  answered: boolean;
};

export function ResultPage(props: ResultPageProps) {
  const { site, view, place } = props;
  const rotaDays = view.diagnostic.job?.cycle.lengthDays ?? null;
  return (
    <Page
      site={site}
      title={place.title}
      section={place.section}
      noIndex
      wide
      scripts={view.rematching ? ['live'] : undefined}
    >
      <Summary {...props} />
      <nav aria-label={say.onThisPage}>
        <ul class="on-page">
          {[
            ['#offres', say.link(say.rides.heading, view.carrying)],
            ['#appuis', say.link(say.supports.heading, view.supports.total)],
            ['#rides', say.timeline.heading],
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
      <BundleList matches={view} path={place.path} />
      <OpenQuestions view={view} asking={askingOf(props)} />
      <OfferLists {...props} between={<PathwaySteps matches={view} path={place.path} />} />
      <RidesToMake legs={view.legs} offers={view.legOffers} rotaDays={rotaDays} />
    </Page>
  );
}

function Summary(props: ResultPageProps) {
  const { view, sheet, home, job, startsOn, keptUntil, computedAt, place } = props;
  const { counts } = view;
  const { summary, notices } = say;
  const answered = answeredRides(view.legs, view.legOffers);
  const pins = [
    { ...home, label: summary.homePin(home.label), mark: 'from' as const },
    ...(job ? [{ ...job, label: summary.jobPin(job.label), mark: 'to' as const }] : []),
  ];
  const router = view.router ?? 'estimate';
  return (
    <div class="beside beside-end">
      <div>
        {place.back && (
          <p class="way-back">
            <a href={place.back.href}>{place.back.label}</a>
          </p>
        )}
        <h1>
          {job ? summary.heading(home.label, job.label) : summary.headingFrom(home.label)}
          {startsOn && <span class="subheading">{summary.startsOn(t.format.date(startsOn))}</span>}
        </h1>
        {answered.total > 0 && <p class="lead">{summary.served(answered)}</p>}
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
        {props.answered && !view.rematching && (
          <p class="notice" role="status">
            {notices.answered}
          </p>
        )}
        {view.rematching && (
          <p class="notice" role="status" data-live={liveAddress(place, view)}>
            <strong>{notices.rematching}</strong> {notices.rematchingText}
          </p>
        )}
        {view.provisional ? (
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
        <p class="soft">
          {/* What is estimated was just said. */}
          {router === 'estimate' ? say.computed(computedAt) : say.source(router, view.dataSet ?? '', computedAt)}
          {keptUntil !== null && <span class="screen-only">{` ${say.kept(keptUntil)}`}</span>}
        </p>
        <p class="actions screen-only">
          <a class="button button-quiet" href={place.change.href}>
            {place.change.label}
          </a>
          <a class="quiet-link" href={`${place.path}/carte`}>
            {say.map.see}
          </a>
        </p>
      </div>
      {sheet && (
        <div class="where result-where">
          <LocatorMap
            sheet={sheet}
            pins={pins}
            title={job ? summary.mapAlt(home.label, job.label) : summary.headingFrom(home.label)}
          />
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

/** Where a script hears that this result was made again. */
const liveAddress = ({ path }: ResultPlace, { computedAt }: ResultView) =>
  `${path}/evenements?${new URLSearchParams({ depuis: computedAt ?? '' })}`;
