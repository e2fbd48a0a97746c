import {
  REQUEST_MOVES,
  type RequestAction,
  type RequestStatus,
  statusAfter,
} from '../../domain/intake/request-states.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { ServiceRequest } from '../ports/intake.ts';
import type { Stores } from '../ports.ts';
import { unknownRequest } from './request-view.ts';

/** `seen`: `updatedAt` of the request as whoever acts has it before them. */
export type SeenRequest = { id: string; seen: string };

/**
 * Does one thing to a request of the actor's team, with the row locked. Throws `forbidden`, `notFound`, and `conflict` where
 * somebody was quicker, or where it cannot be done any more.
 */
export function changeRequest<T>(
  ctx: Context,
  { id, seen }: SeenRequest,
  action: RequestAction,
  work: (stores: Stores, request: ServiceRequest, next: RequestStatus) => Promise<T>,
): Promise<T> {
  requireScope(ctx, REQUEST_MOVES[action].scope);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const request = await stores.intake.lockReceived(id);
    if (request === null) throw unknownRequest();
    const next = statusAfter(action, request.status);
    if (request.updatedAt !== seen || next === null) {
      throw new ProblemError(
        'conflict',
        'Quelqu’un de votre équipe a modifié cette demande entre-temps. Voici où elle en est : relisez, puis recommencez s’il le faut.',
      );
    }
    return work(stores, request, next);
  });
}
