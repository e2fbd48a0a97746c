import type { Territory } from '../../domain/territory.ts';
import type { Speech } from '../../i18n/languages.ts';
import { PERSON_LANGUAGES } from '../../i18n/person/index.ts';
import { Tag } from '../components/tag.tsx';
import { Page, type Site } from '../layout/page.tsx';

type EmergencyPlan = Territory['rules']['emergencyPlan'];

/** What this is, for whom, and what of it works today. */
export function HomePage({
  site,
  speech,
  emergencyPlan,
}: {
  site: Site;
  speech: Speech;
  emergencyPlan: EmergencyPlan;
}) {
  const { t, language } = speech;
  const { home } = t;
  return (
    <Page site={site} speech={speech} title={home.title} description={home.lead} section="home" wide>
      <div class="hero">
        <h1>{home.heading}</h1>
        <p class="lead">{home.lead}</p>
        <p class="actions">
          <a class="button" href={`/${language.code}/demande`}>
            {home.ask}
          </a>
          <a class="button" href={`/${language.code}/reserver`}>
            {home.book}
          </a>
          <a class="button button-quiet" href={`/${language.code}/mes-trajets`}>
            {home.rides}
          </a>
          <a class="button button-quiet" href="/pro/essai">
            {home.tryIt}
          </a>
          <a class="button button-quiet" href={`/${language.code}/catalogue`}>
            {home.seeCatalogue}
          </a>
        </p>
        <nav aria-label={home.bookIn}>
          <ul class="languages">
            {PERSON_LANGUAGES.map(({ code, name, htmlLang, dir }) => (
              <li>
                <a href={`/${code}/reserver`} lang={htmlLang} dir={dir} hreflang={htmlLang}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>

      <section aria-labelledby="how">
        <h2 id="how">{home.how.heading}</h2>
        <ol class="steps">
          {home.how.steps.map(({ title, text }) => (
            <li>
              <h3>{title}</h3>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      </section>

      <section aria-labelledby="audiences">
        <h2 id="audiences">{home.audiences.heading}</h2>
        <ul class="cards">
          {home.audiences.items.map(({ title, today, ways, next }) => (
            <li class="card">
              <h3>{title}</h3>
              <p>
                <strong>{home.audiences.today}</strong>
                {today}
              </p>
              <p class="card-ways">
                {ways.map(({ label, href }) => (
                  <a class="standing" href={href}>
                    {label}
                  </a>
                ))}
              </p>
              {next && (
                <p class="soft">
                  <strong>{home.audiences.next}</strong>
                  {next}
                </p>
              )}
            </li>
          ))}
        </ul>
      </section>

      <EmergencySection plan={emergencyPlan} speech={speech} />

      <section aria-labelledby="honest">
        <h2 id="honest">{home.honest.heading}</h2>
        <p class="measure">{home.honest.text}</p>
        <p class="measure">
          {home.honest.developers}
          <a href="/api/docs">{home.honest.api}</a>
          {home.honest.apiAfter}
        </p>
      </section>
    </Page>
  );
}

function EmergencySection({ plan, speech }: { plan: EmergencyPlan; speech: Speech }) {
  const { home, catalogue } = speech.t;
  return (
    <section class="emergency" aria-labelledby="emergency">
      <h2 id="emergency">{home.emergency.heading}</h2>
      {plan.illustrative && <Tag tone="example">{catalogue.illustrative}</Tag>}
      {plan.phone && (
        <p class="phone">
          <a href={`tel:${plan.phone.replace(/[^+\d]/g, '')}`}>{`${home.emergency.call} ${plan.phone}`}</a>
        </p>
      )}
      <p>
        <strong>{home.emergency.hours}</strong>
        {plan.hours}
      </p>
      <p class="measure">{plan.text}</p>
    </section>
  );
}
