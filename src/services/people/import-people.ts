import { z } from 'zod';
import { type Identity, identitySchema, personName } from '../../domain/people/identity.ts';
import { type Context, requireScope } from '../context.ts';
import { finishDraft } from '../drafts/finish-draft.ts';
import { getDraft } from '../drafts/get-draft.ts';
import { invalid, ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import { parseInput } from '../parse-input.ts';
import type { Stores } from '../ports.ts';
import {
  checkRows,
  findImportLookalikes,
  type ImportError,
  type ImportLookalike,
  type ImportRow,
} from './check-import.ts';
import { readCsv } from './read-csv.ts';

export const MOST_IMPORTED = 2000;
/** Under which a file that was checked waits to be confirmed. */
const FORM = 'people-import';

export type ImportReport = {
  /** Of what waits to be confirmed; null where there is an error. */
  draftId: string | null;
  rows: number;
  errors: ImportError[];
  lookalikes: (ImportLookalike & { name: string | null })[];
  /** The first rows, as they were read. */
  preview: ImportRow[];
};

const PREVIEWED = 5;

/**
 * Reads a file of people and says, row by row, what is wrong with it and whom its rows look like. Nobody's file is opened: where
 * nothing is wrong it waits to be confirmed. Throws `forbidden`, `invalid` (path `file`: none of it can be read).
 */
export async function checkImport({
  ctx,
  input,
}: {
  ctx: Context;
  input: { bytes: Uint8Array };
}): Promise<ImportReport> {
  requireScope(ctx, 'people:write');
  const reading = readCsv(input.bytes);
  if (reading.kind !== 'rows') throw unreadable(reading);
  const { rows } = reading;
  if (rows.length > MOST_IMPORTED)
    throw ofFile(`Ce fichier a plus de ${MOST_IMPORTED} personnes : coupez-le en plusieurs.`);
  const { today } = await groundOf(ctx);
  const { gazetteer } = await ctx.deps.territory(ctx.actor.territoryId);

  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const known = await stores.people.listKeys();
    const takenReferences = new Set(await stores.people.listOwnReferences());
    const { people, errors } = checkRows(rows, { gazetteer, today, takenReferences });
    const keyed = people.map(({ row, identity }) => ({ row, keys: stores.people.keysOf(`row ${row}`, identity) }));
    const lookalikes = findImportLookalikes(keyed, known);
    const draftId = errors.length > 0 ? null : ctx.deps.ids.next('imp');
    if (draftId !== null) {
      await stores.drafts.insert({ id: draftId, form: FORM, typed: { people: [JSON.stringify(people)] } });
    }
    return {
      draftId,
      rows: rows.length,
      errors,
      lookalikes: await named(stores, lookalikes),
      preview: people.slice(0, PREVIEWED),
    };
  });
}

async function named(stores: Stores, lookalikes: readonly ImportLookalike[]): Promise<ImportReport['lookalikes']> {
  const ids = lookalikes.flatMap(({ like }) => ('id' in like ? [like.id] : []));
  const identities = await stores.people.listIdentities(ids);
  return lookalikes.map((one) => {
    const identity = 'id' in one.like ? identities.get(one.like.id) : undefined;
    return { ...one, name: identity ? personName(identity) : null };
  });
}

const ofFile = (message: string) => invalid([{ path: 'file', message }]);

function unreadable(reading: Exclude<ReturnType<typeof readCsv>, { kind: 'rows' }>): ProblemError {
  switch (reading.kind) {
    case 'empty':
      return ofFile('Ce fichier est vide.');
    case 'noColumn':
      return ofFile('Aucune colonne connue : la première ligne doit porter les noms des colonnes du modèle.');
    case 'unreadable':
      return ofFile(`La ligne ${reading.row} ne se lit pas : vérifiez les guillemets.`);
  }
}

const waitingSchema = z.array(z.object({ row: z.int(), identity: identitySchema }));

/**
 * Opens the files of everybody in what was checked, with the acting member as their referent: all of them or none. Twice is once.
 * Throws `forbidden`, `notFound`, `conflict` when a reference was taken meanwhile.
 */
export async function confirmImport({
  ctx,
  input,
}: {
  ctx: Context;
  input: { draftId: string };
}): Promise<{ count: number }> {
  requireScope(ctx, 'people:write');
  const { count } = await finishDraft({
    ctx,
    input: { id: input.draftId, form: FORM },
    async effect(stores, draft) {
      const people = parseInput(waitingSchema, JSON.parse(draft.typed.people?.[0] ?? '[]'));
      await openAll(
        stores,
        ctx,
        people.map(({ row, identity }) => ({ row, identity })),
      );
      return { count: String(people.length) };
    },
  });
  return { count: Number(count) };
}

async function openAll(
  stores: Stores,
  ctx: Context,
  people: readonly { row: number; identity: Identity }[],
): Promise<void> {
  const { ids } = ctx.deps;
  const referentId = ctx.actor.kind === 'member' ? ctx.actor.id : null;
  const files = people.map(({ row, identity }) => ({ row, id: ids.next('ben'), identity, referentId }));
  const [taken] = await stores.people.openMany(files);
  if (taken !== undefined) {
    const row = files.find(({ id }) => id === taken)?.row ?? 0;
    throw new ProblemError(
      'conflict',
      `Rien n’a été importé : la référence de la ligne ${row} a été prise entre-temps. Vérifiez le fichier, puis recommencez.`,
    );
  }
  await stores.audit.recordAll(
    files.map(({ id }) => ({ action: 'person.imported', entity: 'beneficiary', entityId: id, fields: [] })),
  );
}

/** How many wait to be confirmed. Throws `forbidden`, `notFound`. */
export async function findImport({
  ctx,
  input,
}: {
  ctx: Context;
  input: { draftId: string };
}): Promise<{ done: number | null }> {
  requireScope(ctx, 'people:write');
  const draft = await getDraft({ ctx, input: { id: input.draftId, form: FORM } });
  return { done: draft.result === null ? null : Number(draft.result.count) };
}
