import type { OpenAPIHono } from '@hono/zod-openapi';
import { SCOPES } from '../../services/ports.ts';
import type { OpenApi } from './docs/open-api.ts';
import { noteOf } from './field-notes.ts';

const DESCRIPTION = `Diagnostics de mobilité, catalogue d’offres et appariement, pour d’autres programmes.

- JSON, noms en camelCase ; lieux \`{lon, lat}\` en degrés WGS84 ; heures locales \`HH:MM\` ; instants ISO 8601 ; durées en secondes entières, montants en centimes, CO2e en grammes. L’unité est dans le nom.
- Une clé par programme : \`Authorization: Bearer <clé>\`. Elle a un territoire, des droits (${SCOPES.join(', ')}) et un nombre de demandes par minute (1 200 par défaut).
- Ce qui est absent n’est pas connu : jamais une erreur, jamais une exclusion.
- Erreurs : \`application/problem+json\` (RFC 9457). Rien n’est jamais enregistré à moitié.
- Listes : \`?limit=&cursor=\` donne \`{items, nextCursor}\` ; nextCursor est null à la fin.
- \`POST\` accepte \`Idempotency-Key\`.
- Corps d’un mégaoctet au plus.
- Ce contrat ne fait que grandir : ignorez les champs que vous ne connaissez pas.`;

type Json = Record<string, unknown>;

export const OFFER_PATCH = { $ref: '#/components/schemas/OfferPatch' };
export const DIAGNOSTIC_PATCH = { $ref: '#/components/schemas/DiagnosticPatch' };

/** What no schema of ours says: patches and the key. */
export function registerComponents(app: OpenAPIHono): void {
  const registry = app.openAPIRegistry;
  registry.registerComponent('schemas', 'OfferPatch', {
    type: 'object',
    description: 'Les champs de OfferInput à changer, tous facultatifs (JSON Merge Patch) ; kind ne change pas.',
    properties: { version: { type: 'integer', minimum: 1 } },
    additionalProperties: true,
  });
  registry.registerComponent('schemas', 'DiagnosticPatch', {
    type: 'object',
    description: 'Les champs de DiagnosticInput à changer, tous facultatifs (JSON Merge Patch).',
    additionalProperties: true,
  });
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'La clé de votre programme.',
  });
}

/** The published OpenAPI 3.1 document: made once, from what is mounted. */
export function createDocument(app: OpenAPIHono, version: string): OpenApi {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Pouvoir Bouger',
      version,
      description: DESCRIPTION,
      license: { name: 'AGPL-3.0-or-later', url: 'https://www.gnu.org/licenses/agpl-3.0.html' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'Offres', description: 'Le catalogue de mobilité.' },
      { name: 'Diagnostics', description: 'Une personne, son but, et les offres qui l’y mènent.' },
      { name: 'Orientations', description: 'Une personne orientée vers une offre, la réponse, et la suite.' },
      { name: 'Réservations', description: 'Un trajet demandé pour une personne, la réponse, et ce qu’il devient.' },
      { name: 'Imports', description: 'Des fichiers d’offres, de structures et de lieux, vérifiés puis importés.' },
      { name: 'Flux publiés', description: 'Ce que le territoire publie pour d’autres programmes, sans clé.' },
      { name: 'Service', description: 'Santé et lieux.' },
    ],
  }) as unknown as Json;
  const plain = JSON.parse(JSON.stringify(document)) as Json;
  for (const [name, schema] of Object.entries((plain.components as Json).schemas as Json)) annotate(name, schema);
  return plain as unknown as OpenApi;
}

/** Says of each field of a schema what it means, in which unit. */
function annotate(owner: string, schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  if (Array.isArray(schema)) {
    for (const inner of schema) annotate(owner, inner);
    return;
  }
  allowNull(schema as Json);
  const { properties, ...rest } = schema as Json & { properties?: Record<string, Json> };
  for (const [name, property] of Object.entries(properties ?? {})) {
    const note = noteOf(owner, name);
    if (note !== undefined) property.description = note;
    annotate(owner, property);
  }
  for (const [keyword, inner] of Object.entries(rest)) {
    if (SUBSCHEMAS.has(keyword)) annotate(owner, inner);
  }
}

const SUBSCHEMAS = new Set(['items', 'oneOf', 'anyOf', 'allOf', 'additionalProperties']);

/**
 * The generator writes a component that may be null as `allOf: [{$ref}, {type: [object, null]}]`, which null never
 * satisfies. `anyOf: [{$ref}, {type: null}]` is what is meant.
 */
function allowNull(schema: Json): void {
  const [component, other, ...more] = (schema.allOf as Json[] | undefined) ?? [];
  if (component?.$ref === undefined || more.length > 0 || JSON.stringify(other?.type) !== '["object","null"]') return;
  delete schema.allOf;
  schema.anyOf = [component, { type: 'null' }];
}
