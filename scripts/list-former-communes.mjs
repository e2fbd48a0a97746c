// Writes src/domain/imports/former-communes.ts from @etalab/decoupage-administratif:
//   npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-*.tgz
//   node scripts/list-former-communes.mjs package/data/communes.json
import { readFileSync, writeFileSync } from 'node:fs';

const all = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const isPresent = ({ type }) => type === 'commune-actuelle' || type === 'arrondissement-municipal';
const present = new Set(all.filter(isPresent).map(({ code }) => code));
const becameOf = new Map();
for (const { code, type, anciensCodes = [], chefLieu } of all) {
  if (type === 'commune-actuelle')
    for (const former of anciensCodes) if (!present.has(former)) becameOf.set(former, code);
  if (chefLieu && present.has(chefLieu) && !present.has(code)) becameOf.set(code, chefLieu);
}
const formerOf = new Map();
for (const [former, code] of [...becameOf].sort()) formerOf.set(code, [...(formerOf.get(code) ?? []), former]);
const lines = [...formerOf].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, former]) => [code, ...former].join(' '));

writeFileSync(
  new URL('../src/domain/imports/former-communes.ts', import.meta.url),
  `// Written by scripts/list-former-communes.mjs. Source: Insee (code officiel géographique), through
// @etalab/decoupage-administratif 6.0.0, March 2026, Licence Ouverte 2.0: see docs/data-sources.md.

/** Each line: a commune that there is, then those that became part of it. */
const LINES = \`
${lines.join('\n')}
\`;

const BECAME = new Map(
  LINES.trim()
    .split('\\n')
    .flatMap((line) => {
      const [code = '', ...former] = line.split(' ');
      return former.map((one): [string, string] => [one, code]);
    }),
);

/** The INSEE code of the commune that a former one became; null for one that there is, and for one nobody knows. */
export const becameOf = (code: string): string | null => BECAME.get(code) ?? null;
`,
);
