import { FRENCH } from '../../i18n/languages.ts';
import type { OfferStanding } from '../../services/catalogue/get-offer-freshness.ts';
import { FormToken } from '../forms/form-token.tsx';
import { offerPath } from './paths.ts';

const { t } = FRENCH;
const say = t.resources.freshness;

/** The way to have the provider say it by link. */
export function AskProvider({
  offerId,
  formToken,
  standing: { askedAt },
  timeZone,
}: {
  offerId: string;
  formToken: string;
  standing: OfferStanding;
  timeZone: string;
}) {
  return (
    <section class="panel" aria-labelledby="relancer">
      <h2 id="relancer">{say.remind.title}</h2>
      <p>
        {say.remind.text} {askedAt && say.remind.last(t.format.instant(askedAt, timeZone))}
      </p>
      <form action={offerPath(offerId, 'relancer')} method="post">
        <FormToken value={formToken} />
        <button type="submit" class="button button-quiet">
          {say.remind.button}
        </button>
      </form>
    </section>
  );
}

/** Who said that an offer is true, and when. */
export function Confirmations({ standing: { confirmations } }: { standing: OfferStanding }) {
  return (
    <section class="panel" aria-labelledby="confirmations">
      <h2 id="confirmations">{say.confirmations.title}</h2>
      {confirmations.length === 0 ? (
        <p class="soft">{say.confirmations.none}</p>
      ) : (
        <ul class="plain-list">
          {confirmations.map(({ on, source, by, note }) => (
            <li>{say.confirmations.one(say.confirmations.by[source], t.format.date(on), by, note)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
