import { FRENCH } from '../../i18n/languages.ts';
import { Page, type Site } from '../layout/page.tsx';

const { result } = FRENCH.t;
const REFRESH_SECONDS = 2;

/** While the match is computed; the browser looks again by itself, without script. */
export function PendingPage({ site, path }: { site: Site; path: string }) {
  const { pending } = result;
  return (
    <Page site={site} title={pending.title} section="trial" noIndex refreshSeconds={REFRESH_SECONDS}>
      <div class="pending" role="status">
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

export function FailedPage({ site, changePath, failure }: { site: Site; changePath: string; failure: string | null }) {
  const { failed } = result;
  return (
    <Page site={site} title={failed.title} section="trial" noIndex>
      <h1>{failed.title}</h1>
      {failure && <p class="lead">{failure}</p>}
      <p>{failed.text}</p>
      <p class="actions">
        <a class="button" href={changePath}>
          {result.change}
        </a>
      </p>
    </Page>
  );
}
