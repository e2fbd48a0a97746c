import type { OpenAPIHono, RouteConfig } from '@hono/zod-openapi';
import type { Handler } from 'hono';
import type { z } from 'zod';
import type { Deps } from '../../services/context.ts';
import type { AppOptions } from '../options.ts';
import type { Callers } from './caller.ts';
import { PROBLEMS, type ProblemKind, statusOf } from './problem.ts';
import { problemSchema } from './schemas.ts';

export type Api = { app: OpenAPIHono; deps: Deps; callers: Callers; options: AppOptions };

/** Documents and mounts one call. Inputs are parsed by the verbs, so that every transport has the same rules. */
export function endpoint(app: OpenAPIHono, route: RouteConfig, handler: Handler): void {
  app.openAPIRegistry.registerPath(route);
  app.on(route.method.toUpperCase(), route.path.replaceAll(/\{(.+?)\}/g, ':$1'), handler);
}

type Security = Record<string, string[]>[];
export const KEY_REQUIRED: Security = [{ apiKey: [] }];
export const KEY_OPTIONAL: Security = [{}, { apiKey: [] }];

export function answer(description: string, schema: z.ZodType, example?: unknown, headers?: Record<string, string>) {
  return {
    description,
    content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
    ...(headers === undefined
      ? {}
      : {
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, note]) => [
              name,
              { description: note, schema: { type: 'string' as const } },
            ]),
          ),
        }),
  };
}

/** What a call takes: it is documented here and parsed by the verb. */
export function body(
  schema: z.ZodType | { $ref: string },
  mediaTypes: readonly string[],
  examples: Record<string, unknown>,
) {
  const content = {
    schema,
    examples: Object.fromEntries(Object.entries(examples).map(([summary, value]) => [summary, { summary, value }])),
  };
  return { required: true, content: Object.fromEntries(mediaTypes.map((type) => [type, content])) };
}

export const JSON_BODY = ['application/json'];
export const PATCH_BODY = ['application/merge-patch+json', 'application/json'];

const EXAMPLE_ERRORS: Partial<Record<ProblemKind, { path: string; message: string }[]>> = {
  invalid: [{ path: 'home.lat', message: 'Ce champ est obligatoire.' }],
};

const ANY_TIME: ProblemKind[] = ['tooManyRequests', 'internal', 'unavailable'];
const COME_BACK: ProblemKind[] = ['tooManyRequests', 'unavailable'];

/** The problems a call may answer, by code, with those that any call may. */
export function problems(...codes: ProblemKind[]) {
  return Object.fromEntries(
    [...codes, ...ANY_TIME].map((code) => {
      const { slug, title, advice } = PROBLEMS[code];
      const status = statusOf(code);
      const errors = EXAMPLE_ERRORS[code];
      const example = { type: `/problems/${slug}`, title, status, detail: advice, ...(errors ? { errors } : {}) };
      return [
        status,
        {
          description: `${title}. ${advice}`,
          content: { 'application/problem+json': { schema: problemSchema, example } },
          ...(COME_BACK.includes(code)
            ? {
                headers: {
                  'retry-after': { description: 'Secondes à attendre.', schema: { type: 'integer' as const } },
                },
              }
            : {}),
        },
      ];
    }),
  );
}

/** Of a call that takes a body and writes. */
export const WRITING: readonly ProblemKind[] = [
  'malformed',
  'unauthenticated',
  'forbidden',
  'conflict',
  'tooLarge',
  'unsupportedMedia',
  'invalid',
];

/** Headers of an answer that has versions, and of one that was just made. */
export const VERSIONED = { etag: 'Sa version.' };
export const CREATED = { location: 'Son adresse.', ...VERSIONED };

export const idempotencyHeader = {
  name: 'idempotency-key',
  in: 'header' as const,
  required: false,
  description:
    'Un texte choisi par vous (1 à 200 caractères). La même demande envoyée deux fois sous la même clé n’a qu’un effet et reçoit la même réponse ; une autre demande sous cette clé reçoit 409. Gardée 48 h.',
  schema: { type: 'string' as const, minLength: 1, maxLength: 200 },
};

export const ifMatchHeader = {
  name: 'if-match',
  in: 'header' as const,
  required: false,
  description: 'La version que vous avez lue (ex. "3"). Si elle a changé depuis : 409.',
  schema: { type: 'string' as const },
};

export const idParameter = (name: string, description: string) => ({
  name,
  in: 'path' as const,
  required: true,
  description,
  schema: { type: 'string' as const },
});
