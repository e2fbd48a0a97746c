import { type Context, Hono } from 'hono';
import { addOrganisation } from '../../services/accounts/add-organisation.ts';
import { changeRole } from '../../services/accounts/change-role.ts';
import { closeMember } from '../../services/accounts/close-member.ts';
import { inviteMember } from '../../services/accounts/invite-member.ts';
import { listTeam } from '../../services/accounts/list-members.ts';
import { ProblemError } from '../../services/errors.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { type TeamAnswers, type TeamDone, TeamPage } from './team-page.tsx';

type PageContext = Context<PagesEnv>;

const DONE: Record<string, TeamDone> = {
  invitation: 'invited',
  fermeture: 'closed',
  role: 'role',
  structure: 'organisation',
};

/** `/compte/equipe`: for whoever administers the accounts of a territory. */
export function teamRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/compte/equipe', async (c) => {
    const me = await signedIn(c);
    if (me.lacksSecondFactor) return c.redirect('/compte#double', 303);
    return showTeam(c, me, [], {});
  });

  routes.post('/compte/equipe/inviter', (c) =>
    act(c, 'invitation', ({ ctx }, answers) => inviteMember({ ctx, input: answers })),
  );
  routes.post('/compte/equipe/structures', (c) =>
    act(c, 'structure', ({ ctx }, answers) => addOrganisation({ ctx, input: answers })),
  );
  routes.post('/compte/equipe/fermer', (c) =>
    act(c, 'fermeture', ({ ctx }, { membre = '' }) => closeMember({ ctx, input: { memberId: membre } })),
  );
  routes.post('/compte/equipe/role', (c) =>
    act(c, 'role', ({ ctx }, { membre, role, avant }) =>
      changeRole({ ctx, input: { memberId: membre, role, from: avant } }),
    ),
  );

  return routes;
}

/** The work, then the page again: with what was typed where something is wrong with it. */
async function act(
  c: PageContext,
  done: keyof typeof DONE,
  work: (me: SignedIn, answers: TeamAnswers) => Promise<unknown>,
): Promise<Response> {
  const me = await signedIn(c);
  const answers = Object.fromEntries(new URLSearchParams(await c.req.text()));
  try {
    await work(me, answers);
    return c.redirect(`/compte/equipe?fait=${done}`, 303);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
    const errors = error.errors.map(({ path, message }) => ({ field: path, message }));
    return showTeam(c, me, errors, answers);
  }
}

async function showTeam(
  c: PageContext,
  { ctx, formToken, handle }: SignedIn,
  errors: readonly FieldMessage[],
  answers: TeamAnswers,
): Promise<Response> {
  const team = await listTeam({ ctx });
  return render(
    c,
    <TeamPage
      site={c.var.visit.site}
      team={team}
      territory={handle.territory}
      formToken={formToken}
      now={ctx.deps.clock.now().toString()}
      done={DONE[c.req.query('fait') ?? ''] ?? null}
      errors={errors}
      answers={answers}
    />,
    errors.length > 0 ? 422 : 200,
  );
}
