import type postgres from 'postgres';

/**
 * Throws when this connection could walk through the walls: its role is a superuser, bypasses row-level security or
 * owns tables, or a table of the application is not behind forced row-level security.
 */
export async function assertWalls(sql: postgres.Sql, expectedRole: string): Promise<void> {
  const [who] = await sql<{ name: string; rolsuper: boolean; rolbypassrls: boolean; owns: number }[]>`
    select rolname as name, rolsuper, rolbypassrls,
      (select count(*)::int from pg_class where relowner = r.oid and relkind in ('r', 'p')) as owns
    from pg_roles r where rolname = current_user`;
  const open = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
      and not (relrowsecurity and relforcerowsecurity)`;
  const faults = [
    who?.name !== expectedRole && `le rôle en usage est « ${who?.name} » au lieu de « ${expectedRole} »`,
    who?.rolsuper && 'le rôle est superutilisateur (ALTER ROLE … NOSUPERUSER)',
    who?.rolbypassrls && 'le rôle contourne la sécurité par ligne (ALTER ROLE … NOBYPASSRLS)',
    who && who.owns > 0 && 'le rôle possède des tables (REASSIGN OWNED BY … TO …)',
    open.length > 0 && `des tables ne sont pas protégées par ligne : ${open.map(({ name }) => name).join(', ')}`,
  ].filter(Boolean);
  if (faults.length === 0) return;
  throw new Error(
    `La base ne sépare pas les territoires : ${faults.join(' ; ')}. Pouvoir Bouger refuse de travailler ainsi.`,
  );
}
