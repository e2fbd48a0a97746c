import type { Roads } from '../../geo/roads/roads-folder.ts';
import type { Config } from '../config.ts';
import { addressOf } from './address.ts';
import type { Demonstration } from './demonstration.ts';

/** What the operator needs once all runs: where, who to be, what is not real yet. */
export function welcome(config: Config, demonstration: Demonstration | null, roads: Roads | null): string {
  const address = addressOf(config);
  const parts = [
    `\nPouvoir Bouger est prêt : ${address}/`,
    table([
      ['Accueil', `${address}/fr/`],
      ['Catalogue des solutions', `${address}/fr/catalogue`],
      ['Se connecter', `${address}/connexion`],
      ['Essayer l’appariement', `${address}/pro/essai`],
      ['API', `${address}/api/docs`],
      ['Données', config.databaseUrl === null ? config.dataDir : 'base de DATABASE_URL'],
    ]),
  ];
  if (demonstration !== null) {
    parts.push(
      'Démonstration (secrets propres à cette installation)',
      table([
        ['Clé d’API', demonstration.apiKey],
        ...demonstration.accounts.map((account) => [account.label, account.secret]),
      ]),
    );
  }
  parts.push(travelTimes(config, roads));
  parts.push('Ctrl-C pour arrêter.');
  return `${parts.join('\n\n')}\n`;
}

function table(rows: readonly (readonly string[])[]): string {
  const width = Math.max(...rows.map(([label = '']) => label.length));
  return rows.map(([label = '', value = '']) => `  ${label.padEnd(width)}  ${value}`).join('\n');
}

const MODES = { car: 'voiture', bike: 'vélo', foot: 'marche' } as const;

/** Where times come from, and how to have real ones. */
function travelTimes({ osrm, osrmTerritories, territoryId, osmPbf }: Config, roads: Roads | null): string {
  const modes = Object.keys(MODES) as (keyof typeof MODES)[];
  const told = (some: readonly (keyof typeof MODES)[]) => some.map((mode) => MODES[mode]).join(', ');
  const hasServer = (mode: keyof typeof MODES) => osrm[mode] !== null && osrmTerritories.includes(territoryId);
  const served = modes.filter(hasServer);
  const others = modes.filter((mode) => !hasServer(mode));
  const lines: string[] = [];
  if (served.length > 0) lines.push(`Temps de trajet réels, par vos serveurs OSRM : ${told(served)}.`);
  if (others.length > 0 && roads !== null) {
    lines.push(
      `Temps de trajet réels, par les routes de ${roads.dataSet} : ${told(others)}, deux-roues et voiture sans permis.`,
    );
  }
  if (others.length > 0 && roads === null) {
    lines.push(`Temps de trajet estimés (${told(others)}), à vérifier. Pour des temps réels :`);
    if (osmPbf !== null)
      lines.push(
        '  les routes d’OSM_PBF se préparent maintenant ; elles serviront dès qu’elles seront prêtes, sans redémarrage.',
      );
    else {
      lines.push(
        '  npm run roads -- lorraine   télécharge la Lorraine (OpenStreetMap, par Geofabrik : de l’ordre de 200 Mo) et prépare ses',
        '                              routes, plusieurs minutes ; la plateforme les prend d’elle-même, sans redémarrage.',
        '  npm run roads -- fichier.osm.pbf   depuis un extrait déjà là ; ou vos serveurs OSRM : OSRM_URL=http://machine:5000 npm start',
      );
    }
  }
  return lines.join('\n');
}
