import { z } from 'zod';
import { CONTACT_CHARACTERS, CONTACT_KINDS, callBackAfter } from '../../domain/intake/contact.ts';
import { type Context, requireScope } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { officeOf } from './office-of.ts';
import { entityOf, memberOf, personOf, scopeFor, settledSubject, subjectSchema, touched } from './subject.ts';

const schema = z.object({
  subject: subjectSchema,
  kind: z.enum(CONTACT_KINDS, 'Choisissez ce qui s’est passé.'),
  text: z
    .string()
    .max(CONTACT_CHARACTERS, {
      error: ({ input }) =>
        `Ce texte est trop long\u00a0: ${String(input).length} caractères pour ${CONTACT_CHARACTERS} au plus. Rien n’a été coupé ni enregistré\u00a0: gardez l’essentiel, ou répartissez-le en plusieurs notes.`,
    })
    .transform((text) => text.trim()),
  /** The call of the queue that this one was. */
  callBackId: z.string().min(1).max(100).optional(),
});

/**
 * Adds to the contact log. A call nobody answered puts a call-back into the queue, in place of those that were due: they have
 * been made. Throws `forbidden`, `invalid`, `notFound`.
 */
export async function recordContact({
  ctx,
  input,
}: {
  ctx: Context;
  input: unknown;
}): Promise<{ id: string; callBackAt: string | null }> {
  const entry = parseInput(schema, input);
  requireScope(ctx, scopeFor(entry.subject));
  const office = await officeOf(ctx);
  const { clock, ids } = ctx.deps;
  return transactOnce(ctx, {
    async effect(stores) {
      await personOf(stores, entry.subject);
      const subject = await settledSubject(stores, entry.subject);
      const now = clock.now();
      const id = ids.next('con');
      await stores.intake.insertContact({ id, subject, kind: entry.kind, at: now.toString(), text: entry.text });
      await touched(stores, subject);
      if (entry.callBackId !== undefined) await settle(stores, entry.callBackId);
      await stores.audit.record({ action: 'contact.recorded', ...entityOf(subject), fields: ['kind', 'text'] });
      const again = callBackAfter(entry.kind, now, office);
      if (again === null) return { id, callBackAt: null };
      await stores.intake.settleDueCallBacks(subject);
      await stores.intake.insertCallBack({
        id: ids.next('cal'),
        subject,
        memberId: memberOf(ctx),
        dueAt: again.dueAt.toString(),
        reason: again.reason,
      });
      return { id, callBackAt: again.dueAt.toString() };
    },
    answer: async (_stores, saved) => saved,
  });
}

/** Whoever made it before us has made it; a call of others is not ours to make. */
async function settle({ intake }: Stores, id: string): Promise<void> {
  const callBack = await intake.lockCallBack(id);
  if (callBack?.doneAt === null) await intake.settleCallBack(id);
}
