import type { Scope } from '../../domain/accounts/scopes.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { INBOX_VIEWS, type Inbox, type InboxView } from '../../services/intake/list-received-requests.ts';
import type { ReceivedRequest } from '../../services/intake/request-view.ts';
import { Page, type Site } from '../layout/page.tsx';
import { IntakeMenu } from './intake-menu.tsx';
import { nameOf, OverdueTag, requestPath, StatusTag } from './words.tsx';

const say = FRENCH.t.intake;

/** In the address of the page. */
export const VIEW_NAMES: Record<InboxView, string> = {
  received: 'recues',
  mine: 'miennes',
  underWay: 'encours',
  closed: 'closes',
};
export const viewNamed = (name: string | undefined): InboxView =>
  INBOX_VIEWS.find((view) => VIEW_NAMES[view] === name) ?? 'received';
const viewPath = (view: InboxView, page = 1) =>
  `/pro/demandes?vue=${VIEW_NAMES[view]}${page > 1 ? `&page=${page}` : ''}`;

type Where = { daysSince(iso: string): number; communeName(code: string | undefined): string | null };

/** `/pro/demandes` */
export function InboxPage({
  site,
  scopes,
  inbox,
  where,
}: {
  site: Site;
  scopes: ReadonlySet<Scope>;
  inbox: Inbox;
  where: Where;
}) {
  const { view, counts, requests, page, pages } = inbox;
  return (
    <Page site={site} title={say.inbox.title} noIndex wide>
      <IntakeMenu scopes={scopes} here="inbox" />
      <h1>{say.inbox.title}</h1>
      <p class="lead">{say.inbox.lead}</p>
      <nav class="views" aria-label={say.inbox.viewsLabel}>
        <ul>
          {INBOX_VIEWS.map((one) => (
            <li>
              <a href={viewPath(one)} aria-current={one === view ? 'page' : undefined}>
                {say.inbox.views[one]} <span class="tally">{counts[one]}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {requests.length === 0 ? (
        <p class="notice">{say.inbox.empty[view]}</p>
      ) : (
        <ul class="entries">
          {requests.map((request) => (
            <RequestLine request={request} where={where} />
          ))}
        </ul>
      )}
      {pages > 1 && (
        <p class="pages">
          {page > 1 && <a href={viewPath(view, page - 1)}>{say.inbox.previous}</a>}
          <span>{say.inbox.page(page, pages)}</span>
          {page < pages && <a href={viewPath(view, page + 1)}>{say.inbox.next}</a>}
        </p>
      )}
    </Page>
  );
}

function RequestLine({ request, where }: { request: ReceivedRequest; where: Where }) {
  const { id, person, goal, status, overdue, fromOrganisationName, assignedName, createdAt } = request;
  const facts = [
    say.goals[goal.kind] ?? null,
    goal.when ?? null,
    where.communeName(person.commune),
    fromOrganisationName === null ? say.inbox.fromPerson : say.inbox.from(fromOrganisationName),
    assignedName === null ? null : say.inbox.assignedTo(assignedName),
  ].filter(Boolean);
  return (
    <li class={overdue ? 'entry entry-overdue' : 'entry'}>
      <p class="entry-title">
        <a href={requestPath(id)}>
          <strong dir="auto">{nameOf(person)}</strong>
        </a>
        <span class="tags">
          {overdue && <OverdueTag />}
          <StatusTag status={status} />
        </span>
      </p>
      <p>{say.age(where.daysSince(createdAt))}</p>
      <p class="soft" dir="auto">
        {facts.join(' · ')}
      </p>
    </li>
  );
}
