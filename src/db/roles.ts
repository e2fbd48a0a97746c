import type { ClientBase } from 'pg';
import { APP_ROLE, AUTH_ROLE, RELAY_ROLE } from './connection.ts';

const ROLES = [APP_ROLE, RELAY_ROLE, AUTH_ROLE] as const;
type Missing = { create: string[]; join: string[] };

/**
 * Makes the roles that belong to the whole server, and lets this connection's user act as them. Several databases
 * of one server may be prepared at once: whoever comes second finds the role made, or sees a duplicate and goes on.
 * Throws with the SQL to have run when the user may not do it.
 */
export async function ensureRoles(client: ClientBase): Promise<void> {
  try {
    for (const role of ROLES) {
      const { create, join } = await missing(client, [role]);
      if (create.length > 0) await unlessDone(client, `CREATE ROLE ${role} NOLOGIN`);
      if (join.length > 0) await unlessDone(client, `GRANT ${role} TO CURRENT_USER`);
    }
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    const { create, join } = await missing(client, ROLES);
    const { rows } = await client.query<{ me: string }>('select quote_ident(current_user) as me');
    const me = rows[0]?.me;
    throw new Error(
      [
        `L’utilisateur ${me} de la base n’a pas le droit de créer les rôles sans privilèges avec lesquels Pouvoir Bouger travaille.`,
        'Faites exécuter ceci une fois par un administrateur du serveur PostgreSQL, puis relancez :',
        ...create.map((role) => `  CREATE ROLE ${role} NOLOGIN;`),
        `  GRANT ${join.join(', ')} TO ${me};`,
      ].join('\n'),
      { cause: error },
    );
  }
}

/** Which roles do not exist, and which this user may not act as: before PostgreSQL 16 a member may, since then one with SET. */
async function missing(client: ClientBase, roles: readonly string[]): Promise<Missing> {
  const { rows } = await client.query<{ role: string; exists: boolean; joined: boolean }>(
    `select role, r.oid is not null as exists,
       r.oid is not null and pg_has_role(current_user, r.oid,
         case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as joined
     from unnest($1::text[]) role left join pg_roles r on r.rolname = role`,
    [roles],
  );
  return {
    create: rows.filter(({ exists }) => !exists).map(({ role }) => role),
    join: rows.filter(({ joined }) => !joined).map(({ role }) => role),
  };
}

async function unlessDone(client: ClientBase, statement: string): Promise<void> {
  await client.query(`DO $$ BEGIN ${statement}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`);
}
