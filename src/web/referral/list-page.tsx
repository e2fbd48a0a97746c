import type { Child } from 'hono/jsx';
import type { ReferralStatus } from '../../domain/referral/referral.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { ListedReferral } from '../../services/referrals/list-referrals.ts';
import { Tag } from '../components/tag.tsx';
import { Page, type Site } from '../layout/page.tsx';
import type { SortedReferrals, ToDo } from './sort-referrals.ts';

const { t } = FRENCH;
const say = t.referral.list;

type Props = {
  site: Site;
  sorted: SortedReferrals;
  next: string | null;
  dateOf(iso: string): string;
};

/** `/pro/orientations`: what needs somebody first, then what waits, then what is over. */
export function ReferralsPage({ site, sorted, next, dateOf }: Props) {
  const { toDo, waiting, current, past } = sorted;
  const isEmpty = toDo.length + waiting.length + current.length + past.length === 0;
  const line = (referral: ListedReferral, note?: Child) => <Line referral={referral} note={note} dateOf={dateOf} />;
  return (
    <Page site={site} title={say.title} noIndex wide>
      <h1>{say.heading}</h1>
      {isEmpty && <p class="lead">{say.none}</p>}
      {!isEmpty && (
        <section aria-labelledby="to-do">
          <h2 id="to-do">{say.toDo}</h2>
          {toDo.length === 0 && <p>{say.nothing}</p>}
          <ul class="referrals">
            {toDo.map(({ referral, why, followUp }) =>
              line(referral, followUp ? say.followUp(t.referral.outcomes[followUp]) : WHY[why]),
            )}
          </ul>
        </section>
      )}
      <Group id="waiting" title={say.waiting} referrals={waiting} line={line} />
      <Group id="current" title={say.current} referrals={current} line={line} />
      <Group id="past" title={say.past} referrals={past} line={line} />
      {next !== null && (
        <p class="pages">
          <a class="standing" href={`/pro/orientations?apres=${encodeURIComponent(next)}`}>
            {say.more}
          </a>
        </p>
      )}
    </Page>
  );
}

const WHY: Record<ToDo, string> = {
  question: say.question,
  refused: say.refused,
  expired: say.expired,
  accepted: say.accepted,
  phone: say.phone,
  followUp: '',
};

type GroupProps = {
  id: string;
  title: string;
  referrals: readonly ListedReferral[];
  line(referral: ListedReferral): Child;
};

function Group({ id, title, referrals, line }: GroupProps) {
  if (referrals.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {title} <span class="soft">({referrals.length})</span>
      </h2>
      <ul class="referrals">{referrals.map((one) => line(one))}</ul>
    </section>
  );
}

function Line({ referral, note, dateOf }: { referral: ListedReferral; note?: Child; dateOf(iso: string): string }) {
  const { id, beneficiary, parties, status, sentAt } = referral;
  const path = `/pro/orientations/${encodeURIComponent(id)}`;
  return (
    <li class="referral">
      <p class="referral-name">
        <a class="standing" href={path}>
          {t.referral.of(beneficiary.firstName, beneficiary.lastName, beneficiary.reference)}
        </a>
        <StatusTag status={status} by={parties.provider.name} />
      </p>
      <p>{say.offeredBy(parties.offer.title, parties.provider.name)}</p>
      {note && (
        <p class="referral-note">
          <a class="standing" href={`${path}${status === 'refused' || status === 'expired' ? '#next' : '#act'}`}>
            {note}
          </a>
        </p>
      )}
      <p class="soft">{say.sentOn(dateOf(sentAt))}</p>
    </li>
  );
}

const TONES: Record<ReferralStatus, 'plain' | 'possible' | 'toVerify' | 'impossible'> = {
  sent: 'toVerify',
  accepted: 'possible',
  started: 'possible',
  refused: 'impossible',
  expired: 'impossible',
  ended: 'plain',
};

/** `by`: who was asked, where the reader is somebody else. */
export const StatusTag = ({ status, by }: { status: ReferralStatus; by?: string }) => (
  <Tag tone={TONES[status]}>{by === undefined ? t.referral.statuses[status] : t.referral.statusBy(status, by)}</Tag>
);
