import type { Scope } from '../../domain/accounts/scopes.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { SentRequest } from '../../services/intake/request-view.ts';
import { Page, type Site } from '../layout/page.tsx';
import { IntakeMenu } from './intake-menu.tsx';
import { RequestFacts } from './request-facts.tsx';
import { moment, nameOf, StatusTag, sentPath } from './words.tsx';

const { t } = FRENCH;
const say = t.intake.sent;

type Common = { site: Site; scopes: ReadonlySet<Scope>; timeZone: string };

/** `/pro/demandes/envoyees` */
export function SentListPage({
  site,
  scopes,
  timeZone,
  requests,
  wholeOrganisation,
}: Common & { requests: readonly SentRequest[]; wholeOrganisation: boolean }) {
  return (
    <Page site={site} title={say.title} noIndex wide>
      <IntakeMenu scopes={scopes} here="sent" />
      <h1>{say.title}</h1>
      <nav class="views" aria-label={say.filter}>
        <ul>
          <li>
            <a href="/pro/demandes/envoyees" aria-current={wholeOrganisation ? undefined : 'page'}>
              {say.mine}
            </a>
          </li>
          <li>
            <a href="/pro/demandes/envoyees?toutes=1" aria-current={wholeOrganisation ? 'page' : undefined}>
              {say.whole}
            </a>
          </li>
        </ul>
      </nav>
      {requests.length === 0 ? (
        <p class="notice">{say.empty}</p>
      ) : (
        <ul class="entries">
          {requests.map((request) => (
            <li class="entry">
              <p class="entry-title">
                <a href={sentPath(request.id)}>
                  <strong dir="auto">{nameOf(request.person)}</strong>
                </a>
                <span class="tags">
                  <StatusTag status={request.status} />
                </span>
              </p>
              <p class="soft">
                {[request.teamName, moment(request.createdAt, timeZone), wholeOrganisation ? request.senderName : null]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

/** `/pro/demandes/envoyees/:id` */
export function SentPage({
  site,
  scopes,
  timeZone,
  request,
  communeName,
  justSent,
}: Common & { request: SentRequest; communeName: string | null; justSent: boolean }) {
  const answered = request.status === 'closed' || request.status === 'declined';
  return (
    <Page site={site} title={t.intake.request.title(nameOf(request.person))} noIndex>
      <IntakeMenu scopes={scopes} here="sent" />
      {justSent && !answered && (
        <div class="done-notice" role="status">
          <h2>{say.done}</h2>
          <p>{say.doneText(request.teamName)}</p>
        </div>
      )}
      <h1 dir="auto">{t.intake.request.title(nameOf(request.person))}</h1>
      <p class="tags">
        <StatusTag status={request.status} />
      </p>
      <section aria-labelledby="reponse">
        <h2 id="reponse">{say.answer}</h2>
        {answered ? <Answer request={request} /> : <p>{say.waiting}</p>}
      </section>
      <RequestFacts request={request} timeZone={timeZone} communeName={communeName} />
    </Page>
  );
}

function Answer({ request: { outcome, outcomeText, origin } }: { request: SentRequest }) {
  return (
    <>
      {outcome !== null && <p>{t.intake.outcomes[outcome as keyof typeof t.intake.outcomes]}</p>}
      {origin === 'employer' && <p>{say.employerAnswered}</p>}
      {outcomeText && (
        <p class="words" dir="auto">
          {outcomeText}
        </p>
      )}
    </>
  );
}
