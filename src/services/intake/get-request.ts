import { type Context, requireScope } from '../context.ts';
import type { LikelyFile } from '../ports/intake.ts';
import { officeOf } from './office-of.ts';
import {
  personsOf,
  type ReceivedRequest,
  receivedView,
  type SentRequest,
  sentView,
  unknownRequest,
} from './request-view.ts';

const MOST_LIKELY_FILES = 5;

export type Colleague = { id: string; name: string };
export type RequestToHandle = ReceivedRequest & {
  /** Who may be given it: the team's advisers, the acting one too. */
  colleagues: Colleague[];
  /** Files of the team that may be of the same person; empty once there is a file. */
  likelyFiles: LikelyFile[];
};

/** A request put to the actor's team. Throws `forbidden`, `notFound`. */
export async function getReceivedRequest({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string };
}): Promise<RequestToHandle> {
  requireScope(ctx, 'requests:handle');
  const office = await officeOf(ctx);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const request = await stores.intake.findRequest(input.id);
    if (request === null || request.toOrganisationId !== ctx.actor.organisationId) throw unknownRequest();
    const person = (await personsOf(stores, [request])).get(request.id) ?? {};
    const view = receivedView(request, person, { ctx, office });
    const colleagues = await listColleagues(ctx);
    const isOpen = view.beneficiaryId === null && view.actions.includes('takeUp');
    return {
      ...view,
      colleagues,
      likelyFiles: isOpen ? await stores.intake.listLikelyFiles(person, MOST_LIKELY_FILES) : [],
    };

    async function listColleagues({ actor }: Context): Promise<Colleague[]> {
      if (view.actions.length === 0 || actor.organisationId === null) return [];
      const members = await stores.members.list({ organisationId: actor.organisationId });
      return members
        .filter(({ role, closedAt }) => role === 'mobilityAdvisor' && closedAt === null)
        .map(({ id, displayName }) => ({ id, name: displayName }));
    }
  });
}

/** A request that the actor's organisation sent. Throws `forbidden`, `notFound`. */
export async function getSentRequest({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<SentRequest> {
  requireScope(ctx, 'requests:send');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const request = await stores.intake.findRequest(input.id);
    const { organisationId } = ctx.actor;
    if (request === null || organisationId === null || request.fromOrganisationId !== organisationId) {
      throw unknownRequest();
    }
    return sentView(request, (await personsOf(stores, [request])).get(request.id) ?? {});
  });
}
