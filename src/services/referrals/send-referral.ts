import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { CONSENT_CHANNELS } from '../../domain/people/consent-wordings.ts';
import { expiresOn } from '../../domain/referral/due.ts';
import { FACT_CODES } from '../../domain/referral/handed-over.ts';
import { OPEN_STATUSES } from '../../domain/referral/referral.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { type DrawnUp, drawUp, noOffer, wordingFor } from './draw-up.ts';
import { getReferralIn } from './get-referral.ts';
import type { ReferralView } from './view-referral.ts';

export const MESSAGE_LIMIT = 2000;

export const sendReferralFields = z.object({
  beneficiary: z
    .object({ id: z.string().max(100).optional(), reference: z.string().trim().min(1).max(80).optional() })
    .optional(),
  diagnosticId: z.string().max(100).optional(),
  diagnosticVersion: z.int().min(1).optional(),
  offerId: z.string().min(1).max(100),
  message: z.string().trim().max(MESSAGE_LIMIT, `Le message a ${MESSAGE_LIMIT} caractères au plus.`).default(''),
  facts: z.array(z.enum(FACT_CODES)).max(FACT_CODES.length).optional(),
  documents: z.array(z.string().trim().min(1).max(200)).max(20).optional(),
  consent: z.object({
    channel: z.enum(CONSENT_CHANNELS, 'Dites comment la personne a donné son accord.'),
    wording: z.string().trim().min(10).max(2000).optional(),
  }),
  insist: z.string().trim().min(3).max(500).optional(),
  previousId: z.string().max(100).optional(),
  planStep: z.object({ planId: z.string().max(100), position: z.int().min(0).max(32_767) }).optional(),
  shown: z.string().max(100).optional(),
});
const sendReferralSchema = sendReferralFields.refine(
  (input) => input.diagnosticId ?? input.beneficiary?.id ?? input.beneficiary?.reference,
  { message: 'Dites de qui il s’agit : diagnosticId, ou beneficiary.reference.', path: ['beneficiary'] },
);
type SendReferral = z.infer<typeof sendReferralSchema>;

/**
 * Puts a person to a provider: what is handed over, the agreement to it, the timeline and the mails to come, in one
 * transaction, once per idempotency key. Throws `forbidden`, `notFound` (the person; the offer, archived meanwhile), `invalid`
 * with the rules that say no where the offer is impossible and nobody insists, `conflict` where what was shown has changed, or
 * where that person already waits for that provider.
 */
export async function sendReferral({ ctx, input }: { ctx: Context; input: unknown }): Promise<ReferralView> {
  requireScope(ctx, 'referrals:write');
  const asked = parseInput(sendReferralSchema, input);
  const { beneficiary, diagnosticId, diagnosticVersion, offerId } = asked;
  // A second submit of what was sent is answered from what was sent, whatever has become of the offer since.
  const drawn = await drawUp(ctx, {
    beneficiaryId: beneficiary?.id,
    reference: diagnosticId === undefined ? beneficiary?.reference : undefined,
    diagnosticId,
    diagnosticVersion,
    offerId,
  }).catch((error: unknown) => ({ error }));

  return transactOnce(ctx, {
    async effect(stores) {
      if ('error' in drawn) throw drawn.error;
      check(drawn, asked);
      return { id: await write(ctx, stores, drawn, asked) };
    },
    answer: (stores, { id }) => getReferralIn(ctx, stores, id),
  });
}

function check(drawn: DrawnUp, { insist, shown }: SendReferral): void {
  if (shown !== undefined && shown !== drawn.shown) {
    throw new ProblemError(
      'conflict',
      'L’offre ou le dossier a changé depuis l’affichage : relisez ce qui sera transmis.',
    );
  }
  if (drawn.verdict === 'impossible' && insist === undefined) {
    const told = drawn.unmet
      .slice(0, 3)
      .map(({ code, explanation }) => ({ path: `offerId.${code}`, message: explanation }));
    throw invalid([
      ...told,
      {
        path: 'insist',
        message: 'Cette offre est impossible pour cette personne. Pour orienter quand même, dites pourquoi.',
      },
    ]);
  }
}

async function write(ctx: Context, stores: Stores, drawn: DrawnUp, asked: SendReferral): Promise<string> {
  const { clock, ids } = ctx.deps;
  const { record, offer, parties, provider } = drawn;
  const { beneficiaryId } = record;
  await stores.referrals.claim(beneficiaryId, offer.id);
  await stores.people.prolong(beneficiaryId);
  const now = await stores.offers.find(offer.id);
  if (now === null) throw noOffer();
  if (now.version !== offer.version) {
    throw new ProblemError('conflict', 'Cette offre vient de changer : relisez ce qui sera transmis.');
  }
  const open = (await stores.referrals.listOfPerson(beneficiaryId)).find(
    (one) => one.offerId === offer.id && OPEN_STATUSES.includes(one.status),
  );
  if (open) {
    throw new ProblemError('conflict', 'Cette personne est déjà orientée vers cette offre.', {
      errors: [{ path: 'referralId', message: open.id }],
    });
  }
  if (
    asked.previousId !== undefined &&
    (await stores.referrals.find(asked.previousId))?.beneficiaryId !== beneficiaryId
  ) {
    throw invalid([{ path: 'previousId', message: 'Ce n’est pas une orientation de cette personne.' }]);
  }

  const { timeZone } = (await ctx.deps.territory(ctx.actor.territoryId)).territory;
  const id = ids.next('ref');
  const facts = chosenFacts(drawn, asked.facts);
  await stores.referrals.insert({
    id,
    beneficiaryId,
    offerId: offer.id,
    providerOrganisationId: provider.organisationId,
    diagnosticId: record.id,
    diagnosticVersion: record.version,
    createdBy: ctx.actor.id,
    message: asked.message === '' ? null : asked.message,
    facts,
    documents: asked.documents ?? drawn.had,
    parties,
    providerEmail: provider.email,
    linkExpiresAt: startOfDay(expiresOn(dateAt(clock.now(), timeZone)), timeZone),
    previousId: asked.previousId ?? null,
  });
  await stores.people.recordConsent(beneficiaryId, {
    id: ids.next('con'),
    purpose: 'referral',
    wording: asked.consent.wording ?? wordingFor(drawn, facts),
    channel: asked.consent.channel,
    givenAt: clock.now().toString(),
  });
  const insisted = drawn.verdict === 'impossible';
  const eventId = await stores.referrals.addEvent({
    referralId: id,
    kind: 'sent',
    byKind: 'prescriber',
    byName: [parties.referrer.name, parties.referrer.organisation].filter(Boolean).join(', '),
    text: insisted ? (asked.insist ?? null) : null,
    details: insisted ? { insistedOn: drawn.unmet.map(({ explanation }) => explanation).slice(0, 3) } : {},
  });
  await linkPlan(stores, { id, beneficiaryId }, asked.planStep);
  await stores.audit.record({
    action: 'referral.sent',
    entity: 'referral',
    entityId: id,
    fields: ['facts', 'message', 'documents', 'consent'],
  });
  await stores.outbox.append({ type: 'referralMoved', referralId: id, eventId });
  return id;
}

/** The step of the person's plan that it carries out shows it from now on; a plan that is gone stops nobody. */
async function linkPlan(
  { plans }: Stores,
  referral: { id: string; beneficiaryId: string },
  step: SendReferral['planStep'],
): Promise<void> {
  if (step === undefined) return;
  const plan = await plans.find(step.planId);
  if (plan?.beneficiaryId === referral.beneficiaryId) await plans.linkReferral(step.planId, step.position, referral.id);
}

/** Whatever the offer needs, and of the rest what was left ticked; nothing that is not known. */
function chosenFacts({ facts }: DrawnUp, chosen: SendReferral['facts']) {
  return facts.flatMap(({ code, label, value, on, optional }) => {
    if (value === null || (optional && chosen !== undefined && !chosen.includes(code))) return [];
    return [{ code, label, value, ...(on === undefined ? {} : { on }) }];
  });
}

const startOfDay = (date: string, timeZone: string) =>
  Temporal.PlainDate.from(date).toZonedDateTime(timeZone).toInstant().toString();
