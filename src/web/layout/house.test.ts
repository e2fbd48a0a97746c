import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const FOLDER = new URL('../assets/house/', import.meta.url);
/** What any page may use, and what paper changes of all of them. */
const SHARED = ['base', 'frame', 'buttons', 'tags', 'forms', 'offers', 'pictures', 'print'];

/** Classes that a sheet gives looks to wherever they stand: each selector that is one class and nothing else. */
function ownClasses(css: string): string[] {
  const rules = css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{/g);
  const selectors = [...rules].flatMap(([, selector = '']) => selector.split(',').map((one) => one.trim()));
  return selectors.flatMap((selector) => /^\.([\w-]+)$/.exec(selector)?.[1] ?? []);
}

describe('the sheet of a room', () => {
  it('gives no looks to a class of another room: all of them are sent to every page', () => {
    const owners = new Map<string, Set<string>>();
    for (const file of readdirSync(FOLDER)) {
      const room = file.replace(/\.css$/, '');
      if (SHARED.includes(room)) continue;
      for (const name of ownClasses(readFileSync(new URL(file, FOLDER), 'utf8'))) {
        owners.set(name, (owners.get(name) ?? new Set()).add(room));
      }
    }
    expect(owners.size).toBeGreaterThan(100);
    expect([...owners].filter(([, rooms]) => rooms.size > 1).map(([name, rooms]) => `${name}: ${[...rooms]}`)).toEqual(
      [],
    );
  });
});
