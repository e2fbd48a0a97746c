import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const TYPES = {
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  js: 'text/javascript; charset=utf-8',
} as const;

type Asset = { path: string; type: string; body: Uint8Array<ArrayBuffer> };

/** In the order of the cascade; one file for browsers. */
const HOUSE = [
  'base',
  'frame',
  'buttons',
  'home',
  'tags',
  'forms',
  'beside',
  'offers',
  'result',
  'map',
  'pictures',
  'accounts',
  'people',
  'intake',
  'assessment',
  'plan',
  'referral',
  'employer',
  'letters',
  'print',
];

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

/** What only some pages ask for, by its file's name without `.js`: `<Page scripts={['live']}>`. */
const scripts = new Map(
  readdirSync(new URL('../assets/', import.meta.url))
    .filter((file) => file.endsWith('.js'))
    .map((file) => file.slice(0, -'.js'.length))
    .map((name) => [name, asset(name, 'js', [name])]),
);

export const ASSET_PATHS = { stylesheet: stylesheet.path, favicon: favicon.path };

/** Throws where there is no such file. */
export function scriptPath(name: string): string {
  const script = scripts.get(name);
  if (script === undefined) throw new Error(`There is no script « ${name} » in src/web/assets.`);
  return script.path;
}

const BY_PATH = new Map([stylesheet, favicon, ...scripts.values()].map((one) => [one.path, one]));

export function findAsset(path: string): Asset | null {
  return BY_PATH.get(path) ?? null;
}
