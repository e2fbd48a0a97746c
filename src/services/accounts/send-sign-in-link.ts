import type { Deps } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import type { Member } from '../ports/accounts.ts';
import type { Actor } from '../ports.ts';
import { linkMail } from './mail-words.ts';
import { accountsOf } from './membership.ts';
import { emailSchema } from './sign-in.ts';

const PER_ADDRESS = { max: 5, windowSeconds: 3600 };
/** Of one address of the network. */
const PER_PLACE = { max: 40, windowSeconds: 3600 };

/**
 * Has a link sent to that address, if it is a member's or was invited. Who asks learns neither: the answer is the same and comes
 * as soon, since the mail is written behind it (`sending`, which may fail). Throws `invalid`, `tooManyRequests`.
 */
export async function requestSignInLink({
  deps,
  input,
}: {
  deps: Deps;
  input: { email: string; address: string /** A path of the site. */; towards: string | null };
}): Promise<{ email: string; sending: Promise<void> }> {
  const accounts = accountsOf(deps);
  const email = parseInput(emailSchema, input.email);
  await accounts.countAttempt({ what: `links asked from ${input.address}`, ...PER_PLACE });
  await accounts.countAttempt({ what: `links to ${email}`, ...PER_ADDRESS });
  return { email, sending: sendLink(deps, email, input.towards) };
}

async function sendLink(deps: Deps, email: string, towards: string | null): Promise<void> {
  const [member] = await deps.database.memberships.list({ email });
  if (!member) return;
  const token = await accountsOf(deps).createLink({ email, name: member.displayName });
  const url = new URL('/connexion/lien', deps.publicUrl);
  url.searchParams.set('jeton', token);
  if (towards !== null) url.searchParams.set('vers', towards);
  const mail = linkMail({ name: member.displayName, url: url.href });
  await deps.database.transact(keeperOf(member), async (stores) => {
    await stores.messages.queue({
      id: deps.ids.next('msg'),
      to: member.email,
      ...mail,
      about: { entity: 'member', id: member.id },
    });
    await stores.audit.record({ action: 'member.linkSent', entity: 'member', entityId: member.id, fields: [] });
  });
}

/** Nobody is signed in yet: the platform writes, in the member's territory. */
const keeperOf = ({ territoryId }: Member): Actor => ({
  kind: 'system',
  id: 'accounts',
  territoryId,
  organisationId: null,
  scopes: new Set(),
});
