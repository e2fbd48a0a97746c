import {
  type RequestedPerson,
  type RequestGoal,
  type RequestOrigin,
  toldOutcome,
} from '../../domain/intake/request.ts';
import { isOverdue } from '../../domain/intake/request-age.ts';
import { actionsOn, type RequestAction, type RequestStatus } from '../../domain/intake/request-states.ts';
import type { OfficeCalendar } from '../../domain/intake/working-days.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { PersonToReach, ServiceRequest } from '../ports/intake.ts';
import type { Stores } from '../ports.ts';

type Common = {
  id: string;
  origin: RequestOrigin;
  /** As the sender knew them; of a shared file, what it says now. Empty where it may not be seen any more. */
  person: RequestedPerson;
  need: string;
  goal: RequestGoal;
  status: RequestStatus;
  teamName: string;
  createdAt: string;
  updatedAt: string;
  /** A code of `OUTCOMES` or `DECLINE_REASONS`. */
  outcome: string | null;
  outcomeText: string | null;
};

/** As the team that received it sees a request. */
export type ReceivedRequest = Common & {
  side: 'receiver';
  fromOrganisationName: string | null;
  senderName: string | null;
  senderEmail: string | null;
  /** The file, once there is one. */
  beneficiaryId: string | null;
  assignedTo: string | null;
  assignedName: string | null;
  overdue: boolean;
  actions: RequestAction[];
};

/** As whoever sent it sees it: what they wrote, and what was answered. */
export type SentRequest = Common & { side: 'sender'; senderName: string | null; sharedFileId: string | null };

export const unknownRequest = () => new ProblemError('notFound', 'Cette demande n’existe pas, ou plus.');

const common = (request: ServiceRequest, person: RequestedPerson): Common => ({
  id: request.id,
  origin: request.origin,
  person,
  need: request.need,
  goal: request.goal,
  status: request.status,
  teamName: request.toOrganisationName,
  createdAt: request.createdAt,
  updatedAt: request.updatedAt,
  outcome: request.outcome,
  outcomeText: request.outcomeText,
});

export function receivedView(
  request: ServiceRequest,
  person: RequestedPerson,
  { ctx, office }: { ctx: Context; office: OfficeCalendar },
): ReceivedRequest {
  const { status } = request;
  return {
    ...common(request, person),
    side: 'receiver',
    fromOrganisationName: request.fromOrganisationName,
    senderName: request.sender?.name ?? null,
    senderEmail: request.sender?.email ?? null,
    beneficiaryId: request.beneficiaryId,
    assignedTo: request.assignedTo,
    assignedName: request.assignedName,
    overdue: isOverdue(request, ctx.deps.clock.now(), office),
    actions: actionsOn({ status, side: 'receiver', scopes: ctx.actor.scopes }),
  };
}

export function sentView(request: ServiceRequest, person: RequestedPerson): SentRequest {
  const isShared = Object.keys(request.person).length === 0;
  return {
    ...common(request, person),
    outcome: toldOutcome(request.origin, request.outcome),
    side: 'sender',
    senderName: request.sender?.name ?? null,
    sharedFileId: isShared ? request.beneficiaryId : null,
  };
}

/** Who the requests are about: as they were sent, or as the shared file says, where the actor may see it. */
export async function personsOf(
  { intake }: Stores,
  requests: readonly ServiceRequest[],
): Promise<Map<string, RequestedPerson>> {
  const shared = requests.filter(({ person }) => Object.keys(person).length === 0);
  const subjects = shared.map(({ beneficiaryId }) => ({ beneficiaryId: beneficiaryId ?? '' }));
  const found = await intake.listPersons(subjects);
  const ofFiles = new Map(shared.map(({ id }, index) => [id, requestedPersonOf(found[index] ?? null)]));
  return new Map(requests.map(({ id, person }) => [id, ofFiles.get(id) ?? person]));
}

function requestedPersonOf(person: PersonToReach | null): RequestedPerson {
  if (person === null) return {};
  const { firstName, lastName, phone, email, discreet } = person;
  return {
    ...(firstName === null ? {} : { firstName }),
    ...(lastName === null ? {} : { lastName }),
    ...(phone === null ? {} : { phone }),
    ...(email === null ? {} : { email }),
    ...(discreet ? { discreet } : {}),
  };
}
