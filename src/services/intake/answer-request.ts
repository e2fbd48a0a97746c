import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { DECLINE_REASONS, OUTCOMES } from '../../domain/intake/request.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { takeBackOpenWork } from '../people/open-work.ts';
import type { ServiceRequest } from '../ports/intake.ts';
import type { Stores } from '../ports.ts';
import { changeRequest, type SeenRequest } from './change-request.ts';
import { answeredMail, answerToPersonMail } from './mail-words.ts';
import { officeOf } from './office-of.ts';
import { mayBeMailed } from './tell-person.ts';

const ANSWER_CHARACTERS = 2000;
const text = z
  .string()
  .trim()
  .max(ANSWER_CHARACTERS, `Le texte a au plus ${ANSWER_CHARACTERS} caractères.`)
  .transform((words) => words || null)
  .nullable()
  .default(null);

const declineSchema = z.object({ reason: z.enum(DECLINE_REASONS, 'Choisissez un motif.'), text });
const closeSchema = z.object({ outcome: z.enum(OUTCOMES, 'Choisissez ce qu’il en est.'), text });

/**
 * Says no, with a reason, to whoever asked. What access to a file the request gave ends. Throws `forbidden`, `notFound`,
 * `conflict`, `invalid`.
 */
export async function declineRequest({
  ctx,
  input,
}: {
  ctx: Context;
  input: SeenRequest & { [field: string]: unknown };
}): Promise<void> {
  const { reason, text } = parseInput(declineSchema, input);
  const tell = await teller(ctx);
  await changeRequest(ctx, input, 'decline', async (stores, request, status) => {
    await stores.intake.changeRequest(request.id, { status, outcome: reason, outcomeText: text });
    await tell(stores, request, { code: reason, text, declined: true });
    await stores.audit.record({
      action: 'request.declined',
      entity: 'request',
      entityId: request.id,
      fields: ['status', 'outcome', 'outcomeText'],
    });
    if (request.beneficiaryId === null) return;
    await stores.intake.endAccessByRequest(request.beneficiaryId);
    await takeBackOpenWork(stores, request.beneficiaryId);
  });
}

/** Ends what was taken up, and says to whoever asked what came of it. Throws `forbidden`, `notFound`, `conflict`, `invalid`. */
export async function closeRequest({
  ctx,
  input,
}: {
  ctx: Context;
  input: SeenRequest & { [field: string]: unknown };
}): Promise<void> {
  const { outcome, text } = parseInput(closeSchema, input);
  const tell = await teller(ctx);
  await changeRequest(ctx, input, 'close', async (stores, request, status) => {
    await stores.intake.changeRequest(request.id, { status, outcome, outcomeText: text });
    await tell(stores, request, { code: outcome, text, declined: false });
    await stores.audit.record({
      action: 'request.closed',
      entity: 'request',
      entityId: request.id,
      fields: ['status', 'outcome', 'outcomeText'],
    });
  });
}

/** Who asked is told by mail; a person without one, or who must not be written to, by a call that is put into the queue. */
async function teller(ctx: Context) {
  const { deps } = ctx;
  const now = deps.clock.now();
  const { timeZone } = await officeOf(ctx);

  return async (
    stores: Stores,
    request: ServiceRequest,
    answer: { code: string; text: string | null; declined: boolean },
  ) => {
    await stores.intake.recordOutcome({ code: answer.code, on: dateAt(now, timeZone) });
    const about = { entity: 'request', id: request.id };
    if (request.origin !== 'person') {
      if (request.sender === null) return;
      const words = answeredMail({
        sentOn: dateAt(Temporal.Instant.from(request.createdAt), timeZone),
        team: request.toOrganisationName,
        url: `${deps.publicUrl}/pro/demandes/envoyees/${request.id}`,
      });
      return stores.messages.queue({ id: deps.ids.next('msg'), to: request.sender.email, ...words, about });
    }
    // As the file knows them by now: an address may have been corrected, and somebody may have asked not to be written to. Where
    // others follow them, we do not know: a call, to the number they gave us.
    const fileId = request.beneficiaryId;
    const isAway = fileId !== null && !(await stores.intake.holdsFile(fileId));
    const subject = fileId === null || isAway ? { requestId: request.id } : { beneficiaryId: fileId };
    const person = isAway ? null : await stores.intake.findPerson(subject);
    if (person?.email && (await mayBeMailed(stores, subject, person))) {
      const phone = await stores.intake.findPhone(request.toOrganisationId);
      const words = answerToPersonMail({ ...answer, phone });
      return stores.messages.queue({ id: deps.ids.next('msg'), to: person.email, ...words, about });
    }
    await stores.intake.insertCallBack({
      id: deps.ids.next('cal'),
      subject,
      memberId: request.assignedTo,
      dueAt: now.toString(),
      reason: 'Dire à la personne ce qu’il en est de sa demande',
    });
  };
}
