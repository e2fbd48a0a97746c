import { describe, expect, test } from 'vitest';
import { ROLE_NAMES } from './role-names.ts';
import { isRole, ROLES, SCOPES_OF_ROLE } from './roles.ts';
import { SCOPES, type Scope } from './scopes.ts';

const has = (role: (typeof ROLES)[number], scope: Scope) => (SCOPES_OF_ROLE[role] as readonly Scope[]).includes(scope);
const holders = (scope: Scope) => ROLES.filter((role) => has(role, scope));

describe('who may do what', () => {
  test.each([
    ['people:read', ['prescriber', 'referent', 'mobilityAdvisor']],
    ['people:write', ['prescriber', 'referent', 'mobilityAdvisor']],
    ['people:transfer', ['referent', 'mobilityAdvisor']],
    ['requests:handle', ['mobilityAdvisor']],
    ['requests:send', ['prescriber', 'referent', 'mobilityAdvisor', 'employer']],
    ['referrals:answer', ['provider']],
    ['offers:write', ['resourceCentre']],
    ['sites:write', ['employer']],
    ['territory:read', ['resourceCentre', 'department']],
    ['members:manage', ['admin']],
  ] as const)('%s: %j', (scope, roles) => {
    expect(holders(scope)).toEqual(roles);
  });

  test('who keeps the accounts sees nobody’s file, and who sees files keeps no accounts', () => {
    for (const role of ROLES) expect(has(role, 'people:read') && has(role, 'members:manage')).toBe(false);
  });

  test('every role reads the catalogue, has a name, and nothing twice', () => {
    for (const role of ROLES) {
      expect(has(role, 'offers:read')).toBe(true);
      expect(ROLE_NAMES[role]).not.toBe('');
      expect(new Set(SCOPES_OF_ROLE[role]).size).toBe(SCOPES_OF_ROLE[role].length);
      for (const scope of SCOPES_OF_ROLE[role]) expect(SCOPES).toContain(scope);
    }
  });

  test('nothing else is a role', () => {
    for (const text of ['', 'Admin', 'constructor', 'toString', '__proto__']) expect(isRole(text)).toBe(false);
  });
});
