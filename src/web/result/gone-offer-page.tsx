import { FRENCH } from '../../i18n/languages.ts';
import { ErrorPage } from '../components/error-page.tsx';
import type { Site } from '../layout/page.tsx';
import type { ResultPlace } from './result-place.ts';

const { t } = FRENCH;

/** The offer left the catalogue between the result and the click; what else there is stays one link away. */
export function GoneOfferPage({ site, place }: { site: Site; place: ResultPlace }) {
  const { goneTitle, goneMore } = t.result.catalogueNow;
  return (
    <ErrorPage
      site={site}
      title={goneTitle}
      text={goneMore}
      ways={[
        { href: place.path, label: t.result.explanation.back },
        { href: '/fr/catalogue', label: t.errors.toCatalogue },
      ]}
    />
  );
}
