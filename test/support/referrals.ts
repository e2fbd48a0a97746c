import type postgres from 'postgres';
import { SCOPES_OF_ROLE } from '../../src/domain/accounts/roles.ts';
import type { Context } from '../../src/services/context.ts';
import { sendMessage } from '../../src/services/messages/send-message.ts';
import type { Actor } from '../../src/services/ports.ts';
import { sendReferral } from '../../src/services/referrals/send-referral.ts';
import { tellReferral } from '../../src/services/referrals/tell-referral.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool } from '../factories/offers.ts';
import { worker } from '../factories/rows.ts';
import type { TestApi } from './api.ts';
import { createMember } from './sign-in.ts';

export const LINA = { first_name: 'Lina', last_name: 'Morel', phone: '06 12 34 56 78', email: 'lina@exemple.invalid' };

/** Two organisations that accompany, one that offers, and Lina, whose file `org_one` holds. */
export async function referralWorld(api: TestApi, owner: postgres.Sql) {
  const clock = api.deps.clock;
  const join = (organisationId: string, role: 'prescriber' | 'provider', displayName: string) =>
    createMember({ url: api.url, clock }, { organisationId, role, displayName });
  await owner`insert into organisations (territory_id, id, name, kind, siret)
    values ('meuse', 'org_garage', 'Garage du Loison', 'provider', '12345678900011')`;
  const claire = await join('org_one', 'prescriber', 'Claire Thomas');
  const colleague = await join('org_two', 'prescriber', 'Hugo Petit');
  const garagist = await join('org_garage', 'provider', 'Yves Garcia');
  const as = (member: { id: string; organisationId: string; role: keyof typeof SCOPES_OF_ROLE }): Context => {
    const { id, organisationId, role } = member;
    const actor: Actor = {
      kind: 'member',
      territoryId: 'meuse',
      organisationId,
      scopes: new Set(SCOPES_OF_ROLE[role]),
      id,
      role,
    };
    return { actor, deps: api.deps };
  };

  /** A person with a diagnostic, of `org_one`; the reference is to be new. */
  async function person(reference: string, identity: Partial<typeof LINA & { discreet: boolean }> = LINA) {
    const { body } = await api.post('/api/diagnostics', {
      ...DIAGNOSTIC_EXAMPLE,
      beneficiary: { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference },
    });
    const { id } = body.beneficiary;
    await owner`update beneficiary_identities set ${owner(identity)} where beneficiary_id = ${id}`;
    await api.matchNow(body.id);
    return { beneficiaryId: id as string, diagnosticId: body.id as string };
  }

  const offer = async (input: unknown = carpool()) => (await api.post('/api/offers', input)).body.id as string;

  async function send(ctx: Context, input: Record<string, unknown>) {
    return sendReferral({ ctx, input: { consent: { channel: 'oral' }, message: 'Bonjour.', ...input } });
  }

  return { claire, colleague, garagist, as, person, offer, send, claireCtx: as(claire), garagistCtx: as(garagist) };
}

/** What the relay and the workers do with what was left in the outbox: letters are written, then sent. */
export async function deliver(api: TestApi, owner: postgres.Sql): Promise<typeof api.letters> {
  const ctx: Context = { actor: worker(), deps: api.deps };
  const already = api.letters.length;
  const events = await owner<{ event: { referralId: string; eventId: number } }[]>`
    select event from outbox_events where event->>'type' = 'referralMoved' order by id`;
  for (const { event } of events) await tellReferral({ ctx, input: event });
  const waiting = await owner<
    { id: string }[]
  >`select id from messages where status = 'waiting' order by created_at, id`;
  for (const { id } of waiting) await sendMessage({ ctx, input: { messageId: id } });
  return api.letters.slice(already);
}

/** The path of the link that a letter carries. */
export function linkIn(letter: { text: string } | undefined): string {
  const found = /http:\/\/localhost(\/r\/\S+)/.exec(letter?.text ?? '')?.[1];
  if (found === undefined) throw new Error(`No link in the letter:\n${letter?.text}`);
  return found;
}
