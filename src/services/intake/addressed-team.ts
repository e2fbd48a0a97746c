import { invalid, ProblemError } from '../errors.ts';
import type { Team } from '../ports/intake.ts';
import type { Stores } from '../ports.ts';

/** The team a request goes to: the one that was chosen, or the only one. Throws `invalid`, `notFound` where there is none. */
export async function addressedTeam({ intake }: Stores, chosen: string | undefined): Promise<Team> {
  const teams = await intake.listTeams();
  const [only, another] = teams;
  if (!only) throw new ProblemError('notFound', 'Aucune équipe de mobilité ne reçoit de demandes sur ce territoire.');
  if (chosen === undefined && !another) return only;
  const team = teams.find(({ id }) => id === chosen);
  if (team) return team;
  throw invalid([{ path: 'toOrganisationId', message: 'Choisissez l’équipe à qui envoyer la demande.' }]);
}

/** Tells the team that something waits for them, and nothing of whom. */
export async function tellTeam(
  { messages }: Stores,
  { team, requestId, messageId, publicUrl }: { team: Team; requestId: string; messageId: string; publicUrl: string },
): Promise<void> {
  if (team.email === null) return;
  await messages.queue({
    id: messageId,
    to: team.email,
    subject: 'Une nouvelle demande vous attend',
    body: [
      `Bonjour,`,
      `Une demande d’accompagnement est arrivée pour ${team.name}. Elle se lit et se prend en charge ici, une fois connecté\u00a0:`,
      `${publicUrl}/pro/demandes/${requestId}`,
    ].join('\n\n'),
    about: { entity: 'request', id: requestId },
  });
}
