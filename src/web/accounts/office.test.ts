import { expect, it } from 'vitest';
import { ROLES, type Role } from '../../domain/accounts/roles.ts';
import { officeOf } from './office.ts';

it.each<[Role, string, string[]]>([
  ['prescriber', '/pro', ['day']],
  ['prescriber', '/pro/personnes/ben_1/plan', ['people']],
  ['prescriber', '/pro/essai', []],
  ['prescriber', '/pro/demandes/nouvelle', ['asked']],
  ['mobilityAdvisor', '/pro/demandes/envoyees', ['inbox']],
  ['provider', '/structure/orientations/ref_1', ['put']],
  ['employer', '/entreprise/sites/sit_1', ['sites']],
])('%s at %s is at one place at most', (role, path, here) => {
  expect(officeOf(role, path).flatMap((place) => (place.here ? [place.name] : []))).toEqual(here);
});

it.each(ROLES)('%s is led to each page by one entry', (role) => {
  const hrefs = officeOf(role, '/').map(({ href }) => href);
  expect(new Set(hrefs).size).toBe(hrefs.length);
  expect(hrefs.filter((href) => href.startsWith('/pro/demandes')).length).toBeLessThanOrEqual(1);
});
