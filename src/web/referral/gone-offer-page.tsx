import { FRENCH } from '../../i18n/languages.ts';
import type { NextOffer } from '../../services/referrals/propose-next.ts';
import { Page, type Site } from '../layout/page.tsx';
import { NextOffers } from './next-offers.tsx';

const say = FRENCH.t.referral.send.gone;

type Props = {
  site: Site;
  offers: readonly NextOffer[];
  personPath: string;
  diagnosticId: string;
  previousId: string;
  /** What had been written, to be used again. */
  message: string;
};

/** The offer left the catalogue between the list and the click: nothing was sent, and this is what else there is. */
export function GoneOfferPage({ site, message, previousId, ...next }: Props) {
  return (
    <Page site={site} title={say.title} noIndex>
      <h1>{say.title}</h1>
      <p class="lead" role="alert">
        {say.text}
      </p>
      {message !== '' && (
        <>
          <p>{say.kept}</p>
          <p class="said">{message}</p>
        </>
      )}
      <NextOffers {...next} {...(previousId === '' ? {} : { previousId })} />
    </Page>
  );
}
