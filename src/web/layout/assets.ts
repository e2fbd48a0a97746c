import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TYPES = {
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  js: 'text/javascript; charset=utf-8',
} as const;

type Asset = { path: string; type: string; body: Uint8Array<ArrayBuffer> };

/** A file of a package, served by us: nobody else is asked for anything. */
function installed(name: string, extension: keyof typeof TYPES, url: string): Asset {
  return named(name, extension, readFileSync(fileURLToPath(url), 'utf8'));
}

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
  'imports',
  'letters',
  'way-in',
  'booking',
  'drivers',
  'fleet',
  'waiting',
  'resources',
  'network',
  'programmes',
  'print',
];

/** What browsers may keep for ever: the name changes with the content. */
function asset(name: string, extension: keyof typeof TYPES, files: readonly string[]): Asset {
  const texts = files.map((file) => readFileSync(new URL(`../assets/${file}.${extension}`, import.meta.url), 'utf8'));
  return named(name, extension, texts.join('\n'));
}

function named(name: string, extension: keyof typeof TYPES, text: string): Asset {
  const body = new TextEncoder().encode(text);
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

/** Leaflet as its authors built it: a script and its stylesheet, for the map alone. Its pictures are not used. */
const leaflet = {
  js: installed('leaflet', 'js', import.meta.resolve('leaflet/dist/leaflet.js')),
  css: installed('leaflet', 'css', import.meta.resolve('leaflet/dist/leaflet.css')),
};
scripts.set('leaflet', leaflet.js);
const styles = new Map([['leaflet', leaflet.css]]);

export const ASSET_PATHS = { stylesheet: stylesheet.path, favicon: favicon.path };

/** Throws where there is no such file. */
export function scriptPath(name: string): string {
  const script = scripts.get(name);
  if (script === undefined) throw new Error(`There is no script « ${name} » in src/web/assets.`);
  return script.path;
}

/** A stylesheet of its own, for pages that ask for it. Throws where there is none. */
export function stylePath(name: string): string {
  const style = styles.get(name);
  if (style === undefined) throw new Error(`There is no stylesheet « ${name} » of its own.`);
  return style.path;
}

const BY_PATH = new Map([stylesheet, favicon, ...scripts.values(), ...styles.values()].map((one) => [one.path, one]));

export function findAsset(path: string): Asset | null {
  return BY_PATH.get(path) ?? null;
}
