import type { Identity } from '../../domain/people/identity.ts';
import type { PersonStatus } from '../../domain/people/status.ts';
import { type Context, requireScope } from '../context.ts';
import { csv } from '../csv-file.ts';
import type { Gazetteer } from '../ports.ts';
import { COLUMNS, type Column } from './csv-columns.ts';

const MOST = 5000;

/**
 * My people, as a file that a French spreadsheet opens and that can be imported again: `;` between, a mark at its beginning, nothing
 * that a spreadsheet would take for a formula. `statusNames` says each status for people. That it was taken away is written down.
 * Throws `forbidden`.
 */
export async function exportPeople({
  ctx,
  input,
}: {
  ctx: Context;
  input: { statusNames: Record<PersonStatus, string> };
}): Promise<string> {
  requireScope(ctx, 'people:read');
  const { gazetteer } = await ctx.deps.territory(ctx.actor.territoryId);
  return ctx.deps.database.transact(ctx.actor, async ({ people, audit }) => {
    const { items } = await people.list({ referentId: ctx.actor.id, limit: MOST });
    const identities = await people.listIdentities(items.map(({ id }) => id));
    const rows = items.flatMap(({ id, status, lastContactAt }) => {
      const identity = identities.get(id);
      if (!identity) return [];
      const cells = cellsOf(identity, gazetteer);
      return [
        [...COLUMNS.map((column) => cells[column]), input.statusNames[status], lastContactAt?.slice(0, 10) ?? ''],
      ];
    });
    await audit.record({ action: 'people.exported', entity: 'member', entityId: ctx.actor.id, fields: [...COLUMNS] });
    return csv([[...COLUMNS, 'etat', 'dernier_contact'], ...rows]);
  });
}

/** The headings alone, to be filled in. Throws `forbidden`. */
export function importTemplate({ ctx }: { ctx: Context }): string {
  requireScope(ctx, 'people:write');
  return csv([[...COLUMNS]]);
}

export function cellsOf(identity: Identity, gazetteer: Gazetteer): Record<Column, string> {
  return {
    prenom: identity.firstName ?? '',
    nom: identity.lastName ?? '',
    telephone: identity.phone ?? '',
    email: identity.email ?? '',
    langue: identity.language ?? '',
    date_de_naissance: identity.birthDate?.split('-').reverse().join('/') ?? '',
    commune: identity.commune === null ? '' : communeCell(identity.commune, gazetteer),
    reference: identity.reference ?? '',
    discretion: identity.discreet ? 'oui' : '',
  };
}

/** By its name, where that is the name of one only. */
function communeCell(code: string, gazetteer: Gazetteer): string {
  const commune = gazetteer.findByCode(code);
  if (!commune) return code;
  const namesakes = gazetteer.search(commune.name, 30).filter(({ name }) => name === commune.name);
  return namesakes.length === 1 ? commune.name : code;
}
