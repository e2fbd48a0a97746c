import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NOTED } from '../../src/web/api/field-notes.ts';
import { financialAid, onDemand } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';
import type { Json } from '../support/json.ts';

let api: TestApi;
let document: Json;
beforeAll(async () => {
  api = await startApi();
  document = (await api.get('/api/openapi.json', { key: null })).body;
});
afterAll(() => api.stop());

// The parts of the OpenAPI 3.1 specification that this document uses, with nothing else allowed.
const content = z.record(
  z.string().regex(/^application\//),
  z.strictObject({
    schema: z.looseObject({}),
    example: z.unknown().optional(),
    examples: z.record(z.string(), z.strictObject({ summary: z.string(), value: z.unknown() })).optional(),
  }),
);
const header = z.strictObject({ description: z.string(), schema: z.looseObject({}) });
const parameter = z
  .strictObject({
    name: z.string(),
    in: z.enum(['path', 'query', 'header']),
    required: z.boolean().optional(),
    description: z.string().min(5),
    schema: z.looseObject({}),
  })
  .refine((one) => one.in !== 'path' || one.required === true, 'a path parameter is required');
const operation = z.strictObject({
  operationId: z.string(),
  tags: z.array(z.string()).min(1),
  summary: z.string(),
  description: z.string().optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z.array(parameter).optional(),
  requestBody: z.strictObject({ required: z.boolean(), content }).optional(),
  responses: z.record(
    z.string().regex(/^[1-5]\d\d$/),
    z.strictObject({
      description: z.string().min(1),
      content: content.optional(),
      headers: z.record(z.string(), header).optional(),
    }),
  ),
});
const openApi = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    description: z.string(),
    license: z.strictObject({ name: z.string(), url: z.url() }),
  }),
  servers: z.array(z.strictObject({ url: z.string() })),
  tags: z.array(z.strictObject({ name: z.string(), description: z.string() })),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post', 'patch', 'delete']), operation)),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[A-Z][A-Za-z]+$/), z.looseObject({})),
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.literal('http'), scheme: z.literal('bearer') })),
    parameters: z.strictObject({}).optional(),
  }),
  webhooks: z.strictObject({}).optional(),
});

const operations = () =>
  Object.entries<Record<string, z.infer<typeof operation>>>(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, call]) => ({ path, method, call })),
  );

/** Every JSON object inside a value. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  return [
    ...(Array.isArray(value) ? [] : [value as Record<string, unknown>]),
    ...Object.values(value).flatMap(objectsIn),
  ];
}

describe('the published document', () => {
  it('is OpenAPI 3.1', () => {
    expect(openApi.safeParse(document).error).toBeUndefined();
    const ids = operations().map(({ call }) => call.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, call } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(call.parameters?.filter((one) => one.in === 'path').map((one) => one.name) ?? []).toEqual(inPath);
    }
  });

  it('refers to nothing that is not there, and keeps nothing that nobody refers to', () => {
    const references = new Set(objectsIn(document).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : [])));
    const components = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...references].filter((one) => !components.includes(one))).toEqual([]);
    expect(components.filter((one) => !references.has(one))).toEqual([]);
  });

  it('has schemas that can be read as JSON Schema 2020-12', () => {
    const text = JSON.stringify(document.components.schemas).replaceAll('#/components/schemas/', '#/$defs/');
    for (const name of Object.keys(document.components.schemas)) {
      const schema = z.fromJSONSchema({ $ref: `#/$defs/${name}`, $defs: JSON.parse(text) });
      expect(schema.safeParse(Symbol('no JSON')).success, name).toBe(false);
    }
  });

  it('says of every field what it means, and nothing of fields that are not', () => {
    const used = new Set<string>();
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      for (const { type, properties } of objectsIn(schema)) {
        // GeoJSON has fields called « type » and « properties »: where type is a schema, this is the list of its fields.
        if (typeof type === 'object' && !Array.isArray(type)) continue;
        for (const [field, property] of Object.entries(
          (properties ?? {}) as Record<string, { description?: string }>,
        )) {
          if (typeof property !== 'object') continue;
          expect(property.description, `${name}.${field}`).toMatch(/^[«A-ZÀ-Ýa-z0-9].{2,}/);
          used.add(NOTED.includes(`${name}.${field}`) ? `${name}.${field}` : field);
        }
      }
    }
    expect(NOTED.filter((note) => !used.has(note))).toEqual([]);
  });

  it('announces on every call what may go wrong, with an example', () => {
    for (const { path, call } of operations().filter(({ path }) => path !== '/health')) {
      for (const status of ['429', '500', '503']) expect(call.responses[status], `${path} ${status}`).toBeDefined();
      for (const [status, response] of Object.entries(call.responses)) {
        if (Number(status) < 400) continue;
        const example = response.content?.['application/problem+json']?.example;
        expect(example).toMatchObject({ status: Number(status), type: expect.stringMatching(/^\/problems\//) });
      }
      const inBody = Object.keys(call.requestBody?.content ?? {});
      if (inBody.length > 0)
        expect(Object.keys(call.responses)).toEqual(expect.arrayContaining(['400', '413', '415', '422']));
    }
  });

  it('gives examples of bodies that the API takes', async () => {
    let tried = 0;
    // An example names an offer of somebody's catalogue: here it is one of ours, of a kind that is asked for that way.
    const { body: aid } = await api.post('/api/offers', financialAid());
    const { body: transport } = await api.post('/api/offers', onDemand());
    for (const { path, method, call } of operations().filter(({ method }) => method === 'post')) {
      for (const { value } of Object.values(call.requestBody?.content['application/json']?.examples ?? {})) {
        const example = value as Json;
        const offerId = path === '/api/bookings' ? transport.id : aid.id;
        const body = example.offerId === undefined ? example : { ...example, offerId };
        expect((await api.call(method.toUpperCase(), path, { body })).status).toBe(201);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThanOrEqual(5);
  });

  it('tells every call that exists', async () => {
    for (const { path, method } of operations()) {
      const answer = await api.call(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'nothing'), { key: null });
      expect([200, 401, 404, 422], `${method} ${path}`).toContain(answer.status);
      if (answer.status === 404) expect(answer.body.detail).not.toMatch(/cette méthode/);
    }
  });
});

describe('the documentation page', () => {
  it('tells every call and every schema, without script', async () => {
    const { status, body, headers } = await api.get('/api/docs', { key: null });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    for (const { call, path } of operations()) {
      expect(body).toContain(`id="${call.operationId}"`);
      expect(body).toContain(`<code>${path}</code>`);
    }
    for (const name of Object.keys(document.components.schemas)) expect(body).toContain(`id="schema-${name}"`);
    const targets = [...body.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    for (const id of new Set(targets)) expect(body, id).toContain(`id="${id}"`);
  });

  it('loads its own files only, and nothing inline', async () => {
    const { body, headers } = await api.get('/api/docs', { key: null });
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self'/);
    expect(body).not.toMatch(/<style|style="|<script(?![^>]*src=)|onclick|https?:\/\/(?!www\.gnu\.org)/);
    const loaded = [...body.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path);
    expect(loaded.toSorted()).toEqual(['/api/docs/docs.css', '/api/docs/docs.js']);
    for (const path of loaded) expect((await api.get(path, { key: null })).status).toBe(200);
    expect((await api.get('/api/docs/routes.tsx', { key: null })).status).toBe(404);
  });

  it.each([
    'malformed',
    'unauthenticated',
    'forbidden',
    'not-found',
    'conflict',
    'too-large',
    'unsupported-media',
    'invalid',
    'too-many-requests',
    'unavailable',
    'internal',
  ])('has a page for the problem %s', async (slug) => {
    const { status, body } = await api.get(`/problems/${slug}`, { key: null });
    expect(status).toBe(200);
    expect(body).toContain(`/problems/${slug}`);
  });
});
