import type { Context } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { openPersonIn } from '../people/open-person.ts';
import type { ServiceRequest } from '../ports/intake.ts';
import type { Stores } from '../ports.ts';
import { changeRequest, type SeenRequest } from './change-request.ts';

/**
 * Takes a request up: it gets a file (a new one, one the team has already, or the one that was shared with it), and what was
 * noted on it goes over. Throws `forbidden`, `notFound` (also for a file that is not the team's), `conflict`, `invalid`.
 */
export async function takeUpRequest({
  ctx,
  input,
}: {
  ctx: Context;
  input: SeenRequest & {
    /** A file of the team's. */
    beneficiaryId?: string;
    /** It is none of those that look alike: a new one is opened. */
    fresh?: boolean;
  };
}): Promise<{ beneficiaryId: string }> {
  return changeRequest(ctx, input, 'takeUp', async (stores, request, status) => {
    const beneficiaryId = await fileOf(stores, request);
    const handler = request.assignedTo ?? ctx.actor.id;
    await stores.intake.changeRequest(request.id, { status, beneficiaryId, assignedTo: handler });
    await stores.intake.moveToFile(request.id, beneficiaryId);
    await stores.intake.nameReferent(beneficiaryId, handler);
    await stores.people.prolong(beneficiaryId);
    await keepWishes(stores, request, beneficiaryId);
    await stores.audit.record({
      action: 'request.takenUp',
      entity: 'request',
      entityId: request.id,
      fields: ['beneficiaryId', 'status', 'assignedTo'],
    });
    return { beneficiaryId };
  });

  async function fileOf(stores: Stores, request: ServiceRequest): Promise<string> {
    const known = request.beneficiaryId ?? input.beneficiaryId;
    if (known === undefined) {
      const alike = input.fresh ? [] : await stores.intake.listLikelyFiles(request.person, 1);
      if (alike.length > 0) throw invalid([{ path: 'file', message: 'Dites si c’est la même personne.' }]);
      return (await openPersonIn(stores, ctx, identityOf(request))).id;
    }
    if (await stores.intake.holdsFile(known)) return known;
    throw new ProblemError('notFound', 'Ce dossier n’existe pas, ou plus.');
  }

  /** When to call, and that nobody must be told why: a file that was there before did not know it. */
  async function keepWishes(stores: Stores, { person }: ServiceRequest, beneficiaryId: string): Promise<void> {
    if (person.discreet) await stores.intake.makeDiscreet(beneficiaryId);
    if (person.callWhen === undefined) return;
    await stores.intake.insertContact({
      id: ctx.deps.ids.next('con'),
      subject: { beneficiaryId },
      kind: 'note',
      at: ctx.deps.clock.now().toString(),
      text: `Quand appeler, selon la demande\u00a0: ${person.callWhen}`,
    });
  }
}

function identityOf({ person }: ServiceRequest) {
  const { callWhen: _, ...identity } = person;
  return identity;
}
