import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { runImport } from '../../src/services/imports/run-import.ts';
import { worker } from '../factories/rows.ts';
import type { TestApi } from './api.ts';

const SHARED = new URL('../../../shared/', import.meta.url);
/** Whether the open data and the standards are at hand beside the repository. */
export const hasShared = (path: string) => existsSync(new URL(path, SHARED));
export const shared = async (path: string) => new Uint8Array(await readFile(new URL(path, SHARED)));

export const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Sends a file as a program would, and has a worker read it. */
export async function importFile(
  api: TestApi,
  format: string,
  file: Uint8Array | string,
  { dryRun = false, key = 'all' } = {},
) {
  const body = typeof file === 'string' ? bytesOf(file) : file;
  const sent = await api.call('POST', `/api/imports?format=${format}&dryRun=${dryRun}`, {
    body,
    key,
    headers: { 'content-type': 'application/octet-stream' },
  });
  if (sent.status !== 202) return sent;
  await workOn(api, sent.body.id);
  return api.get(`/api/imports/${sent.body.id}`, { key });
}

export const workOn = (api: TestApi, importId: string) =>
  runImport({ ctx: { actor: worker(), deps: api.deps }, input: { importId } });
