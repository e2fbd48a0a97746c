import type { Gazetteer } from '../../services/ports.ts';

/** Names of zones for people: communes and EPCI by name, the territory's own département by its name. */
export function zoneNames(
  codes: readonly string[],
  { gazetteer, territory }: { gazetteer: Gazetteer; territory: { name: string; zones: readonly string[] } },
): string[] {
  const epcis = new Map(gazetteer.communes().map(({ epciCode, epciName }) => [epciCode, epciName]));
  return codes.map((code) => {
    if (territory.zones.includes(code)) return territory.name;
    return epcis.get(code) ?? gazetteer.findByCode(code)?.name ?? code;
  });
}
