import { THEMES, type Theme } from '../catalogue/offer.ts';

/** Who works in one EPCI, by theme: `whole` for all of it, `part` for some of its communes only. */
export type CoverageRow = {
  epciCode: string;
  epciName: string;
  cells: Record<Theme, { whole: number; part: number }>;
};

type Covering = { themes: readonly Theme[]; coverage: readonly string[] };
type InEpci = { code: string; epciCode: string | null; epciName: string | null; departement: string };

/** By name of the EPCI. `zones`: the codes that stand for the whole territory. */
export function coverageByEpci(
  partners: readonly Covering[],
  communes: readonly InEpci[],
  zones: readonly string[],
): CoverageRow[] {
  const epcis = new Map<string, { name: string; communes: InEpci[] }>();
  for (const commune of communes) {
    if (commune.epciCode === null) continue;
    const known = epcis.get(commune.epciCode) ?? { name: commune.epciName ?? commune.epciCode, communes: [] };
    epcis.set(commune.epciCode, { ...known, communes: [...known.communes, commune] });
  }
  return [...epcis]
    .map(([epciCode, { name, communes: own }]) => ({ epciCode, epciName: name, cells: cellsOf(epciCode, own) }))
    .toSorted((a, b) => a.epciName.localeCompare(b.epciName, 'fr'));

  function cellsOf(epciCode: string, own: readonly InEpci[]): CoverageRow['cells'] {
    const reach = partners.map(({ themes, coverage }) => ({
      themes,
      reach: reachOf(new Set(coverage), epciCode, own),
    }));
    const count = (theme: Theme, wanted: 'whole' | 'part') =>
      reach.filter((one) => one.reach === wanted && one.themes.includes(theme)).length;
    return Object.fromEntries(
      THEMES.map((theme) => [theme, { whole: count(theme, 'whole'), part: count(theme, 'part') }]),
    ) as CoverageRow['cells'];
  }

  function reachOf(coverage: ReadonlySet<string>, epciCode: string, own: readonly InEpci[]) {
    if (coverage.has(epciCode) || zones.some((zone) => coverage.has(zone))) return 'whole';
    const covered = own.filter(({ code, departement }) => coverage.has(code) || coverage.has(departement)).length;
    if (covered === 0) return 'none';
    return covered === own.length ? 'whole' : 'part';
  }
}
