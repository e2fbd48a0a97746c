import type { ReferralStatus } from '../../domain/referral/referral.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Standing } from '../../services/allocation/get-standing.ts';
import type { Job } from '../../services/ports/workshop.ts';
import type { ProgressView } from '../../services/programmes/follow-progress.ts';
import type { NextOffer } from '../../services/referrals/propose-next.ts';
import type { ReferralView } from '../../services/referrals/view-referral.ts';
import { AskToWait, StandingPanel } from '../allocation/standing.tsx';
import { Tag } from '../components/tag.tsx';
import { ErrorSummary, type FieldMessage } from '../forms/fields.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { FollowedSection } from '../programmes/followed.tsx';
import type { Typed } from './answer-reading.ts';
import { HandedOverList, PhoneLink } from './handed-over-list.tsx';
import { StatusTag } from './list-page.tsx';
import { NextOffers } from './next-offers.tsx';
import { ReferralActions } from './referral-actions.tsx';
import { Timeline } from './timeline.tsx';

const { t } = FRENCH;
const say = t.referral.page;

/** While something can still be done about it, by whoever sent it. */
const LIVING: readonly ReferralStatus[] = ['sent', 'accepted', 'started'];

export type ReferralPageProps = {
  site: Site;
  referral: ReferralView;
  /** Asked for once it was refused, has lapsed or is over. */
  next: readonly NextOffer[] | null;
  /** On the waiting list of whoever was asked; null where they are on none. */
  standing: Standing | null;
  /** What has begun of it, where that is a training, a repair or a sale. */
  trainings: readonly ProgressView[];
  jobs: readonly Job[];
  /** The plan has a step of this offer that is not ticked yet. */
  mayTick: boolean;
  timeZone: string;
  /** `YYYY-MM-DD` in the territory. */
  today: string;
  /** The provider's mail is read on a page: of the demonstration only. */
  hasMailbox: boolean;
  formToken: string;
  once: string;
  justSent?: boolean;
  typed?: Typed;
  errors?: readonly FieldMessage[];
  /** Somebody was faster. */
  late?: string;
};

/** One referral as whoever sent it follows it. */
export function ReferralPage(props: ReferralPageProps) {
  const { site, referral, next, errors = [] } = props;
  const { beneficiary, parties, status, id, providerEmail, providerHasAccount } = referral;
  const title = t.referral.of(beneficiary.firstName, beneficiary.lastName, beneficiary.reference);
  const personPath = `/pro/personnes/${encodeURIComponent(beneficiary.id)}`;
  const toPhone = providerEmail === null && !providerHasAccount && status === 'sent';
  return (
    <Page site={site} title={title} noIndex hasErrors={errors.length > 0 || props.late !== undefined} wide>
      <p class="way-back">
        <a href="/pro/orientations">{say.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      {props.late !== undefined && (
        <p class="notice notice-ask" role="alert">
          {props.late}
        </p>
      )}
      {props.justSent && (
        <p class="notice" role="status">
          {say.sent}
        </p>
      )}
      {props.hasMailbox && status === 'sent' && !toPhone && (
        <p class="notice">
          <Tag tone="example">{say.demonstration}</Tag> {say.demonstrationMail}
          <a href="/demonstration/courriels">{say.mailbox}</a>
          {say.demonstrationAfter}
        </p>
      )}
      <p class="tags">
        <StatusTag status={status} by={parties.provider.name} />
        {parties.offer.illustrative && <Tag tone="example">{t.catalogue.illustrative}</Tag>}
      </p>
      <h1>{title}</h1>
      <p class="lead">{t.referral.list.offeredBy(parties.offer.title, parties.provider.name)}.</p>
      {status === 'sent' && <p>{say.lapses(t.format.date(referral.expiresOn))}</p>}
      {toPhone && <p class="notice notice-ask">{say.toPhone(parties.provider.name, parties.provider.phone)}</p>}
      <p class="on-page">
        <a href={personPath}>{say.file}</a>
        {(status === 'accepted' || status === 'started') && <a href={`${personPath}/plan`}>{say.plan}</a>}
        <a href={`/pro/orientations/${encodeURIComponent(id)}/feuille`}>{say.print}</a>
        {referral.previousId && (
          <a href={`/pro/orientations/${encodeURIComponent(referral.previousId)}`}>{say.previous}</a>
        )}
      </p>
      {next !== null && referral.diagnosticId !== null && (
        <NextOffers offers={next} personPath={personPath} diagnosticId={referral.diagnosticId} previousId={id} />
      )}
      <div class="beside beside-end">
        <div>
          <FollowedSection
            trainings={props.trainings}
            jobs={props.jobs}
            planPath={`${personPath}/plan`}
            tick={props.mayTick ? { offerId: referral.offerId, formToken: props.formToken } : null}
          />
          {referral.actions.length === 0 && LIVING.includes(status) && <p class="notice">{say.readOnly}</p>}
          {props.standing !== null && <StandingPanel standing={props.standing} timeZone={props.timeZone} />}
          {status === 'accepted' &&
            props.standing === null &&
            parties.offer.kind === 'vehicleLoan' &&
            providerHasAccount &&
            referral.actions.length > 0 && (
              <AskToWait
                action={`/pro/orientations/${encodeURIComponent(id)}/attente`}
                provider={parties.provider.name}
                formToken={props.formToken}
                once={props.once}
                errors={errors}
              />
            )}
          <ReferralActions {...props} />
          <section aria-labelledby="timeline">
            <h2 id="timeline">{say.timeline}</h2>
            <Timeline entries={referral.timeline} timeZone={props.timeZone} />
          </section>
        </div>
        <section class="handed-over" aria-labelledby="handed-over">
          <Provider referral={referral} />
          <h2 id="handed-over">{say.handedOver}</h2>
          <HandedOverList facts={referral.facts} />
          {referral.message && (
            <>
              <h3>{say.message}</h3>
              <p class="said">{referral.message}</p>
            </>
          )}
          {referral.documents.length > 0 && (
            <>
              <h3>{say.documents}</h3>
              <ul>
                {referral.documents.map((document) => (
                  <li>{document}</li>
                ))}
              </ul>
            </>
          )}
        </section>
      </div>
    </Page>
  );
}

/** Whom to call and where to go, as far as the offer says. */
function Provider({ referral }: { referral: ReferralView }) {
  const { parties, providerEmail, offerId } = referral;
  const { name, phone } = parties.provider;
  return (
    <>
      <h2 id="provider">{say.provider}</h2>
      <p>{name}</p>
      {phone && (
        <p>
          <PhoneLink phone={phone} />
        </p>
      )}
      {providerEmail && (
        <p class="address">
          <a class="standing" href={`mailto:${providerEmail}`}>
            {providerEmail}
          </a>
        </p>
      )}
      <p>
        <a class="standing" href={`/fr/catalogue/${encodeURIComponent(offerId)}`}>
          {say.providerOffer}
        </a>
      </p>
    </>
  );
}
