import { FRENCH } from '../../i18n/languages.ts';
import { Page, type Site } from '../layout/page.tsx';
import { telephone } from './partner-list-page.tsx';

const { companies: say } = FRENCH.t.network;

/** `/fr/entreprises`: what an employer of the territory can do, and whom to ask. */
export function CompaniesPage({ site, call }: { site: Site; call: { phone: string | null; hours: string | null } }) {
  return (
    <Page site={site} title={say.title} description={say.description}>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      {say.parts.map(({ title, text, links }) => (
        <section>
          <h2>{title}</h2>
          <p>{text}</p>
          <p class="card-ways">
            {links.map(({ label, href }) => (
              <a class="standing" href={href}>
                {label}
              </a>
            ))}
          </p>
        </section>
      ))}
      <section class="panel" aria-labelledby="contact">
        <h2 id="contact">{say.contact.title}</h2>
        <p>{call.phone === null ? say.contact.none : say.contact.text}</p>
        {call.hours !== null && <p class="soft">{call.hours}</p>}
        <p class="actions">
          {call.phone !== null && (
            <a class="button" href={telephone(call.phone)}>
              {say.contact.call(call.phone)}
            </a>
          )}
          <a class="button button-quiet" href="/fr/demande">
            {say.contact.ask}
          </a>
        </p>
      </section>
    </Page>
  );
}
