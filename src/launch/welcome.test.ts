import { expect, it } from 'vitest';
import type { Roads } from '../../geo/roads/roads-folder.ts';
import { readConfig } from '../config.ts';
import { welcome } from './welcome.ts';

const roads: Roads = {
  territoryId: 'meuse',
  dataSet: 'lorraine 2026-11-20',
  bbox: [4, 48, 6, 50],
  places: [],
  builtAt: '2026-11-20T00:00:00Z',
  buildSeconds: 1,
  tileBytes: 1,
  extract: { name: 'lorraine.osm.pbf', url: null, bytes: 1, modifiedAt: null, osmState: null },
};
const told = (environment: Record<string, string>, own: Roads | null) => welcome(readConfig(environment), null, own);

it('tells of OSRM servers only where they hold the roads of the territory shown', () => {
  const OSRM_URL = 'http://127.0.0.1:5000';
  expect(told({ OSRM_URL }, roads)).toMatch(/par vos serveurs OSRM : voiture\.\n.*lorraine 2026-11-20 : vélo, marche/);
  const elsewhere = { OSRM_URL, OSRM_TERRITORIES: 'vosges' };
  expect(told(elsewhere, roads)).not.toContain('OSRM : ');
  expect(told(elsewhere, roads)).toContain('les routes de lorraine 2026-11-20 : voiture, vélo, marche');
  expect(told(elsewhere, null)).toContain('Temps de trajet estimés (voiture, vélo, marche)');
});
