import { SCOPES_OF_ROLE } from '../../domain/accounts/roles.ts';
import type { Scope } from '../../domain/accounts/scopes.ts';
import type { Context } from '../context.ts';
import { invalid } from '../errors.ts';
import { changeRequest, type SeenRequest } from './change-request.ts';

/** Gives a request to a colleague, or to oneself. Throws `forbidden`, `notFound`, `conflict`, `invalid`. */
export async function assignRequest({
  ctx,
  input,
}: {
  ctx: Context;
  input: SeenRequest & { memberId: string };
}): Promise<void> {
  await changeRequest(ctx, input, 'assign', async (stores, request, status) => {
    const member = await stores.members.find(input.memberId);
    const scopes: readonly Scope[] = member === null ? [] : SCOPES_OF_ROLE[member.role];
    const handles = scopes.includes('requests:handle') && member?.closedAt === null;
    if (!handles || member?.organisationId !== ctx.actor.organisationId) {
      throw invalid([{ path: 'memberId', message: 'Choisissez une personne de votre équipe.' }]);
    }
    await stores.intake.changeRequest(request.id, { status, assignedTo: input.memberId });
    await stores.audit.record({
      action: 'request.assigned',
      entity: 'request',
      entityId: request.id,
      fields: ['assignedTo', 'status'],
    });
  });
}
