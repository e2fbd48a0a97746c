import { describe, expect, it } from 'vitest';
import { SCOPES_OF_ROLE } from '../accounts/roles.ts';
import type { Scope } from '../accounts/scopes.ts';
import {
  actionsOn,
  REQUEST_ACTIONS,
  REQUEST_STATUSES,
  type RequestAction,
  type RequestStatus,
  statusAfter,
} from './request-states.ts';

const NO = null;
/** Every action in every status. */
const TABLE: Record<RequestStatus, Record<RequestAction, RequestStatus | null>> = {
  received: { assign: 'assigned', takeUp: 'underWay', decline: 'declined', close: NO },
  assigned: { assign: 'assigned', takeUp: 'underWay', decline: 'declined', close: NO },
  underWay: { assign: 'underWay', takeUp: NO, decline: NO, close: 'closed' },
  closed: { assign: NO, takeUp: NO, decline: NO, close: NO },
  declined: { assign: NO, takeUp: NO, decline: NO, close: NO },
};

describe.each(REQUEST_STATUSES)('a request that is %s', (status) => {
  it.each(REQUEST_ACTIONS)('%s', (action) => expect(statusAfter(action, status)).toBe(TABLE[status][action]));
});

const scopesOf = (role: keyof typeof SCOPES_OF_ROLE): ReadonlySet<Scope> => new Set(SCOPES_OF_ROLE[role]);

describe('who may do it', () => {
  it('an adviser of the team that received it', () => {
    const scopes = scopesOf('mobilityAdvisor');
    expect(actionsOn({ status: 'received', side: 'receiver', scopes })).toEqual(['assign', 'takeUp', 'decline']);
    expect(actionsOn({ status: 'underWay', side: 'receiver', scopes })).toEqual(['assign', 'close']);
    expect(actionsOn({ status: 'closed', side: 'receiver', scopes })).toEqual([]);
  });
  it('no adviser of the team that sent it', () =>
    expect(actionsOn({ status: 'received', side: 'sender', scopes: scopesOf('mobilityAdvisor') })).toEqual([]));
  it.each(['prescriber', 'referent', 'employer', 'provider', 'resourceCentre', 'department', 'admin'] as const)(
    'no %s, whichever side they are on',
    (role) => {
      for (const side of ['sender', 'receiver'] as const) {
        for (const status of REQUEST_STATUSES) {
          expect(actionsOn({ status, side, scopes: scopesOf(role) })).toEqual([]);
        }
      }
    },
  );
});
