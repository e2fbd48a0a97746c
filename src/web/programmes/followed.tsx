import { sharesOf } from '../../domain/funding/cost-split.ts';
import { quoteCents } from '../../domain/workshop/job.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Job } from '../../services/ports/workshop.ts';
import type { ProgressView } from '../../services/programmes/follow-progress.ts';
import { FormToken } from '../forms/form-token.tsx';
import { ProgressList } from './learner-page.tsx';

const { t } = FRENCH;

/** How far somebody is in what they were referred to, for whoever accompanies them: nothing where nothing has begun. */
export function FollowedSection({
  trainings,
  jobs,
  planPath,
  tick = null,
}: {
  trainings: readonly ProgressView[];
  jobs: readonly Job[];
  planPath: string;
  /** The step of the plan that what is over is: it is ticked by one button. */
  tick?: { offerId: string; formToken: string } | null;
}) {
  if (trainings.length === 0 && jobs.length === 0) return null;
  const isOver =
    trainings.some(({ status }) => status === 'completed') || jobs.some((one) => one.status === 'handedOver');
  return (
    <section aria-labelledby="followed">
      <h2 id="followed">{trainings.length > 0 ? t.programmes.followed.title : t.workshop.followed.title}</h2>
      {trainings.map((one) => (
        <Training one={one} />
      ))}
      {jobs.map((job) => (
        <Work job={job} />
      ))}
      {isOver && tick && (
        <form method="post" action={`${planPath}/etapes/faite`}>
          <FormToken value={tick.formToken} />
          <input type="hidden" name="offerId" value={tick.offerId} />
          <p>
            <button type="submit" class="button button-quiet">
              {t.programmes.followed.tick}
            </button>
          </p>
        </form>
      )}
      {isOver && (
        <p class="ways">
          <a href={planPath}>{t.programmes.followed.plan}</a>
        </p>
      )}
    </section>
  );
}

function Training({ one }: { one: ProgressView }) {
  const say = t.programmes.followed;
  const { cohort, steps, shares, totals } = one;
  return (
    <>
      <p>
        <strong>{say.line(t.programmes.kinds[cohort.kind], t.programmes.statuses[one.status].toLowerCase())}</strong>{' '}
        <span class="soft">
          {cohort.title}, {t.programmes.list.from(cohort.from, cohort.until)}, {say.steps(steps.done, steps.of)}
        </span>
      </p>
      <ProgressList kind={cohort.kind} progress={one.progress} />
      {totals.present + totals.excused + totals.absent > 0 && (
        <p>{t.programmes.person.presence(totals.present, totals.excused, totals.absent, totals.minutes)}</p>
      )}
      {shares && <p>{say.left(shares.leftCents)}</p>}
      {one.status === 'completed' && one.endedOn && <p class="notice">{say.completed(one.endedOn)}</p>}
      {one.status === 'droppedOut' && one.endedOn && one.dropOutReason && (
        <p class="notice notice-ask">{say.droppedOut(one.endedOn, t.programmes.reasons[one.dropOutReason])}</p>
      )}
    </>
  );
}

function Work({ job }: { job: Job }) {
  const say = t.workshop.followed;
  const shares = sharesOf(job.funding);
  return (
    <>
      <p>
        <strong>
          {t.programmes.followed.line(t.workshop.kinds[job.kind], t.workshop.statuses[job.status].toLowerCase())}
        </strong>{' '}
        <span class="soft">
          {[
            job.quote && say.quoted(quoteCents(job.quote)),
            shares && say.left(shares.leftCents),
            job.status === 'scheduled' &&
              job.appointmentOn &&
              t.workshop.list.on(job.appointmentOn, t.programmes.hour(job.appointmentAt ?? '')),
          ]
            .filter(Boolean)
            .join(', ')}
        </span>
      </p>
      {job.bridge === 'needed' && job.status !== 'handedOver' && <p>{say.bridgeNeeded}</p>}
      {job.bridge === 'lent' && job.status === 'scheduled' && <p>{say.bridgeLent}</p>}
      {job.status === 'declined' && <p class="notice notice-ask">{say.declined}</p>}
      {job.status === 'lapsed' && <p class="notice notice-ask">{say.lapsed}</p>}
      {job.status === 'handedOver' && job.handedOverOn && <p class="notice">{say.handedOver(job.handedOverOn)}</p>}
    </>
  );
}
