import { OPEN_STATUSES } from '../../domain/workshop/job.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { JobView, listJobs } from '../../services/workshop/get-job.ts';
import { Tag } from '../components/tag.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { ToPlaceLines } from '../programmes/to-place-lines.tsx';
import { jobPath, openJobPath } from './paths.ts';

const { t } = FRENCH;
const say = t.workshop.list;

/** `/structure/atelier` */
export function WorkshopPage({ site, jobs, toPlace }: Awaited<ReturnType<typeof listJobs>> & { site: Site }) {
  const open = jobs.filter(({ status }) => OPEN_STATUSES.includes(status));
  const over = jobs.filter(({ status }) => !OPEN_STATUSES.includes(status));
  return (
    <Page site={site} title={say.title} noIndex>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      <section aria-labelledby="to-place">
        <h2 id="to-place">{say.toPlace}</h2>
        {toPlace.length === 0 ? (
          <p>{say.noOneToPlace}</p>
        ) : (
          <>
            <p>{say.toPlaceLead}</p>
            <ToPlaceLines
              referrals={toPlace}
              action={(one) => (
                <p>
                  <a class="button button-quiet" href={openJobPath(one.id)}>
                    {say.start}
                  </a>
                </p>
              )}
            />
          </>
        )}
      </section>
      <section aria-labelledby="open">
        <h2 id="open">{say.open}</h2>
        {open.length === 0 ? <p>{say.none}</p> : <Lines jobs={open} />}
      </section>
      {over.length > 0 && (
        <section aria-labelledby="over">
          <h2 id="over">{say.over}</h2>
          <Lines jobs={over} />
        </section>
      )}
    </Page>
  );
}

const Lines = ({ jobs }: { jobs: readonly JobView[] }) => (
  <ul class="referrals">
    {jobs.map((job) => (
      <li>
        <a class="standing" href={jobPath(job.id)}>
          <bdi>{job.firstName ?? t.programmes.nobody}</bdi>
        </a>{' '}
        {job.illustrative && <Tag tone="example">{t.catalogue.illustrative}</Tag>}{' '}
        <span class="soft">
          {[
            t.workshop.kinds[job.kind],
            job.quoteIsOld ? say.old : t.workshop.statuses[job.status].toLowerCase(),
            job.quotedCents !== null && t.workshop.money(job.quotedCents),
            job.status === 'scheduled' &&
              job.appointmentOn &&
              say.on(job.appointmentOn, t.programmes.hour(job.appointmentAt ?? '')),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </li>
    ))}
  </ul>
);
