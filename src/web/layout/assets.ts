import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const TYPES = { css: 'text/css; charset=utf-8', svg: 'image/svg+xml' } as const;

type Asset = { path: string; type: string; body: Uint8Array<ArrayBuffer> };

/** A file of ours under a name that changes with its content, so that browsers may keep it for ever. */
function load(name: string, extension: keyof typeof TYPES): Asset {
  const body = new Uint8Array(readFileSync(new URL(`../assets/${name}.${extension}`, import.meta.url)));
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  return { path: `/assets/${name}.${hash}.${extension}`, type: TYPES[extension], body };
}

const stylesheet = load('house', 'css');
const favicon = load('favicon', 'svg');

export const ASSET_PATHS = { stylesheet: stylesheet.path, favicon: favicon.path };

const BY_PATH = new Map([stylesheet, favicon].map((asset) => [asset.path, asset]));

export function findAsset(path: string): Asset | null {
  return BY_PATH.get(path) ?? null;
}
