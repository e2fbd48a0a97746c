import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { Temporal } from 'temporal-polyfill';
import type { ReferralStatus } from '../../domain/referral/referral.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { askToWait } from '../../services/allocation/ask-to-wait.ts';
import { findStanding } from '../../services/allocation/get-standing.ts';
import { ProblemError } from '../../services/errors.ts';
import { mayTickStep } from '../../services/plans/tick-plan-step.ts';
import { listProgress } from '../../services/programmes/follow-progress.ts';
import { answerReferral } from '../../services/referrals/answer-referral.ts';
import { followReferral } from '../../services/referrals/follow-referral.ts';
import { getReferral } from '../../services/referrals/get-referral.ts';
import { listDueFollowUps, listReferrals } from '../../services/referrals/list-referrals.ts';
import { proposeNext } from '../../services/referrals/propose-next.ts';
import { listJobsOf } from '../../services/workshop/get-job.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { fieldMessages, typedOf } from './answer-reading.ts';
import { ReferralsPage } from './list-page.tsx';
import { once } from './once.ts';
import { ReferralPage, type ReferralPageProps } from './referral-page.tsx';
import { SheetPage } from './sheet-page.tsx';
import { sortReferrals } from './sort-referrals.ts';
import { readStepForm } from './step-reading.ts';

const { t } = FRENCH;
const BASE = '/pro/orientations';
const SHOWN = 100;
/** After which something else is proposed. */
const OVER: readonly ReferralStatus[] = ['refused', 'expired'];

/** Referrals as whoever sent them follows them. */
export function prescriberRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(BASE, async (c) => {
    const { ctx, handle } = await signedIn(c);
    const cursor = new URL(c.req.url).searchParams.get('apres') ?? undefined;
    const page = await listReferrals({ ctx, input: { limit: SHOWN, cursor } });
    const due = cursor === undefined ? await listDueFollowUps({ ctx }) : [];
    const { timeZone } = handle.territory;
    return render(
      c,
      <ReferralsPage
        site={c.var.visit.site}
        sorted={sortReferrals(page.items, due)}
        next={page.nextCursor}
        dateOf={(iso) => t.format.date(dateAt(Temporal.Instant.from(iso), timeZone))}
      />,
    );
  });

  routes.get(`${BASE}/:id`, async (c) => {
    const who = await signedIn(c);
    return show(c, who, { justSent: new URL(c.req.url).searchParams.get('envoyee') === '1' });
  });

  routes.post(`${BASE}/:id`, async (c) => {
    const who = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    const reading = readStepForm(form);
    const id = c.req.param('id');
    // Whose it is comes first, whatever was sent.
    await getReferral({ ctx: who.ctx, input: { id } });
    const path = `${BASE}/${encodeURIComponent(id)}`;
    if (reading === null) return c.redirect(path, 303);
    const ctx = once(who.ctx, path, form);
    try {
      if ('answer' in reading) await answerReferral({ ctx, input: { id, answer: reading.answer } });
      else await followReferral({ ctx, input: { id, step: reading.step } });
      return c.redirect(path, 303);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const typed = typedOf(form);
      if (error.code === 'invalid') return show(c, who, { typed, errors: fieldMessages(error, reading.fields) });
      if (error.code === 'conflict') return show(c, who, { typed, late: error.message });
      throw error;
    }
  });

  routes.post(`${BASE}/:id/attente`, async (c) => {
    const who = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    const id = c.req.param('id');
    const path = `${BASE}/${encodeURIComponent(id)}`;
    // Whose it is comes first, whatever was sent.
    await getReferral({ ctx: who.ctx, input: { id } });
    if (form.get('waitConsent') !== '1') {
      return show(c, who, { errors: [{ field: 'waitConsent', message: t.referral.send.consentNeeded }] });
    }
    const ctx = once(who.ctx, `${path}/attente`, form);
    try {
      await askToWait({ ctx, input: { referralId: id, channel: form.get('waitChannel') ?? '' } });
      return c.redirect(path, 303);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.code === 'invalid') return show(c, who, { errors: fieldMessages(error, { channel: 'waitChannel' }) });
      if (error.code === 'conflict') return show(c, who, { late: error.message });
      throw error;
    }
  });

  routes.get(`${BASE}/:id/feuille`, async (c) => {
    const { ctx, handle } = await signedIn(c);
    const referral = await getReferral({ ctx, input: { id: c.req.param('id') } });
    const sentOn = t.format.instant(referral.sentAt, handle.territory.timeZone);
    return render(c, <SheetPage site={c.var.visit.site} referral={referral} sentOn={sentOn} />);
  });

  return routes;
}

type Said = Pick<ReferralPageProps, 'justSent' | 'typed' | 'errors' | 'late'>;

async function show(c: Context<PagesEnv>, { ctx, formToken, handle }: SignedIn, said: Said): Promise<Response> {
  const referral = await getReferral({ ctx, input: { id: c.req.param('id') ?? '' } });
  const { beneficiary, diagnosticId, status } = referral;
  const proposes = OVER.includes(status) && diagnosticId !== null;
  const next = proposes ? await proposeNext({ ctx, input: { beneficiaryId: beneficiary.id, diagnosticId } }) : null;
  return render(
    c,
    <ReferralPage
      site={c.var.visit.site}
      referral={referral}
      next={next}
      trainings={await listProgress({ ctx, input: { referralId: referral.id } })}
      jobs={await listJobsOf({ ctx, input: { referralId: referral.id } })}
      mayTick={await mayTickStep({ ctx, input: { personId: beneficiary.id, offerId: referral.offerId } })}
      standing={await findStanding({ ctx, input: { referralId: referral.id } })}
      timeZone={handle.territory.timeZone}
      today={dateAt(ctx.deps.clock.now(), handle.territory.timeZone)}
      hasMailbox={ctx.deps.mailbox !== undefined}
      formToken={formToken}
      once={randomUUID()}
      {...said}
    />,
    said.late !== undefined ? 409 : said.errors ? 422 : 200,
  );
}
