import { Hono } from 'hono';
import type { SCOPES_OF_ROLE } from '../../domain/accounts/roles.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import { listDuplicates } from '../../services/people/list-duplicates.ts';
import { listPeople } from '../../services/people/list-people.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { DashboardPage, ElsewherePage } from './dashboard-page.tsx';
import { DuplicatesPage } from './duplicates-page.tsx';
import { PeopleListPage } from './list-page.tsx';
import { readPeopleSearch } from './people-query.ts';

/** On the first page of the day; the lists show the others. */
const SHOWN = { inNeed: 12, mine: 10 };

/** `/pro`, `/pro/personnes`, `/pro/personnes/doublons` */
export function listRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/pro', async (c) => {
    const me = await signedIn(c);
    const { ctx, member, handle } = me;
    const { site } = c.var.visit;
    if (!ctx.actor.scopes.has('people:read')) return render(c, <ElsewherePage site={site} role={member.role} />);
    const inNeed = await listPeople({ ctx, input: { needing: true, limit: SHOWN.inNeed } });
    const mine = await listPeople({ ctx, input: { limit: SHOWN.mine } });
    const { timeZone } = handle.territory;
    return render(
      c,
      <DashboardPage
        site={site}
        name={member.displayName}
        today={dateAt(ctx.deps.clock.now(), timeZone)}
        inNeed={inNeed}
        mine={mine}
        timeZone={timeZone}
        communeName={communeNames(me)}
        scopes={ctx.actor.scopes}
      />,
    );
  });

  routes.get('/pro/personnes', async (c) => {
    const me = await signedIn(c);
    const search = readPeopleSearch((name) => c.req.query(name));
    const found = await listPeople({ ctx: me.ctx, input: search.toInput() });
    return render(
      c,
      <PeopleListPage
        site={c.var.visit.site}
        search={search}
        found={found}
        mayTransfer={may(me, 'people:transfer')}
        mayOpen={may(me, 'people:write')}
        timeZone={me.handle.territory.timeZone}
        communeName={communeNames(me)}
      />,
    );
  });

  routes.get('/pro/personnes/doublons', async (c) => {
    const me = await signedIn(c);
    const { pairs, total } = await listDuplicates({ ctx: me.ctx });
    return render(
      c,
      <DuplicatesPage site={c.var.visit.site} pairs={pairs} total={total} communeName={communeNames(me)} />,
    );
  });

  return routes;
}

/** Whether the page shows a way that the verb behind it would refuse. */
export const may = ({ ctx }: SignedIn, scope: (typeof SCOPES_OF_ROLE)['mobilityAdvisor'][number]): boolean =>
  ctx.actor.scopes.has(scope);

export const communeNames =
  ({ handle }: SignedIn) =>
  (code: string): string | null =>
    handle.gazetteer.findByCode(code)?.name ?? null;
