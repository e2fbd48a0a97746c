import { describe, expect, test } from 'vitest';
import { driver, offer, place, question, rota, type Scenario, travelBy } from '../../../test/factories/scenario.ts';
import { match } from '../../domain/matching/match.ts';
import type { TerritoryHandle } from '../../services/context.ts';
import type { Matches } from '../../services/get-matches.ts';
import { presentMatch } from '../../services/present-match.ts';
import { BundleList } from './bundle-list.tsx';
import { PathwaySteps } from './pathway-steps.tsx';

const handle = {
  territory: { zones: ['55'], name: 'Meuse' },
  gazetteer: { communes: () => [], findByCode: () => null },
} as unknown as TerritoryHandle;

function present(scenario: Scenario, change: (result: ReturnType<typeof match>) => unknown = (r) => r): Matches {
  const asked = question(scenario);
  const result = change(match(asked, false)) as ReturnType<typeof match>;
  const about = { facts: asked.facts, offers: new Map(asked.offers.map((o) => [o.id, o])), handle };
  return presentMatch(result, about) as unknown as Matches;
}

const text = (html: unknown) =>
  String(html)
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\s\u00a0\u202f]+/g, ' ');

const scenario: Scenario = {
  rota: rota('Mon 05:00-13:00, d7 21:00-05:00', 14),
  travel: travelBy({ car: 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33, H-H 0' }),
  offers: [
    driver('04:10 ±10, back 13:05 ±10', {}, { id: 'ride', title: 'Covoiturage du matin' }),
    offer(
      'drivingLicence',
      { category: 'B', place: place('H'), waitingWeeks: 4, durationWeeks: 20, costCents: 45_000 },
      { id: 'school', title: 'Permis accompagné' },
    ),
    offer('vehicleSale', { barriers: ['noVehicle'], waitingWeeks: 2 }, { id: 'car', title: 'Citadine contrôlée' }),
  ],
  means: { licences: [{ category: 'B', status: 'none' }] },
  person: { beneficiary: { frenchLevel: 'A2' }, barriers: { means: ['noLicence', 'noVehicle'] } },
};

describe('the result page tells', () => {
  test('of a pathway: what comes after what, what is missing, what to ask', () => {
    const said = text(<PathwaySteps matches={present(scenario)} path="/pro/essai/1" />);
    expect(said).toContain('Covoiturage du matin');
    expect(said).toContain('Il faudrait d’abord : une formation en français. Aucune offre du catalogue ne convient.');
    expect(said).toContain('Après : Permis accompagné');
    expect(said).toContain('à vérifier avant de commencer');
    expect(said).not.toMatch(/undefined|null|licenceValid/);
  });

  test('of a bundle: what remains without a solution', () => {
    const said = text(<BundleList matches={present(scenario)} path="/pro/essai/1" />);
    expect(said).toMatch(/Reste sans solution : Aller du lundi.* ; Retour du mardi/);
    expect(said).not.toMatch(/undefined|null|meilleure existe/);
  });

  test('the same of a result stored before steps and bundles said as much', () => {
    const older = present(scenario, (result) => ({
      ...result,
      bundles: result.bundles.map(({ unserved: _, exact: __, legs, ...rest }) => ({
        ...rest,
        legs: legs.map(({ legId, offerId }) => ({ legId, offerId })),
      })),
      pathway: result.pathway.map(({ step, offerId, from, until, barriers }) => ({
        step,
        offerId,
        from,
        until,
        barriers,
      })),
    }));
    expect(text(<BundleList matches={older} path="/p" />)).toBe(
      text(<BundleList matches={present(scenario)} path="/p" />),
    );
    const said = text(<PathwaySteps matches={older} path="/p" />);
    expect(said).toContain('Permis accompagné');
    expect(said).not.toMatch(/undefined|null/);
  });
});
