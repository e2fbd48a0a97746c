import type { FactFile } from '../../src/db/seeds/territory/fact-file.ts';
import { field } from './places.ts';

/** Ways of travelling that this platform speaks of, by the source's own names. */
const KEPT: Readonly<Record<string, string>> = {
  marche: 'Marche',
  velo: 'Vélo',
  veloelectrique: 'Vélo à assistance électrique',
  scooter: 'Scooter ou moto légère, thermique',
  scooterelectrique: 'Scooter électrique',
  voiturethermique: 'Voiture thermique',
  voitureelectrique: 'Voiture électrique',
  autocar: 'Autocar thermique',
  busthermique: 'Bus thermique',
  ter: 'TER',
};

/** Grams of CO2e per kilometre, use and making of the vehicle; per vehicle for cars, per traveller for the others. */
export function emissionFactors(rows: Record<string, string>[]): FactFile {
  const grams = (row: Record<string, string>, column: string) =>
    Math.round(Number(field(row, column) || 0) * 1e6) / 1e3;
  return {
    sources: ['impact-co2'],
    columns: ['mode', 'label', 'per', 'useGramsPerKm', 'makingGramsPerKm', 'gramsPerKm'],
    rows: Object.entries(KEPT).map(([slug, label]) => {
      const row = rows.find((candidate) => field(candidate, 'slug') === slug);
      if (!row) throw new Error(`The source has no factor “${slug}”.`);
      return [
        slug,
        label,
        field(row, 'covoiturage_divisible') === '1' ? 'vehicle' : 'traveller',
        grams(row, 'kgco2e_usage_par_km'),
        grams(row, 'kgco2e_construction_par_km'),
        grams(row, 'kgco2e_total_par_km'),
      ];
    }),
  };
}
