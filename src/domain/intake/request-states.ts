import type { Scope } from '../accounts/scopes.ts';

export const REQUEST_STATUSES = ['received', 'assigned', 'underWay', 'closed', 'declined'] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

/** On which side of a request an organisation stands. */
export type RequestSide = 'sender' | 'receiver';

type Move = {
  side: RequestSide;
  scope: Scope;
  /** The status it leads to from each status in which it may be done. */
  leads: Partial<Record<RequestStatus, RequestStatus>>;
};

/**
 * Who may do what to a request, and where it leads. Nothing leads out of `closed` and `declined`: whoever asked was answered,
 * and asks again.
 */
export const REQUEST_MOVES = {
  assign: {
    side: 'receiver',
    scope: 'requests:handle',
    leads: { received: 'assigned', assigned: 'assigned', underWay: 'underWay' },
  },
  takeUp: { side: 'receiver', scope: 'requests:handle', leads: { received: 'underWay', assigned: 'underWay' } },
  decline: { side: 'receiver', scope: 'requests:handle', leads: { received: 'declined', assigned: 'declined' } },
  close: { side: 'receiver', scope: 'requests:handle', leads: { underWay: 'closed' } },
} as const satisfies Record<string, Move>;
export type RequestAction = keyof typeof REQUEST_MOVES;
export const REQUEST_ACTIONS = Object.keys(REQUEST_MOVES) as readonly RequestAction[];

/** Where the action leads from there; null where it cannot be done. */
export function statusAfter(action: RequestAction, status: RequestStatus): RequestStatus | null {
  const { leads }: Move = REQUEST_MOVES[action];
  return leads[status] ?? null;
}

/** What somebody may do to a request now. */
export function actionsOn(request: {
  status: RequestStatus;
  side: RequestSide;
  scopes: ReadonlySet<Scope>;
}): RequestAction[] {
  return REQUEST_ACTIONS.filter((action) => {
    const { side, scope } = REQUEST_MOVES[action];
    return side === request.side && request.scopes.has(scope) && statusAfter(action, request.status) !== null;
  });
}
