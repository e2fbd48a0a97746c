import { FRENCH } from '../../i18n/languages.ts';
import type { JobView } from '../../services/workshop/get-job.ts';
import { Page, type Site } from '../layout/page.tsx';
import { SharesList } from '../programmes/cost-fields.tsx';
import { jobPath } from './paths.ts';
import { QuoteTable } from './quote-table.tsx';

const { t } = FRENCH;
const say = t.workshop.print;

/** `/structure/atelier/:id/devis`: to be printed, read together and signed. */
export function QuotePage({ site, job }: { site: Site; job: JobView & { quote: NonNullable<JobView['quote']> } }) {
  const title = say.title(job.firstName ?? t.programmes.nobody);
  return (
    <Page site={site} title={title} noIndex>
      <p class="way-back screen-only">
        <a href={jobPath(job.id)}>{t.programmes.person.back}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{[t.workshop.kinds[job.kind], job.vehicle].filter(Boolean).join(', ')}</p>
      <p>{job.request}</p>
      <QuoteTable quote={job.quote} />
      <p>
        {say.made(job.quote.madeOn)} {t.workshop.job.quote.validUntil(job.quote.validUntil)}
      </p>
      <SharesList shares={job.shares} />
      <p>{say.agree}</p>
      <p class="soft screen-only">{t.programmes.sheet.print}</p>
    </Page>
  );
}
