import type { Role } from '../../domain/accounts/roles.ts';
import type { Scope } from '../../domain/accounts/scopes.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { ListedPeople } from '../../services/people/list-people.ts';
import { TextField } from '../forms/fields.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { PeopleList } from './people-list.tsx';

const { t } = FRENCH;
const say = t.people.dashboard;

type Props = {
  site: Site;
  name: string;
  /** `YYYY-MM-DD` in the territory. */
  today: string;
  /** The most urgent ones. */
  inNeed: ListedPeople;
  mine: ListedPeople;
  timeZone: string;
  communeName(code: string): string | null;
  scopes: ReadonlySet<Scope>;
};

/** `/pro`: what needs me today, then my people. */
export function DashboardPage({ site, name, today, inNeed, mine, timeZone, communeName, scopes }: Props) {
  const where = { timeZone, communeName };
  // Whoever waits above is not told twice.
  const others = mine.items.filter(({ id }) => !inNeed.items.some((one) => one.id === id));
  return (
    <Page site={site} title={say.title} section="people" noIndex wide>
      <h1>
        {say.title}
        <span class="subheading">{say.greeting(name, t.format.date(today))}</span>
      </h1>
      <div class="day-tools">
        <a href="/pro/personnes/nouvelle" class="button">
          {say.newPerson}
        </a>
        <search>
          <form action="/pro/personnes" method="get" class="day-search">
            <input type="hidden" name="qui" value="organisation" />
            <TextField id="q" label={t.people.list.q} type="search" />
            <button type="submit" class="button button-quiet">
              {t.people.list.submit}
            </button>
          </form>
        </search>
      </div>
      <section aria-labelledby="aujourd-hui">
        <h2 id="aujourd-hui">{say.needsHeading}</h2>
        {inNeed.total === 0 ? (
          <>
            <p>{mine.total === 0 ? say.nobody : say.noNeeds}</p>
            {scopes.has('requests:handle') && (
              <p class="ways">
                <a href="/pro/demandes">{say.seeRequests}</a>
              </p>
            )}
          </>
        ) : (
          <>
            <p class="soft">{say.needsCount(inNeed.total)}</p>
            <PeopleList people={inNeed.items} tick={false} where={where} />
            {inNeed.total > inNeed.items.length && (
              <p class="ways">
                <a href="/pro/personnes?attente=oui">{say.moreNeeds(inNeed.total)}</a>
              </p>
            )}
          </>
        )}
      </section>
      {mine.total > 0 && (
        <section aria-label={say.peopleHeading}>
          {others.length > 0 && <h2 id="mes-personnes">{say.peopleHeading}</h2>}
          {others.length > 0 && <PeopleList people={others} tick={false} where={where} />}
          <p class="ways">
            <a href="/pro/personnes">{say.allPeople(mine.total)}</a>
          </p>
        </section>
      )}
      <nav aria-label={t.people.list.title}>
        <ul class="ways">
          <li>
            <a href="/pro/personnes?qui=organisation">{say.links.list}</a>
          </li>
          {scopes.has('requests:send') && (
            <li>
              <a href="/pro/demandes/nouvelle">{say.links.request}</a>
            </li>
          )}
          <li>
            <a href="/pro/personnes/doublons">{say.links.duplicates}</a>
          </li>
          <li>
            <a href="/pro/personnes/importer">{say.links.import}</a>
          </li>
        </ul>
      </nav>
    </Page>
  );
}

type Way = { href: string; label: string };
const { links } = t.people.elsewhere;
const CATALOGUE: Way = { href: '/fr/catalogue', label: links.catalogue };
const TRIAL: Way = { href: '/pro/essai', label: links.trial };
const ACCOUNT: Way = { href: '/compte', label: links.account };

/** What those do here who see no person. */
const WAYS: Partial<Record<Role, readonly Way[]>> = {
  resourceCentre: [CATALOGUE, TRIAL, ACCOUNT],
  provider: [{ href: '/structure/orientations', label: links.structure }, CATALOGUE, ACCOUNT],
  employer: [{ href: '/entreprise', label: links.employer }, CATALOGUE, ACCOUNT],
  department: [CATALOGUE, TRIAL, ACCOUNT],
  admin: [{ href: '/compte/equipe', label: links.team }, CATALOGUE, ACCOUNT],
};

/** `/pro` of a role that sees no people. */
export function ElsewherePage({ site, role }: { site: Site; role: Role }) {
  const { title, lead } = t.people.elsewhere;
  return (
    <Page site={site} title={title} noIndex>
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      <ul class="ways">
        {(WAYS[role] ?? [CATALOGUE, TRIAL, ACCOUNT]).map(({ href, label }) => (
          <li>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
    </Page>
  );
}
