import type { Config } from '../config.ts';
import { addressOf } from './address.ts';
import type { Demonstration } from './demonstration.ts';

/** What the operator needs once all runs: where, who to be, what is not real yet. */
export function welcome(config: Config, demonstration: Demonstration | null): string {
  const address = addressOf(config);
  const parts = [
    `\nPouvoir Bouger est prêt : ${address}/`,
    table([
      ['Accueil', `${address}/fr/`],
      ['Catalogue des solutions', `${address}/fr/catalogue`],
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
  const estimated = estimatedModes(config);
  if (estimated.length > 0) {
    parts.push(
      `Temps de trajet estimés (${estimated.join(', ')}), à vérifier. Pour des temps réels, indiquez vos serveurs OSRM :\n` +
        '  OSRM_URL=http://machine:5000 (voiture), OSRM_URL_BIKE=… (vélo), OSRM_URL_FOOT=… (marche), puis npm start',
    );
  }
  parts.push('Ctrl-C pour arrêter.');
  return `${parts.join('\n\n')}\n`;
}

function table(rows: readonly (readonly string[])[]): string {
  const width = Math.max(...rows.map(([label = '']) => label.length));
  return rows.map(([label = '', value = '']) => `  ${label.padEnd(width)}  ${value}`).join('\n');
}

function estimatedModes({ osrm }: Config): string[] {
  const names = { car: 'voiture', bike: 'vélo', foot: 'marche' };
  return (['car', 'bike', 'foot'] as const).filter((mode) => osrm[mode] === null).map((mode) => names[mode]);
}
