import { THEMES } from '../../domain/catalogue/offer.ts';
import type { CoverageRow } from '../../domain/network/coverage.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { Page, type Site } from '../layout/page.tsx';

const { t } = FRENCH;
const say = t.network.partners;
const words = say.mapPage;

type Props = {
  site: Site;
  /** Of the list; the places are read under it. */
  base: string;
  outlinesPath: string;
  rows: readonly CoverageRow[];
  /** How many have no place on a map. */
  unplaced: number;
  isPublic: boolean;
};

/** Who covers what: a map for who has script, and a table that says it to everybody. */
export function CoveragePage({ site, base, outlinesPath, rows, unplaced, isPublic }: Props) {
  return (
    <Page site={site} title={words.title} noIndex={!isPublic} wide styles={['leaflet']} scripts={['leaflet', 'map']}>
      <p class="way-back">
        <a href={base}>{say.backToList}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <noscript>
        <p class="soft">{words.noScript}</p>
      </noscript>
      <section
        class="map"
        aria-label={words.map}
        data-places={`${base}/carte/lieux.json`}
        data-outlines={outlinesPath}
        data-zoom-in={words.zoomIn}
        data-zoom-out={words.zoomOut}
        hidden
      />
      <p class="notice notice-ask" role="status" data-map-failed hidden>
        {words.failed}
      </p>
      {unplaced > 0 && <p class="soft">{words.unplaced(unplaced)}</p>}
      <section class="scroll coverage" tabindex={0} aria-label={words.table}>
        <table>
          <caption>{words.table}</caption>
          <thead>
            <tr>
              <th scope="col">{words.epci}</th>
              {THEMES.map((theme) => (
                <th scope="col">{t.catalogue.themes[theme]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ epciCode, epciName, cells }) => (
              <tr data-epci={epciCode}>
                <th scope="row">{epciName}</th>
                {THEMES.map((theme) => {
                  const { whole, part } = cells[theme];
                  return (
                    <td class={whole + part === 0 ? 'nobody' : undefined}>
                      {whole + part === 0 ? words.none : words.cell(whole, part)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="soft">{words.partly}</p>
    </Page>
  );
}
