import { createHash } from 'node:crypto';
import { z } from 'zod';
import { IMPORT_FORMATS } from '../../domain/imports/formats.ts';
import { invalid, ProblemError } from '../../services/errors.ts';
import { getImport, type ImportView } from '../../services/imports/read-import.ts';
import { uploadImport } from '../../services/imports/upload-import.ts';
import { parseInput } from '../../services/parse-input.ts';
import { withIdempotency } from './caller.ts';
import {
  type Api,
  answer,
  endpoint,
  idempotencyHeader,
  idParameter,
  KEY_REQUIRED,
  problems,
  WRITING,
} from './endpoint.ts';
import { pathId, queryOf } from './read-request.ts';

const tags = ['Imports'];
const STATUSES = ['pending', 'checked', 'applying', 'done', 'failed', 'undoing', 'undone', 'discarded'] as const;
const count = z.int().min(0);

const importSchema = z
  .object({
    id: z.string().meta({ description: 'Identifiant opaque.' }),
    format: z.enum(IMPORT_FORMATS).meta({ description: 'Ce qu’est le fichier.' }),
    dryRun: z.boolean().meta({ description: 'true : rien n’est changé tant que ce n’est pas confirmé.' }),
    status: z
      .enum(STATUSES)
      .meta({ description: 'checked : vérifié, à confirmer. failed : rien du fichier ne se lit.' }),
    rows: count.meta({ description: 'Lignes du fichier.' }),
    accepted: count.meta({ description: 'Lignes à créer, à changer, ou déjà à jour.' }),
    rejected: count.meta({ description: 'Lignes fausses, laissées de côté.' }),
    conflicts: count.meta({ description: 'Changées par d’autres entre-temps : laissées telles quelles.' }),
    errors: z
      .array(
        z.object({
          row: count.meta({ description: 'Ligne du fichier, comme un tableur la numérote.' }),
          path: z.string().meta({ description: 'Champ, tel qu’il est posté.' }),
          message: z.string().meta({ description: 'Ce qui ne va pas, et quoi faire.' }),
        }),
      )
      .meta({ description: 'Les 1 000 premières lignes fausses. row 0 : le fichier entier.' }),
  })
  .meta({ id: 'Import' });

const uploadQuery = z.object({
  format: z.enum(IMPORT_FORMATS).meta({ description: 'Ce qu’est le fichier.' }),
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'true : rien n’est changé, tout est vérifié.' }),
});

const EXAMPLE = {
  id: 'imp_0123456789abcdef',
  format: 'csv-vehicleLoan',
  dryRun: true,
  status: 'checked',
  rows: 12,
  accepted: 11,
  rejected: 1,
  conflicts: 0,
  errors: [
    {
      row: 4,
      path: 'details.depositCents',
      message: 'Euros ou centimes ? Écrivez « 5 € », ou « (€) » dans le titre de la colonne.',
    },
  ],
};

function shown(one: ImportView) {
  const { id, format, dryRun, status, rows, accepted, rejected, failure } = one;
  const errors = one.rejectedRows.flatMap(({ row, problems: wrong }) =>
    wrong.map(({ path, message }) => ({ row, path, message })),
  );
  return {
    ...{ id, format, dryRun, status, rows, accepted, rejected },
    conflicts: one.counts.conflict ?? 0,
    errors: failure === null ? errors : [{ row: 0, path: 'file', message: failure }, ...errors],
  };
}

export function importApiRoutes({ app, callers }: Api): void {
  endpoint(
    app,
    {
      method: 'post',
      path: '/api/imports',
      operationId: 'uploadImport',
      tags,
      summary: 'Importer un fichier',
      description:
        'Le fichier est le corps de la demande, tel quel, 20 Mo au plus. Il est lu en tâche de fond : suivez-le à son adresse. La même source et la même référence changent la même offre : un fichier importé deux fois n’a qu’un effet. Droit demandé : imports:write.',
      security: KEY_REQUIRED,
      parameters: [idempotencyHeader],
      request: {
        query: uploadQuery,
        body: {
          required: true,
          content: Object.fromEntries(
            ['application/octet-stream', 'application/json', 'application/zip'].map((type) => [
              type,
              { schema: { type: 'string' as const, format: 'binary' } },
            ]),
          ),
        },
      },
      responses: {
        202: answer('Le fichier est gardé, il va être lu.', importSchema, EXAMPLE, { location: 'Son adresse.' }),
        ...problems(...WRITING),
      },
    },
    async (c) => {
      const caller = await callers.withKey(c);
      const { format, dryRun } = parseInput(uploadQuery, queryOf(c));
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      if (bytes.length === 0)
        throw new ProblemError('malformed', 'Le corps de la demande est vide : le fichier y est attendu.');
      if (/^multipart\//i.test(c.req.header('content-type') ?? '')) {
        throw invalid([
          { path: 'file', message: 'Le fichier est le corps de la demande, tel quel : sans formulaire autour.' },
        ]);
      }
      const fingerprint = createHash('sha256').update(bytes).digest('hex');
      const ctx = withIdempotency(c, caller, [format, dryRun, fingerprint]);
      const { id } = await uploadImport({
        ctx,
        input: { format, fileName: `${format}, par une clé`, bytes, dryRun: dryRun === 'true' },
      });
      return c.json(shown(await getImport({ ctx, input: { id } })), 202, { location: `/api/imports/${id}` });
    },
  );

  endpoint(
    app,
    {
      method: 'get',
      path: '/api/imports/{id}',
      operationId: 'getImport',
      tags,
      summary: 'Suivre un import',
      description: 'Ligne par ligne, ce qui est faux. Droit demandé : imports:write.',
      security: KEY_REQUIRED,
      parameters: [idParameter('id', 'Identifiant de l’import.')],
      responses: {
        200: answer('Où il en est.', importSchema, EXAMPLE),
        ...problems('unauthenticated', 'forbidden', 'notFound'),
      },
    },
    async (c) => {
      const ctx = await callers.withKey(c);
      return c.json(shown(await getImport({ ctx, input: { id: pathId(c, 'id') } })));
    },
  );
}
