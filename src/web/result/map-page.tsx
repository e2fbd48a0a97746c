import { FRENCH } from '../../i18n/languages.ts';
import type { MapOfResult, PlaceOnMap, RouteOnMap } from '../../services/result/map-result.ts';
import { Page, type Site } from '../layout/page.tsx';
import type { ResultPlace } from './result-place.ts';

const { t } = FRENCH;
const say = t.result.map;
const { format } = t;

type Props = {
  site: Site;
  place: ResultPlace;
  map: MapOfResult;
  /** Where the script reads the same places, and the communes. */
  placesPath: string;
  outlinesPath: string;
};

/** Where everything lies: a picture for who has script, and the same facts in two tables. */
export function MapPage({ site, place, map, placesPath, outlinesPath }: Props) {
  const titles = new Map(map.offers.map(({ offerId, title, kind }) => [offerId, title || t.catalogue.kinds[kind]]));
  return (
    <Page
      site={site}
      title={say.title}
      section={place.section}
      noIndex
      wide
      styles={['leaflet']}
      scripts={['leaflet', 'map']}
    >
      <p class="way-back">
        <a href={place.path}>{t.result.explanation.back}</a>
      </p>
      <h1>{say.title}</h1>
      <p class="lead">{titles.size === 0 ? say.withoutOffer : say.lead(format.list([...titles.values()]))}</p>
      <noscript>
        <p class="soft">{say.noScript}</p>
      </noscript>
      <section
        class="map"
        aria-label={say.title}
        data-places={placesPath}
        data-outlines={outlinesPath}
        data-zoom-in={say.zoomIn}
        data-zoom-out={say.zoomOut}
        hidden
      />
      <p class="notice notice-ask" role="status" data-map-failed hidden>
        {say.failed}
      </p>
      <p class="soft">{say.source}</p>
      <Places places={map.places} titles={titles} />
      <Routes routes={map.routes} titles={titles} />
    </Page>
  );
}

type Titled = { titles: ReadonlyMap<string, string> };

function Places({ places, titles }: Titled & { places: readonly PlaceOnMap[] }) {
  return (
    <section aria-labelledby="places">
      <h2 id="places">{say.places}</h2>
      <section class="scroll" tabindex={0} aria-label={say.placesTable}>
        <table>
          <caption class="unseen">{say.places}</caption>
          <thead>
            <tr>
              <th scope="col">{say.columns.what}</th>
              <th scope="col">{say.columns.where}</th>
              <th scope="col">{say.columns.offer}</th>
            </tr>
          </thead>
          <tbody>
            {places.map(({ what, label, offerId }) => (
              <tr>
                <th scope="row">{say.what[what]}</th>
                <td>{label || say.noLabel}</td>
                <td>{offerId === null ? '–' : titles.get(offerId)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Routes({ routes, titles }: Titled & { routes: readonly RouteOnMap[] }) {
  if (routes.length === 0) return null;
  return (
    <section aria-labelledby="routes">
      <h2 id="routes">{say.routes}</h2>
      <section class="scroll" tabindex={0} aria-label={say.routesTable}>
        <table>
          <caption class="unseen">{say.routes}</caption>
          <thead>
            <tr>
              <th scope="col">{say.columns.mode}</th>
              <th scope="col">{say.columns.distance}</th>
              <th scope="col">{say.columns.duration}</th>
              <th scope="col">{say.columns.offer}</th>
            </tr>
          </thead>
          <tbody>
            {routes.map((route) => (
              <tr>
                <th scope="row">{say.modes[route.mode]}</th>
                <td>{route.distanceMetres === null ? '–' : format.distance(route.distanceMetres)}</td>
                <td>
                  {route.durationSeconds === null ? '–' : format.duration(route.durationSeconds)}
                  {route.estimated && ` (${say.estimated})`}
                </td>
                <td>{format.list(route.offerIds.map((id) => titles.get(id) ?? ''))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** What the script draws: places and lines with what is said of each. `line` is `[lon, lat]`; `straight` where no road is known. */
export function mapData({ offers, places, routes }: MapOfResult) {
  const titles = new Map(offers.map(({ offerId, title }) => [offerId, title]));
  return {
    places: places.map(({ what, label, lon, lat, offerId }) => ({
      lon,
      lat,
      mark: what === 'home' ? 'from' : what === 'job' ? 'to' : 'offer',
      text: [say.what[what], label, offerId === null ? '' : titles.get(offerId)].filter(Boolean).join(' · '),
    })),
    routes: routes.map(({ mode, line, through }) => ({
      line: line ?? through,
      straight: line === null,
      text: line === null ? `${say.modes[mode]} (${say.straight})` : say.modes[mode],
    })),
  };
}
