import { FRENCH } from '../../i18n/languages.ts';
import type { ReferralView } from '../../services/referrals/view-referral.ts';
import { Page, type Site } from '../layout/page.tsx';
import { HandedOverList } from './handed-over-list.tsx';

const { t } = FRENCH;
const say = t.referral.sheet;

/** On paper, for a provider who is telephoned or visited: what is handed over, and room for the answer. */
export function SheetPage({ site, referral, sentOn }: { site: Site; referral: ReferralView; sentOn: string }) {
  const { parties, facts, message, documents } = referral;
  const { provider, referrer, offer } = parties;
  return (
    <Page site={site} title={say.title} noIndex>
      <p class="way-back">
        <a href={`/pro/orientations/${encodeURIComponent(referral.id)}`}>{say.back}</a>
      </p>
      <p class="hint screen-only">{say.hint}</p>
      <h1>{say.title}</h1>
      <dl class="facts">
        <div>
          <dt>{say.to}</dt>
          <dd>{[provider.name, provider.phone].filter(Boolean).join(', ')}</dd>
          <dd>{offer.title}</dd>
        </div>
        <div>
          <dt>{say.from}</dt>
          <dd>{[referrer.name, referrer.organisation].filter(Boolean).join(', ')}</dd>
          <dd>{[referrer.phone, referrer.email].filter(Boolean).join(', ')}</dd>
        </div>
      </dl>
      <p>
        {say.sentOn(sentOn)} {t.format.date(referral.expiresOn)}.
      </p>
      <h2>{t.referral.page.handedOver}</h2>
      <HandedOverList facts={facts} />
      {message && <p class="said">{message}</p>}
      {documents.length > 0 && (
        <>
          <h2>{t.referral.page.documents}</h2>
          <ul>
            {documents.map((document) => (
              <li>{document}</li>
            ))}
          </ul>
        </>
      )}
      <h2>{say.answer}</h2>
      <ul class="answer-lines">
        {say.answers.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      <p class="soft">{t.referral.provider.privacy}</p>
    </Page>
  );
}
