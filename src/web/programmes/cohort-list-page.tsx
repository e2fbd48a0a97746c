import { FRENCH } from '../../i18n/languages.ts';
import type { listCohorts } from '../../services/programmes/get-cohort.ts';
import { Tag } from '../components/tag.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { COHORTS_PATH, cohortPath } from './paths.ts';
import { PlacesPicture } from './places-picture.tsx';
import { ToPlaceLines } from './to-place-lines.tsx';

const { t } = FRENCH;
const say = t.programmes.list;

type Listed = Awaited<ReturnType<typeof listCohorts>>;

/** `/structure/formations` */
export function CohortListPage({ site, cohorts, toPlace, today }: Listed & { site: Site }) {
  const running = cohorts.filter(({ until }) => until >= today).toSorted((a, b) => a.from.localeCompare(b.from));
  const over = cohorts.filter(({ until }) => until < today);
  return (
    <Page site={site} title={say.title} noIndex wide>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      <p class="actions">
        <a class="button" href={`${COHORTS_PATH}/nouveau`}>
          {say.open}
        </a>
      </p>
      <section aria-labelledby="running">
        <h2 id="running">{say.running}</h2>
        {running.length === 0 ? (
          <p>{say.none}</p>
        ) : (
          <>
            <PlacesPicture
              title={`${say.picture} : ${running.map((one) => `${one.title}, ${say.takenOf(one.taken, one.places)}`).join(' ; ')}`}
              rows={running}
            />
            <Cohorts cohorts={running} caption={say.table} />
          </>
        )}
      </section>
      <section aria-labelledby="to-place">
        <h2 id="to-place">{say.toPlace}</h2>
        {toPlace.length === 0 ? (
          <p>{say.noOneToPlace}</p>
        ) : (
          <>
            <p>{say.toPlaceLead}</p>
            <ToPlaceLines referrals={toPlace} />
          </>
        )}
      </section>
      {over.length > 0 && (
        <section aria-labelledby="over">
          <h2 id="over">{say.over}</h2>
          <Cohorts cohorts={over} caption={say.over} />
        </section>
      )}
    </Page>
  );
}

function Cohorts({ cohorts, caption }: { cohorts: Listed['cohorts']; caption: string }) {
  return (
    <section class="scroll" aria-label={caption} tabindex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{say.group}</th>
            <th scope="col">{say.places}</th>
            <th scope="col">{say.waiting}</th>
            <th scope="col">{say.ended}</th>
            <th scope="col">{say.dates}</th>
          </tr>
        </thead>
        <tbody>
          {cohorts.map((one) => (
            <tr>
              <th scope="row">
                <a class="standing" href={cohortPath(one.id)}>
                  {one.title}
                </a>{' '}
                {one.illustrative && <Tag tone="example">{t.catalogue.illustrative}</Tag>}
              </th>
              <td>{say.takenOf(one.taken, one.places)}</td>
              <td>{one.waiting}</td>
              <td>{say.endedOf(one.completed, one.droppedOut)}</td>
              <td>{say.from(one.from, one.until)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
