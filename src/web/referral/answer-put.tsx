import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { ReferralStatus } from '../../domain/referral/referral.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context as ServiceContext } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import { answerReferral } from '../../services/referrals/answer-referral.ts';
import { followReferral } from '../../services/referrals/follow-referral.ts';
import { getPutReferral } from '../../services/referrals/get-referral.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { fieldMessages, readProviderForm, type Typed, typedOf } from './answer-reading.ts';
import { once } from './once.ts';
import { PutReferralPage } from './put-referral-page.tsx';

/** One referral as somebody who was asked stands before it; `id` null: their link says which. */
export type Asked = {
  ctx: ServiceContext;
  id: string | null;
  path: string;
  timeZone: string;
  formToken?: string;
  back?: { href: string; label: string };
};

type Said = { typed?: Typed; errors?: readonly FieldMessage[]; late?: string };

/** Reads it, and changes nothing. Throws `notFound`. */
export async function showPut(c: Context<PagesEnv>, asked: Asked, said: Said = {}): Promise<Response> {
  const { ctx, id, ...page } = asked;
  const referral = await getPutReferral({ ctx, input: { id } });
  const today = dateAt(ctx.deps.clock.now(), asked.timeZone);
  const status = said.late !== undefined ? 409 : said.errors ? 422 : 200;
  return render(
    c,
    <PutReferralPage
      site={c.var.visit.site}
      referral={referral}
      once={randomUUID()}
      today={today}
      {...page}
      {...said}
    />,
    status,
  );
}

const MEANT: Record<string, ReferralStatus> = { accept: 'accepted', refuse: 'refused', start: 'started' };

/** Answers, and leads back to the page. Throws `notFound`. */
export async function answerPut(c: Context<PagesEnv>, asked: Asked): Promise<Response> {
  const form = new URLSearchParams(await c.req.text());
  const { id } = asked;
  // Whether it was put to them comes first, whatever was sent.
  await getPutReferral({ ctx: asked.ctx, input: { id } });
  const reading = readProviderForm(form);
  if (reading.kind === 'unknown') return c.redirect(asked.path, 303);
  const ctx = once(asked.ctx, asked.path, form);
  try {
    if (reading.kind === 'answer') await answerReferral({ ctx, input: { id, answer: reading.answer } });
    else await followReferral({ ctx, input: { id, step: reading.step } });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const typed = typedOf(form);
    if (error.code === 'invalid') return showPut(c, asked, { typed, errors: fieldMessages(error, reading.fields) });
    if (error.code !== 'conflict') throw error;
    // Whoever answers twice the same has answered.
    const { status } = await getPutReferral({ ctx: asked.ctx, input: { id } });
    if (MEANT[form.get('answer') ?? ''] !== status) return showPut(c, asked, { typed, late: error.message });
  }
  return c.redirect(asked.path, 303);
}
