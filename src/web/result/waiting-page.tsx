import { FRENCH } from '../../i18n/languages.ts';
import { Page, type Site } from '../layout/page.tsx';
import type { ResultPlace } from './result-place.ts';

const { result } = FRENCH.t;
const REFRESH_SECONDS = 2;

/** While the match is computed; the browser looks again by itself, sooner with a script. */
export function PendingPage(props: {
  site: Site;
  place: ResultPlace;
  path: string;
  /** Where to look next, where that is a place in the page. */
  next: string | undefined;
}) {
  const { site, place, path, next } = props;
  const { pending } = result;
  return (
    <Page
      site={site}
      title={pending.title}
      section={place.section}
      noIndex
      refreshSeconds={REFRESH_SECONDS}
      refreshTo={next}
      scripts={['live']}
    >
      <div class="pending" role="status" data-live={`${place.path}/evenements`}>
        <h1>{pending.title}</h1>
        <p class="lead">{pending.text}</p>
        <p class="working" aria-hidden="true" />
      </div>
      <p>
        <a class="standing" href={path}>
          {pending.refresh}
        </a>
      </p>
    </Page>
  );
}

export function FailedPage({ site, place, failure }: { site: Site; place: ResultPlace; failure: string | null }) {
  const { failed } = result;
  return (
    <Page site={site} title={failed.title} section={place.section} noIndex>
      <h1>{failed.title}</h1>
      {failure && <p class="lead">{failure}</p>}
      <p>{failed.text}</p>
      <p class="actions">
        <a class="button" href={place.change.href}>
          {place.change.label}
        </a>
        {place.back && (
          <a class="quiet-link" href={place.back.href}>
            {place.back.label}
          </a>
        )}
      </p>
    </Page>
  );
}
