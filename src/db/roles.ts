import type postgres from 'postgres';
import { APP_ROLE, RELAY_ROLE } from './connection.ts';

const ROLES = [APP_ROLE, RELAY_ROLE] as const;

/**
 * Makes the two roles that belong to the whole server, and lets this connection's user act as them. Several databases
 * of one server may be prepared at once: whoever comes second finds the role made, or sees a duplicate and goes on.
 * Throws with the SQL to have run when the user may not do it.
 */
export async function ensureRoles(sql: postgres.Sql): Promise<void> {
  try {
    for (const role of ROLES) {
      await createRole(sql, role);
      await joinRole(sql, role);
    }
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    const [{ me } = { me: '…' }] = await sql<{ me: string }[]>`select quote_ident(current_user) as me`;
    throw new Error(
      [
        `L’utilisateur ${me} de la base n’a pas le droit de créer les rôles sans privilèges avec lesquels Pouvoir Bouger travaille.`,
        'Faites exécuter ceci une fois par un administrateur du serveur PostgreSQL, puis relancez :',
        ...ROLES.map((role) => `  CREATE ROLE ${role} NOLOGIN;`),
        `  GRANT ${ROLES.join(', ')} TO ${me};`,
      ].join('\n'),
      { cause: error },
    );
  }
}

async function createRole(sql: postgres.Sql, role: string): Promise<void> {
  const [known] = await sql`select 1 from pg_roles where rolname = ${role}`;
  if (known) return;
  await sql.unsafe(`
    DO $$ BEGIN
      CREATE ROLE ${role} NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$`);
}

async function joinRole(sql: postgres.Sql, role: string): Promise<void> {
  // Before PostgreSQL 16 every member may SET ROLE; since then the maker of a role is a member who may not.
  const [{ joined } = { joined: false }] = await sql<{ joined: boolean }[]>`
    select pg_has_role(current_user, ${role},
      case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as joined`;
  if (joined) return;
  await sql.unsafe(`
    DO $$ BEGIN
      GRANT ${role} TO CURRENT_USER;
    EXCEPTION WHEN unique_violation THEN NULL;
    END $$`);
}
