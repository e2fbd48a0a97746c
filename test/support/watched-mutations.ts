import type postgres from 'postgres';
import type { TestApi } from './api.ts';

/** Of one transaction: the tables whose rows it changed. */
type Change = { tx: string; tables: string[] };

/** What is no mutation of anybody's data: said here once, for every transaction. */
const UNTOLD: Readonly<Record<string, string>> = {
  audit_entries: 'the audit itself',
  outbox_events: 'jobs to come, written beside what they tell of',
  idempotency_keys: 'what a request was answered, so that it is done once',
  form_drafts: 'answers of a form before it is sent, forgotten afterwards',
  messages: 'what is written to somebody of a change, sent by a worker',
  matches: 'what a worker works out of answers and offers',
  match_gaps: 'the same',
  unserved_legs: 'the same',
};

/** Until when somebody is expected to look, when they did, and by which links they may: no fact about them. */
const PASSING = ['watched_until', 'stale_result_at', 'last_seen_at', 'link_hashes', 'link_expires_at', 'updated_at'];

/**
 * Notes, from now on, of each request that may change something, which route answered it and what its transactions changed. Sign-in
 * (schema `auth`) is better-auth's, in transactions of its own.
 */
export async function watchMutations(api: TestApi, owner: postgres.Sql) {
  await owner.unsafe(`
    create schema audit_watch;
    create table audit_watch.changes (tx bigint not null, name text not null);
    create function audit_watch.note() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
    declare passing text[] := '{${PASSING.join()}}'; is_changed boolean;
    begin
      if tg_op = 'UPDATE' then
        is_changed := exists (select to_jsonb(n) - passing from after n except select to_jsonb(o) - passing from before o);
      elsif tg_op = 'INSERT' then is_changed := exists (select from after);
      else is_changed := exists (select from before);
      end if;
      if is_changed then insert into audit_watch.changes values (txid_current(), tg_table_name); end if;
      return null;
    end $$;
    do $$
    declare name text;
    begin
      for name in select oid::regclass::text from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace loop
        execute format('create trigger watch_i after insert on %s referencing new table as after for each statement execute function audit_watch.note()', name);
        execute format('create trigger watch_u after update on %s referencing old table as before new table as after for each statement execute function audit_watch.note()', name);
        execute format('create trigger watch_d after delete on %s referencing old table as before for each statement execute function audit_watch.note()', name);
      end loop;
    end $$`);
  const routes = mutatingRoutes(api);
  const told = new Set<string>();
  const untold = new Map<string, Set<string>>();

  const request = api.app.request;
  api.app.request = async (input, init, ...rest) => {
    const method = init?.method ?? 'GET';
    if (method === 'GET') return request(input, init, ...rest);
    await owner`delete from audit_watch.changes`;
    const response = await request(input, init, ...rest);
    const route = routes.find((one) => one.method === method && one.pattern.test(String(input).split('?')[0] ?? ''));
    const changes = await owner<Change[]>`
      select tx::text, array_agg(distinct name) as tables from audit_watch.changes group by tx`;
    for (const { tables } of changes) {
      if (tables.includes('audit_entries')) told.add(route?.name ?? 'no route');
      else for (const table of tables) if (!(table in UNTOLD)) note(route?.name ?? 'no route', table);
    }
    return response;
  };
  const note = (route: string, table: string) => untold.set(route, (untold.get(route) ?? new Set()).add(table));

  return {
    /** Every route that may change something. */
    routes: routes.map(({ name }) => name),
    /** Routes with a transaction that said who changed what. */
    told,
    /** Tables that a transaction changed without saying who, by route. */
    untold: () => Object.fromEntries([...untold].map(([route, tables]) => [route, [...tables].toSorted()])),
  };
}

function mutatingRoutes({ app }: TestApi) {
  const seen = new Map<string, { name: string; method: string; pattern: RegExp }>();
  for (const { method, path } of app.routes) {
    if (!['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) || path.includes('*')) continue;
    const source = path.replace(/:\w+(\{([^}]*)\})?/g, (_, _braces, inside = '[^/]+') => `(?:${inside})`);
    seen.set(`${method} ${path}`, { name: `${method} ${path}`, method, pattern: new RegExp(`^${source}$`) });
  }
  return [...seen.values()];
}
