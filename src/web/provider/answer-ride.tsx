import type { Context } from 'hono';
import { REFUSAL_REASONS } from '../../domain/booking/booking.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { answerBooking } from '../../services/bookings/answer-booking.ts';
import { cancelBooking } from '../../services/bookings/cancel-booking.ts';
import { getBooking } from '../../services/bookings/get-booking.ts';
import { reportRide } from '../../services/bookings/report-ride.ts';
import type { Context as ServiceContext } from '../../services/context.ts';
import { assignDriver } from '../../services/drivers/assign-driver.ts';
import { listDriversForRide } from '../../services/drivers/eligible-drivers.ts';
import { handBackRide } from '../../services/drivers/hand-back.ts';
import { tellingOf } from '../../services/drivers/telling-of-ride.ts';
import { ProblemError } from '../../services/errors.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readClock } from '../forms/read-answer.ts';
import { sentOnce } from '../forms/sent-once.ts';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { HandedBackPage, RidePage } from './ride-page.tsx';

const say = FRENCH.t.rides;

/** A ride as somebody who was asked stands before it; `id` null: their link says which. */
export type AskedRide = {
  ctx: ServiceContext;
  id: string | null;
  path: string;
  formToken?: string;
  back?: { href: string; label: string };
};

type Said = { typed?: Record<string, string>; errors?: readonly FieldMessage[]; late?: string };

/** Reads it, and changes nothing. Throws `notFound`. */
export async function showRide(c: Context<PagesEnv>, asked: AskedRide, said: Said = {}): Promise<Response> {
  const { ctx, id, ...page } = asked;
  const ride = await getBooking({ ctx, input: { id, as: 'provider' } });
  const choices = id === null ? null : await listDriversForRide({ ctx, input: { id } });
  const people = id === null ? {} : await tellingOf(ctx, ride);
  const status = said.late !== undefined ? 409 : said.errors ? 422 : 200;
  return render(
    c,
    <RidePage site={c.var.visit.site} ride={ride} choices={choices} people={people} {...page} {...said} />,
    status,
  );
}

const MEANT: Record<string, string> = {
  accept: 'confirmed',
  refuse: 'refused',
  cancel: 'cancelled',
  done: 'done',
  noShow: 'noShow',
};

/** Answers, and leads back to the page. Throws `notFound`. */
export async function answerRide(c: Context<PagesEnv>, asked: AskedRide): Promise<Response> {
  const form = new URLSearchParams(await c.req.text());
  const { id } = asked;
  // Whether it was put to them comes first, whatever was sent.
  const ride = await getBooking({ ctx: asked.ctx, input: { id, as: 'provider' } });
  const action = form.get('answer') ?? '';
  const ctx = {
    ...asked.ctx,
    idempotency: sentOnce('ride answer', ride.id, action, String(ride.version), form.toString()),
  };
  try {
    await act(ctx, { id, action, form });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const typed = Object.fromEntries(form);
    if (error.code === 'invalid') return showRide(c, asked, { typed, errors: messagesOf(error, action) });
    if (error.code !== 'conflict') throw error;
    // Whoever answers twice the same has answered.
    const { status } = await getBooking({ ctx: asked.ctx, input: { id, as: 'provider' } });
    if (MEANT[action] !== status) return showRide(c, asked, { typed, late: error.message });
  }
  if (action === 'handBack' && id === null) return render(c, <HandedBackPage site={c.var.visit.site} />);
  return c.redirect(asked.path, 303);
}

async function act(
  ctx: ServiceContext,
  { id, action, form }: { id: string | null; action: string; form: URLSearchParams },
): Promise<unknown> {
  const text = (name: string) => form.get(name) ?? '';
  switch (action) {
    case 'accept': {
      const driver = { driverId: text('driverId') || null, byTelephone: text('byTelephone') === 'oui' };
      return answerBooking({ ctx, input: { id, answer: { answer: 'accept', ...driver } } });
    }
    case 'assign': {
      const driver = { driverId: text('driverId'), byTelephone: text('byTelephone') === 'oui' };
      return assignDriver({ ctx, input: { id, ...driver } });
    }
    case 'handBack':
      return handBackRide({ ctx, input: { id } });
    case 'refuse': {
      const reason = REFUSAL_REASONS.find((one) => one === form.get('reason'));
      return answerBooking({
        ctx,
        input: { id, answer: { answer: 'refuse', reason, message: text('refuseMessage') } },
      });
    }
    case 'proposeTime': {
      const departAt = readClock(text('departAt'));
      if (departAt === null)
        throw new ProblemError('invalid', say.badTime, { errors: [{ path: 'departAt', message: say.badTime }] });
      return answerBooking({ ctx, input: { id, answer: { answer: 'proposeTime', departAt } } });
    }
    case 'cancel': {
      const given = form.get('cancelReason');
      const reason = given === 'illness' || given === 'vehicleBroken' ? given : 'plansChanged';
      return cancelBooking({ ctx, input: { id, reason, message: text('cancelMessage') } });
    }
    case 'done':
      return reportRide({ ctx, input: { id, outcome: 'done' } });
    case 'noShow':
      return reportRide({ ctx, input: { id, outcome: 'personDidNotCome' } });
    default:
      return undefined;
  }
}

/** What the verb refused, at the control it is about. */
function messagesOf(error: ProblemError, action: string): FieldMessage[] {
  const fields: Record<string, string> = {
    reason: 'reason',
    departAt: 'departAt',
    driverId: 'driverId',
    message: action === 'cancel' ? 'cancelMessage' : 'refuseMessage',
  };
  return error.errors.map(({ path, message }) => ({
    field: fields[path] ?? '',
    message: FRENCH.t.format.typeset(message),
  }));
}
