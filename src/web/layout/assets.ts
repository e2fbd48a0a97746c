import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const TYPES = { css: 'text/css; charset=utf-8', svg: 'image/svg+xml' } as const;

type Asset = { path: string; type: string; body: Uint8Array<ArrayBuffer> };

/** In the order of the cascade; one file for browsers. */
const HOUSE = ['base', 'frame', 'buttons', 'home', 'tags', 'forms', 'beside', 'offers', 'result', 'pictures', 'print'];

/** What browsers may keep for ever: the name changes with the content. */
function asset(name: string, extension: keyof typeof TYPES, files: readonly string[]): Asset {
  const texts = files.map((file) => readFileSync(new URL(`../assets/${file}.${extension}`, import.meta.url), 'utf8'));
  const body = new TextEncoder().encode(texts.join('\n'));
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  return { path: `/assets/${name}.${hash}.${extension}`, type: TYPES[extension], body };
}

const stylesheet = asset(
  'house',
  'css',
  HOUSE.map((part) => `house/${part}`),
);
const favicon = asset('favicon', 'svg', ['favicon']);

export const ASSET_PATHS = { stylesheet: stylesheet.path, favicon: favicon.path };

const BY_PATH = new Map([stylesheet, favicon].map((one) => [one.path, one]));

export function findAsset(path: string): Asset | null {
  return BY_PATH.get(path) ?? null;
}
