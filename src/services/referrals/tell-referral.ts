import { Temporal } from 'temporal-polyfill';
import { dateText } from '../../domain/explanation/french.ts';
import { atWork } from '../../domain/intake/working-days.ts';
import { expiresOn } from '../../domain/referral/due.ts';
import {
  PRESCRIBER_LETTERS,
  PROVIDER_LETTERS,
  personLetter,
  type ReferralLetter,
} from '../../domain/referral/letters.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Referral, ReferralEvent } from '../ports/referrals.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { linkAddress, newLink } from './link.ts';

/** How long the link still leads to a referral that was accepted. */
const READABLE_DAYS = 30;
/** Colleagues of a provider without a mail address of its own who are written to. */
const MOST_COLLEAGUES = 5;

/**
 * Writes to whoever is to know of one event in the life of a referral, once, however often it is called. It acts for the
 * organisation that refers: the person's own address is in no other hands. For workers.
 */
export async function tellReferral({
  ctx,
  input,
}: {
  ctx: Context;
  input: { referralId: string; eventId: number };
}): Promise<void> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'Prévenir revient aux tâches de fond.');
  const organisationId = await deps.database.transact(
    actor,
    async ({ referrals }) => (await referrals.find(input.referralId))?.organisationId,
  );
  if (organisationId === undefined) return;
  const key = `referral-told ${input.eventId}`;
  await transactOnce(
    { actor: { ...actor, organisationId }, deps, idempotency: { key, requestHash: key } },
    {
      async effect(stores) {
        const referral = await stores.referrals.lock(input.referralId);
        const events = await stores.referrals.listEvents(input.referralId);
        const event = events.find(({ id }) => id === input.eventId);
        if (referral && event) await tell(await correspondence(ctx, stores, referral), event);
        return null;
      },
      answer: async () => undefined,
    },
  );
}

type Correspondence = Awaited<ReturnType<typeof correspondence>>;

async function tell(to: Correspondence, { kind, byKind, details }: ReferralEvent): Promise<void> {
  switch (kind) {
    case 'sent':
      return to.provider('sent');
    case 'reminded':
      if (to.questionOpen) return to.prescriber('questionWaits');
      return to.hasProviderAddress ? to.provider('reminded') : to.prescriber('toCall');
    case 'replied':
      return to.provider('replied');
    case 'asked':
      return to.prescriber('asked');
    case 'accepted':
      await to.keepLinks();
      if (byKind === 'provider') await to.prescriber('answered');
      return to.person();
    case 'refused':
      return byKind === 'provider' ? to.prescriber('answered') : undefined;
    case 'expired':
      await to.prescriber('expired');
      return to.provider('over');
    case 'started':
      return byKind === 'provider' ? to.prescriber('started') : undefined;
    case 'ended':
      return details.outcome === 'withdrawn' ? to.provider('over') : undefined;
    case 'followedUp':
    case 'handedOver':
      return;
  }
}

/** The ways to everybody concerned by one referral. */
async function correspondence(ctx: Context, stores: Stores, referral: Referral) {
  const { deps, actor } = ctx;
  const { territory } = await deps.territory(actor.territoryId);
  const addresses = await providerAddresses(stores, referral);
  const contact = await stores.referrals.findPrescriber({
    beneficiaryId: referral.beneficiaryId,
    organisationId: referral.organisationId,
    memberId: referral.createdBy,
  });

  const send = (to: string, { subject, text }: ReferralLetter) =>
    stores.messages.queue({
      id: deps.ids.next('msg'),
      to,
      subject,
      body: text,
      about: { entity: 'referral', id: referral.id },
    });

  return {
    questionOpen: referral.questionOpen,
    hasProviderAddress: addresses.length > 0,

    async provider(about: keyof typeof PROVIDER_LETTERS): Promise<void> {
      const sentOn = dateAt(Temporal.Instant.from(referral.sentAt), territory.timeZone);
      for (const address of addresses) {
        const { token, hash } = newLink();
        const letter = PROVIDER_LETTERS[about]({
          link: linkAddress(deps.publicUrl, territory.id, token),
          offer: referral.parties.offer.title,
          referrer: referral.parties.referrer.organisation,
          expiresOn: dateText(expiresOn(sentOn)),
        });
        if (about !== 'over') await stores.referrals.addLink(referral.id, hash);
        await send(address, letter);
      }
    },

    /** What was handed over is still needed then: the telephone number, the hours. */
    async keepLinks(): Promise<void> {
      const until = deps.clock.now().add({ hours: 24 * READABLE_DAYS });
      await stores.referrals.prolongLinks(referral.id, until.toString());
    },

    async prescriber(about: keyof typeof PRESCRIBER_LETTERS): Promise<void> {
      const address = contact?.email ?? referral.parties.referrer.email;
      if (address === null) return;
      await send(address, PRESCRIBER_LETTERS[about](`${deps.publicUrl}/pro/orientations/${referral.id}`));
    },

    /** Whoever must not be noticed, and whoever has no mail, is called by their referent. */
    async person(): Promise<void> {
      const person = await stores.referrals.findPerson(referral.beneficiaryId);
      if (person === null) return;
      const { phone } = referral.parties.referrer;
      if (person.email !== null && !person.discreet) return send(person.email, personLetter({ phone }));
      await stores.intake.insertCallBack({
        id: deps.ids.next('cal'),
        subject: { beneficiaryId: referral.beneficiaryId },
        memberId: contact?.memberId ?? null,
        dueAt: atWork(deps.clock.now(), territory).toString(),
        reason: 'Prévenir la personne : son orientation est acceptée.',
      });
    },
  };
}

/** The offer's own address, else those of the people who answer for the provider here. */
async function providerAddresses(stores: Stores, referral: Referral): Promise<string[]> {
  if (referral.providerEmail !== null) return [referral.providerEmail];
  if (referral.providerOrganisationId === null) return [];
  const members = await stores.members.list({ organisationId: referral.providerOrganisationId });
  return members
    .filter(({ role, joinedAt, closedAt }) => role === 'provider' && joinedAt !== null && closedAt === null)
    .slice(0, MOST_COLLEAGUES)
    .map(({ email }) => email);
}
