import { Hono } from 'hono';
import postgres from 'postgres';
import { type Role, SCOPES_OF_ROLE } from '../../src/domain/accounts/roles.ts';
import type { Context, TerritoryHandle } from '../../src/services/context.ts';
import { ProblemError } from '../../src/services/errors.ts';
import type { Member } from '../../src/services/ports/accounts.ts';
import type { Actor } from '../../src/services/ports.ts';
import type { PagesEnv, Visit } from '../../src/web/layout/visit.ts';
import { insertRow } from '../factories/rows.ts';
import { startApi } from './api.ts';

const FORM_TOKEN = 'token-of-this-session';

/** Where: `org_one` and `org_two` of the Meuse, `org_far` behind the wall. */
const MEMBERS = {
  amelie: { territoryId: 'meuse', organisationId: 'org_one', role: 'referent' },
  basile: { territoryId: 'meuse', organisationId: 'org_one', role: 'prescriber' },
  chloe: { territoryId: 'meuse', organisationId: 'org_two', role: 'prescriber' },
  garage: { territoryId: 'meuse', organisationId: 'org_two', role: 'provider' },
  far: { territoryId: 'voisin', organisationId: 'org_far', role: 'referent' },
} as const satisfies Record<string, { territoryId: string; organisationId: string; role: Role }>;
export type DeskName = keyof typeof MEMBERS;

export type Page = { status: number; location: string | null; html: string };

/** Pages of professionals on the real Meuse, each member signed in by name: what signs them in is tried elsewhere. */
export async function openDesk(routes: () => Hono<PagesEnv>) {
  const api = await startApi();
  const owner = postgres(api.url, { max: 2, onnotice: () => {} });
  for (const [name, { territoryId, organisationId, role }] of Object.entries(MEMBERS)) {
    await insertRow(owner, 'members', {
      id: `mem_${name}`,
      territory_id: territoryId,
      organisation_id: organisationId,
      display_name: name,
      email: `${name}@exemple.fr`,
      role,
      joined_at: '2026-11-01T08:00:00Z',
      retention_class: 'account',
    });
  }

  function as(name: DeskName): Context {
    const { territoryId, organisationId, role } = MEMBERS[name];
    const scopes = new Set(SCOPES_OF_ROLE[role]);
    const actor: Actor = { kind: 'member', id: `mem_${name}`, territoryId, organisationId, role, scopes };
    return { actor, deps: api.deps };
  }

  async function visitOf(name: DeskName): Promise<Visit> {
    const ctx = as(name);
    const handle: TerritoryHandle = await api.deps.territory(ctx.actor.territoryId);
    const { id, name: territoryName } = handle.territory;
    const member = { id: ctx.actor.id, ...MEMBERS[name], displayName: name } as unknown as Member;
    const found = { ctx, member, formToken: FORM_TOKEN, handle } as Awaited<ReturnType<Visit['findSignedIn']>>;
    return {
      ...handle,
      site: { territory: { id, name: territoryName } },
      ctx,
      findSignedIn: async () => found,
    } as unknown as Visit;
  }

  async function ask(name: DeskName, path: string, form?: URLSearchParams): Promise<Page> {
    const app = new Hono<PagesEnv>();
    app.use(async (c, next) => {
      c.set('visit', await visitOf(name));
      await next();
    });
    app.route('/', routes());
    app.onError((error, c) => {
      if (error instanceof ProblemError)
        return c.text(`${error.code}: ${error.message}`, error.code === 'notFound' ? 404 : 403);
      throw error;
    });
    form?.set('formToken', FORM_TOKEN);
    const response = await app.request(path, form ? { method: 'POST', body: form } : {});
    return { status: response.status, location: response.headers.get('location'), html: await response.text() };
  }

  return {
    api,
    /** Past the walls. */
    owner,
    as,
    get: (name: DeskName, path: string) => ask(name, path),
    post: (name: DeskName, path: string, fields: Record<string, string | readonly string[]>) => {
      const form = new URLSearchParams();
      for (const [field, value] of Object.entries(fields)) {
        for (const one of typeof value === 'string' ? [value] : value) form.append(field, one);
      }
      return ask(name, path, form);
    },
    async close() {
      await owner.end();
      await api.stop();
    },
  };
}
