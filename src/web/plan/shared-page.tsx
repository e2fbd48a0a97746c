import { FRENCH } from '../../i18n/languages.ts';
import { Page, type Site } from '../layout/page.tsx';

const { t } = FRENCH;
const say = t.plan.shared;

/** The link, once: the house keeps its hash alone. */
export function SharedPage(props: {
  site: Site;
  path: string;
  address: string;
  url: string;
  until: string;
  mailedTo: string | null;
}) {
  const { site, path, address, url, until, mailedTo } = props;
  return (
    <Page site={site} title={say.title} noIndex>
      <p class="way-back">
        <a href={path}>{t.plan.backToPlan}</a>
      </p>
      <h1>{say.heading}</h1>
      {mailedTo && (
        <p class="notice" role="status">
          {say.mailed(mailedTo)}
        </p>
      )}
      <p>{say.once}</p>
      <p class="panel link-to-copy">
        <span class="soft">{say.spelled}</span> <bdi>{url}</bdi>
      </p>
      <p>{say.until(until)}</p>
      <p class="actions screen-only">
        <a class="button" href={address} rel="noopener">
          {say.open}
        </a>
      </p>
    </Page>
  );
}
