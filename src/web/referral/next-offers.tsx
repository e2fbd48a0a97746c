import { FRENCH } from '../../i18n/languages.ts';
import type { NextOffer } from '../../services/referrals/propose-next.ts';
import { Tag } from '../components/tag.tsx';

const { t } = FRENCH;
const say = t.referral.next;

type Props = {
  offers: readonly NextOffer[];
  personPath: string;
  diagnosticId: string;
  /** The refusal they follow. */
  previousId?: string;
};

/** What else could be tried: chosen by the person or the professional, never for them. */
export function NextOffers({ offers, personPath, diagnosticId, previousId }: Props) {
  const query = new URLSearchParams({ diagnostic: diagnosticId, ...(previousId ? { suite: previousId } : {}) });
  return (
    <section aria-labelledby="next">
      <h2 id="next">{say.heading}</h2>
      <p>{offers.length > 0 ? say.lead : say.none}</p>
      <ul class="offers">
        {offers.map(({ offerId, title, providerName, verdict, sentence, illustrative }) => (
          <li class={`offer offer-${verdict}`}>
            <p class="tags">
              <Tag tone={verdict}>{verdict === 'toVerify' ? say.toVerify : say.possible}</Tag>
              {illustrative && <Tag tone="example">{t.catalogue.illustrative}</Tag>}
            </p>
            <h3>{title}</h3>
            <p class="soft">{t.catalogue.by(providerName)}</p>
            <p class="sentence">{sentence}</p>
            <p class="actions">
              <a class="button" href={`${personPath}/orienter/${encodeURIComponent(offerId)}?${query}`}>
                {say.refer}
                <span class="unseen">{say.referFor(title)}</span>
              </a>
            </p>
          </li>
        ))}
      </ul>
      {diagnosticId !== '' && (
        <p>
          <a class="standing" href={`${personPath}/diagnostic/${encodeURIComponent(diagnosticId)}`}>
            {say.seeResult}
          </a>
        </p>
      )}
    </section>
  );
}
