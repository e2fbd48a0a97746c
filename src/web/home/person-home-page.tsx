import type { Territory } from '../../domain/territory.ts';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import { EmergencyPanel } from '../booking/emergency-panel.tsx';
import { bookPath, ridesPath } from '../booking/ride-frame.tsx';
import type { Site } from '../layout/page.tsx';
import { PersonFrame } from '../plan/person-frame.tsx';

/** The door in a language in which rides are booked and the rest of the site is not written. */
export function PersonHomePage({
  site,
  told,
  emergencyPlan,
}: {
  site: Site;
  told: RideSpeech;
  emergencyPlan: Territory['rules']['emergencyPlan'];
}) {
  const { say, speech } = told;
  const { code } = speech.language;
  return (
    <PersonFrame site={site} speech={speech} title={say.home.title} inLanguage={(language) => `/${language}/`}>
      <h1>{say.home.title}</h1>
      <p class="lead">{say.home.lead}</p>
      <ul class="ride-ways">
        <li>
          <a class="button" href={bookPath(code)}>
            {say.book}
          </a>
        </li>
        <li>
          <a class="button button-quiet" href={ridesPath(code)}>
            {say.rides}
          </a>
        </li>
        <li>
          <a class="button button-quiet" href="/fr/demande" hreflang="fr">
            {speech.t.askUs}
          </a>
        </li>
      </ul>
      <EmergencyPanel told={told} plan={emergencyPlan} isOpen />
    </PersonFrame>
  );
}
