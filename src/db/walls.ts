import type { ClientBase } from 'pg';

/** The database does not keep territories apart; says why and what to do, in French. */
export class OpenWallsError extends Error {
  constructor(faults: readonly string[]) {
    super(`La base ne sépare pas les territoires : ${faults.join(' ; ')}. Pouvoir Bouger refuse de travailler ainsi.`);
    this.name = 'OpenWallsError';
  }
}

type Found = { name: string; super: boolean; bypass: boolean; owns: number; open: string[] };

/**
 * Throws `OpenWallsError` when this connection could walk through the walls: its role is not the one it should be, is
 * a superuser, bypasses row-level security or owns tables, or a table is not behind forced row-level security.
 */
export async function assertWalls(client: ClientBase, expectedRole: string): Promise<void> {
  const { rows } = await client.query<Found>(`
    select rolname as name, rolsuper as super, rolbypassrls as bypass,
      (select count(*)::int from pg_class where relowner = r.oid and relkind in ('r', 'p')) as owns,
      array(select relname::text from pg_class
        where relkind in ('r', 'p')
          and relnamespace in (select oid from pg_namespace where nspname in ('public', 'auth'))
          and not (relrowsecurity and relforcerowsecurity) order by 1) as open
    from pg_roles r where rolname = current_user`);
  const [who] = rows;
  const faults = [
    who?.name !== expectedRole && `le rôle en usage est « ${who?.name} » au lieu de « ${expectedRole} »`,
    who?.super && 'le rôle est superutilisateur (ALTER ROLE … NOSUPERUSER)',
    who?.bypass && 'le rôle contourne la sécurité par ligne (ALTER ROLE … NOBYPASSRLS)',
    who && who.owns > 0 && 'le rôle possède des tables (REASSIGN OWNED BY … TO …)',
    who && who.open.length > 0 && `des tables ne sont pas protégées par ligne : ${who.open.join(', ')}`,
  ].filter((fault) => typeof fault === 'string');
  if (faults.length > 0) throw new OpenWallsError(faults);
}
