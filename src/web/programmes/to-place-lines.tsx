import type { Child } from 'hono/jsx';
import { FRENCH } from '../../i18n/languages.ts';
import type { ReferralToPlace } from '../../services/ports/programmes.ts';
import { Tag } from '../components/tag.tsx';

const { t } = FRENCH;

/** How the referral names them: by their first name, where it was handed over. */
export const referredName = ({ facts }: Pick<ReferralToPlace, 'facts'>): string =>
  facts.find(({ code }) => code === 'firstName')?.value ?? t.programmes.nobody;

/** Referrals that were said yes to, each with what can be done with it. */
export function ToPlaceLines({
  referrals,
  action,
}: {
  referrals: readonly ReferralToPlace[];
  action?: (referral: ReferralToPlace) => Child;
}) {
  return (
    <ul class="referrals">
      {referrals.map((one) => (
        <li>
          <a class="standing" href={`/structure/orientations/${encodeURIComponent(one.id)}`}>
            <bdi>{referredName(one)}</bdi>
          </a>{' '}
          {one.illustrative && <Tag tone="example">{t.catalogue.illustrative}</Tag>}{' '}
          <span class="soft">
            {one.parties.offer.title}, {t.programmes.cohort.by(one.parties.referrer.organisation)}
          </span>
          {action?.(one)}
        </li>
      ))}
    </ul>
  );
}
