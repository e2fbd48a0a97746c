import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import {
  cancelAppointment,
  getAppointment,
  keepAppointment,
  listAppointments,
  makeAppointment,
  missAppointment,
  moveAppointment,
  prepareAppointment,
} from '../../services/intake/appointments.ts';
import { closeCalendar, findCalendar, openCalendar } from '../../services/intake/calendar-feed.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readNumber } from '../forms/read-answer.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { AppointmentPage, AppointmentsPage, CalendarPage, NewAppointmentPage } from './appointment-pages.tsx';
import { whenOf, whenWords } from './call-fields.tsx';
import { fieldMessages, newFormKey, onlyOnce, orConflict, orInvalid, readForm, type Typed } from './typed-form.ts';
import { appointmentPath, subjectFrom, subjectPath } from './words.tsx';

const say = FRENCH.t.intake.meeting;
type PageContext = Context<PagesEnv>;
const LIST = '/pro/rendez-vous';
const CONTROLS = {
  date: 'date',
  time: 'time',
  durationMinutes: 'duration',
  placeKind: 'placeKind',
  place: 'place',
  memberId: 'memberId',
};

/** Appointments, and one's own in one's own calendar. */
export function appointmentRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(LIST, async (c) => {
    const { ctx, handle, formToken } = await signedIn(c);
    const everybody = c.req.query('tous') !== undefined;
    return render(
      c,
      <AppointmentsPage
        site={c.var.visit.site}
        formToken={formToken}
        timeZone={handle.territory.timeZone}
        everybody={everybody}
        appointments={await listAppointments({ ctx, input: { everybody } })}
        calendar={await findCalendar({ ctx })}
      />,
    );
  });

  routes.get(`${LIST}/nouveau`, async (c) => {
    const { personne = '', demande = '' } = c.req.query();
    return showNew(c, await signedIn(c), { personne, demande, once: newFormKey() }, []);
  });

  routes.post(LIST, async (c) => {
    const session = await signedIn(c);
    const typed = await readForm(c);
    const subject = subjectFrom(typed);
    const input = { subject, ...factsOf(typed), ...(typed.memberId ? { memberId: typed.memberId } : {}) };
    const made = await orInvalid(makeAppointment({ ctx: onlyOnce(session.ctx, 'appointment', typed), input }));
    if ('errors' in made) return showNew(c, session, typed, fieldMessages(made.errors, CONTROLS, wordsFor(typed)));
    return c.redirect(`${subjectPath(subject)}#contacts`, 303);
  });

  routes.get(`${LIST}/:id`, async (c) => showOne(c, await signedIn(c), { typed: null, errors: [], conflict: null }));

  routes.post(`${LIST}/:id/:action`, async (c, next) => {
    const session = await signedIn(c);
    const typed = await readForm(c);
    const { ctx } = session;
    const seen = { id: c.req.param('id'), seen: typed.seen ?? '' };
    const works: Record<string, () => Promise<void>> = {
      deplacer: () => moveAppointment({ ctx, input: { ...seen, ...factsOf(typed) } }),
      annuler: () => cancelAppointment({ ctx, input: seen }),
      venu: () => keepAppointment({ ctx, input: seen }),
      absent: () => missAppointment({ ctx, input: seen }),
    };
    const work = works[c.req.param('action')];
    if (!work) return next();
    const result = await orConflict(orInvalid(work()));
    const moved = typed.date === undefined ? null : typed;
    if ('conflict' in result) {
      return showOne(c, session, { typed: moved, errors: [], conflict: result.conflict });
    }
    if ('errors' in result.done) {
      const errors = fieldMessages(result.done.errors, CONTROLS, wordsFor(typed));
      return showOne(c, session, { typed: moved, errors, conflict: null });
    }
    return c.redirect(appointmentPath(seen.id), 303);
  });

  // The address is shown in the answer itself and nowhere else: it is kept as its hash only.
  routes.post('/pro/agenda', async (c) => {
    const { ctx } = await signedIn(c);
    const { token } = await openCalendar({ ctx });
    const url = `${ctx.deps.publicUrl}/calendar/${token}.ics`;
    return render(c, <CalendarPage site={c.var.visit.site} url={url} />);
  });

  routes.post('/pro/agenda/fermer', async (c) => {
    const { ctx } = await signedIn(c);
    await closeCalendar({ ctx });
    return c.redirect(`${LIST}#agenda`, 303);
  });

  return routes;
}

const factsOf = (typed: Typed) => ({
  ...whenOf(typed),
  durationMinutes: readNumber(typed.duration ?? '') ?? undefined,
  placeKind: typed.placeKind || undefined,
  place: typed.place ?? '',
});

const wordsFor = (typed: Typed): Record<string, string> => ({
  ...whenWords(typed),
  ...(readNumber(typed.duration ?? '') === null ? { durationMinutes: say.durationWrong } : {}),
});

async function showNew(
  c: PageContext,
  { ctx, formToken, member }: SignedIn,
  typed: Typed,
  errors: readonly FieldMessage[],
) {
  const subject = subjectFrom(typed);
  const { person, colleagues, isTold } = await prepareAppointment({ ctx, input: subject });
  return render(
    c,
    <NewAppointmentPage
      site={c.var.visit.site}
      formToken={formToken}
      subject={subject}
      person={person}
      colleagues={colleagues}
      memberId={member.id}
      isTold={isTold}
      typed={typed}
      errors={errors}
    />,
    errors.length > 0 ? 422 : 200,
  );
}

async function showOne(
  c: PageContext,
  { ctx, handle, formToken }: SignedIn,
  form: { typed: Typed | null; errors: readonly FieldMessage[]; conflict: string | null },
) {
  const appointment = await getAppointment({ ctx, input: { id: c.req.param('id') ?? '' } });
  return render(
    c,
    <AppointmentPage
      site={c.var.visit.site}
      formToken={formToken}
      timeZone={handle.territory.timeZone}
      appointment={appointment}
      {...form}
    />,
    form.errors.length > 0 ? 422 : form.conflict !== null ? 409 : 200,
  );
}
