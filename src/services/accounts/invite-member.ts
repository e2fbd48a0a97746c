import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { ROLE_NAMES } from '../../domain/accounts/role-names.ts';
import { ROLES } from '../../domain/accounts/roles.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Stores } from '../ports.ts';
import { invitationMail } from './mail-words.ts';
import { mayManage, requireManager } from './manage-members.ts';
import { accountsOf } from './membership.ts';
import { emailSchema } from './sign-in.ts';

export const INVITATION_DAYS = 14;
const DAY_SECONDS = 24 * 3600;
const LIFE_SECONDS = INVITATION_DAYS * DAY_SECONDS;
const PER_ADMINISTRATOR = { max: 200, windowSeconds: DAY_SECONDS };
/** The same form sent twice is one invitation and one mail. */
const SAME_FORM_SECONDS = 60;

const invitationInput = z.object({
  organisationId: z.string().min(1, 'Choisissez une structure.'),
  displayName: z.string().trim().min(2, 'Écrivez le prénom et le nom.').max(100),
  email: emailSchema,
  role: z.enum(ROLES, 'Choisissez un rôle.'),
});

/**
 * Invites somebody into an organisation: a mail with a link that signs in once, within 14 days. Whoever was closed, or did not
 * follow an earlier invitation, is invited again. Throws `forbidden`, `invalid`, `tooManyRequests`. Gives the member's id.
 */
export async function inviteMember({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  requireScope(ctx, 'members:manage');
  const { deps, actor } = ctx;
  const person = parseInput(invitationInput, input);
  const accounts = accountsOf(deps);
  await accounts.countAttempt({ what: `invitations by ${actor.territoryId} ${actor.id}`, ...PER_ADMINISTRATOR });
  const expiresAt = deps.clock.now().add({ hours: 24 * INVITATION_DAYS });
  // Of no use to anybody unless the invitation is written below.
  const token = await accounts.createLink({ email: person.email, name: person.displayName, lifeSeconds: LIFE_SECONDS });

  const write = () =>
    deps.database.transact(actor, (stores) => writeInvitation(ctx, stores, { person, expiresAt, token }));
  return write().catch((error: unknown) => {
    // The same form was sent twice at once: the other one is there now, and this one finds it.
    if (error instanceof ProblemError && error.code === 'conflict') return write();
    throw error;
  });
}

async function writeInvitation(
  ctx: Context,
  stores: Stores,
  {
    person,
    expiresAt,
    token,
  }: { person: z.output<typeof invitationInput>; expiresAt: Temporal.Instant; token: string },
): Promise<{ id: string }> {
  const { deps, actor } = ctx;
  const { territory } = await deps.territory(actor.territoryId);
  const me = await requireManager(ctx, stores);
  const organisation = (await stores.members.listOrganisations()).find(({ id }) => id === person.organisationId);
  if (!organisation || !mayManage(me, organisation)) {
    throw invalid([{ path: 'organisationId', message: 'Choisissez une structure du territoire.' }]);
  }
  const known = await stores.members.findByEmail(organisation.id, person.email);
  if (known && known.joinedAt !== null && known.closedAt === null) {
    throw invalid([{ path: 'email', message: `Cette adresse est déjà celle d’un membre de ${organisation.name}.` }]);
  }
  const id = known?.id ?? deps.ids.next('mem');
  if (known?.invitationExpiresAt && known.closedAt === null && known.role === person.role) {
    const sentAt = Date.parse(known.invitationExpiresAt) - LIFE_SECONDS * 1000;
    if (deps.clock.now().epochMilliseconds - sentAt < SAME_FORM_SECONDS * 1000) return { id };
  }
  await stores.members.invite({ ...person, id, expiresAt: expiresAt.toString() });
  const url = new URL('/connexion/lien', deps.publicUrl);
  url.searchParams.set('jeton', token);
  const until = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: territory.timeZone });
  const mail = invitationMail({
    name: person.displayName,
    organisation: organisation.name,
    role: ROLE_NAMES[person.role],
    by: me.displayName,
    url: url.href,
    until: until.format(expiresAt.epochMilliseconds),
  });
  await stores.messages.queue({
    id: deps.ids.next('msg'),
    to: person.email,
    ...mail,
    about: { entity: 'member', id },
  });
  const fields = ['organisationId', 'displayName', 'email', 'role', 'invitationExpiresAt'];
  await stores.audit.record({ action: 'member.invited', entity: 'member', entityId: id, fields });
  return { id };
}
