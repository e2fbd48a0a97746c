import { FRENCH } from '../../i18n/languages.ts';
import type { ListedPut } from '../../services/referrals/list-referrals.ts';
import { Page, type Site } from '../layout/page.tsx';
import { StatusTag } from './list-page.tsx';

const { t } = FRENCH;
const say = t.referral.provider.list;

/** What a provider is asked, the unanswered first: short lines to be pressed with a thumb. */
export function PutListPage({
  site,
  referrals,
  next,
}: {
  site: Site;
  referrals: readonly ListedPut[];
  next: string | null;
}) {
  const waiting = referrals.filter(({ status }) => status === 'sent').toReversed();
  const current = referrals.filter(({ status }) => status === 'accepted' || status === 'started');
  const past = referrals.filter((one) => !waiting.includes(one) && !current.includes(one));
  return (
    <Page site={site} title={say.title} noIndex>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      <section aria-labelledby="waiting">
        <h2 id="waiting">{say.waiting}</h2>
        {waiting.length === 0 && <p>{say.none}</p>}
        <ul class="referrals">
          {waiting.map((one) => (
            <Line referral={one} />
          ))}
        </ul>
      </section>
      <Group id="current" title={say.current} referrals={current} />
      <Group id="past" title={say.past} referrals={past} />
      {next !== null && (
        <p class="pages">
          <a class="standing" href={`/structure/orientations?apres=${encodeURIComponent(next)}`}>
            {say.more}
          </a>
        </p>
      )}
    </Page>
  );
}

function Group({ id, title, referrals }: { id: string; title: string; referrals: readonly ListedPut[] }) {
  if (referrals.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul class="referrals">
        {referrals.map((one) => (
          <Line referral={one} />
        ))}
      </ul>
    </section>
  );
}

function Line({ referral }: { referral: ListedPut }) {
  const { id, facts, parties, status, questionOpen, expiresOn } = referral;
  const value = (code: string) => facts.find((fact) => fact.code === code)?.value;
  const who = [value('firstName'), value('commune')].filter(Boolean).join(', ');
  return (
    <li class="referral">
      <p class="referral-name">
        <a class="standing" href={`/structure/orientations/${encodeURIComponent(id)}`}>
          {who || parties.offer.title}
        </a>
        <StatusTag status={status} />
      </p>
      <p>
        {parties.offer.title} <span class="soft">– {parties.referrer.organisation}</span>
      </p>
      {status === 'sent' && <p class="referral-note">{say.before(t.format.date(expiresOn))}</p>}
      {questionOpen && <p class="soft">{say.question}</p>}
    </li>
  );
}
