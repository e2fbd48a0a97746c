import { FRENCH } from '../../i18n/languages.ts';
import type { JobSite } from '../../services/ports/employers.ts';
import type { Gazetteer } from '../../services/ports.ts';
import { Tag } from '../components/tag.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { SITES_PATH, sitePath } from './paths.ts';
import { patternHours, placeName } from './words.ts';

const { t } = FRENCH;
const say = t.employer;

type Props = { site: Site; sites: readonly JobSite[]; gazetteer: Gazetteer; done: keyof typeof say.done | null };

/** `/entreprise` */
export function OverviewPage({ site, sites, gazetteer, done }: Props) {
  return (
    <Page site={site} title={say.title} noIndex wide>
      <h1>{say.title}</h1>
      {done && (
        <p class="notice" role="status">
          {say.done[done]}
        </p>
      )}
      <p class="lead">{say.lead}</p>
      <section aria-labelledby="sites">
        <h2 id="sites">{say.sites.heading}</h2>
        {sites.length === 0 && <p>{say.sites.none}</p>}
        <ul class="cards employer-sites">
          {sites.map((one) => (
            <li class="panel">
              <h3>{one.label}</h3>
              {one.illustrative && (
                <p class="tags">
                  <Tag tone="example">{say.example}</Tag>
                </p>
              )}
              <p class="soft">{placeName(one.place, gazetteer)}</p>
              {one.patterns.length === 0 ? (
                <p>{say.patterns.none}</p>
              ) : (
                <ul>
                  {one.patterns.map(({ label, cycle }) => (
                    <li>
                      {label}
                      <span class="soft"> – {patternHours(cycle)}</span>
                    </li>
                  ))}
                </ul>
              )}
              <p class="open">
                <a href={sitePath(one.id)} aria-label={say.sites.seeOf(one.label)}>
                  {say.sites.see}
                </a>
              </p>
            </li>
          ))}
        </ul>
        <p class="actions">
          <a class="button" href={`${SITES_PATH}/nouveau`}>
            {say.sites.add}
          </a>
          <a class="button button-quiet" href="/pro/demandes/nouvelle">
            {say.needs.sendRequest}
          </a>
        </p>
      </section>
    </Page>
  );
}
