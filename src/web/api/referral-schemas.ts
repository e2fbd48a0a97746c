import { z } from 'zod';
import { FACT_CODES } from '../../domain/referral/handed-over.ts';
import { REFERRAL_OUTCOMES, REFERRAL_STATUSES, REJECTION_REASONS } from '../../domain/referral/referral.ts';
import { referralPatchSchema } from '../../services/referrals/change-referral.ts';
import { sendReferralFields } from '../../services/referrals/send-referral.ts';
import type { PutReferral, ReferralView } from '../../services/referrals/view-referral.ts';

export const referralInputDocument = sendReferralFields
  .omit({ shown: true, planStep: true })
  .meta({ id: 'ReferralInput' });

export const referralPatchDocument = referralPatchSchema.meta({ id: 'ReferralPatch' });

const instant = z.iso.datetime();
const fact = z.object({ code: z.string(), label: z.string(), value: z.string() });
const event = z.object({
  at: instant,
  kind: z.enum([
    'sent',
    'reminded',
    'asked',
    'replied',
    'accepted',
    'refused',
    'expired',
    'started',
    'followedUp',
    'handedOver',
    'ended',
  ]),
  by: z.enum(['prescriber', 'provider', 'system']),
  byName: z.string().nullable(),
  text: z.string().nullable(),
  reason: z.string().optional(),
  outcome: z.string().optional(),
  appointment: z.string().optional(),
  on: z.string().optional(),
  to: z.string().optional(),
  onBehalf: z.boolean().optional(),
  insistedOn: z.array(z.string()).optional(),
});

const listed = z.object({
  id: z.string(),
  version: z.int(),
  side: z.enum(['prescriber', 'provider']),
  status: z.enum(REFERRAL_STATUSES),
  rejectionReason: z.enum(REJECTION_REASONS).nullable(),
  outcome: z.enum(REFERRAL_OUTCOMES).nullable(),
  offerId: z.string(),
  beneficiary: z.object({ id: z.string(), reference: z.string().nullable() }).nullable(),
  diagnosticId: z.string().nullable(),
  previousId: z.string().nullable(),
  message: z.string().nullable(),
  facts: z.array(fact),
  documents: z.array(z.string()),
  questionOpen: z.boolean(),
  sentAt: instant,
  answeredAt: instant.nullable(),
  startedOn: z.string().nullable(),
  expiresOn: z.string(),
});
export const listedReferralSchema = listed.meta({ id: 'ListedReferral' });
export const referralSchema = listed.extend({ timeline: z.array(event) }).meta({ id: 'Referral' });
export const referralPageSchema = z
  .object({ items: z.array(listedReferralSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'ReferralPage' });

type Seen = Omit<ReferralView, 'timeline'> | Omit<PutReferral, 'timeline'>;

/** As programs read it, from either side; a provider is told nothing of the person but the facts. */
export function presentListed(seen: Seen) {
  const { id, version, status, rejectionReason, offerId, message, facts, documents, questionOpen } = seen;
  const { sentAt, answeredAt, startedOn, expiresOn } = seen;
  const ours = 'beneficiary' in seen ? seen : null;
  return {
    id,
    version,
    side: ours === null ? 'provider' : 'prescriber',
    status,
    rejectionReason,
    outcome: ours?.outcome ?? null,
    offerId,
    beneficiary: ours && { id: ours.beneficiary.id, reference: ours.beneficiary.reference },
    diagnosticId: ours?.diagnosticId ?? null,
    previousId: ours?.previousId ?? null,
    message,
    facts: facts.map(({ code, label, value }) => ({ code, label, value })),
    documents,
    questionOpen,
    sentAt,
    answeredAt,
    startedOn,
    expiresOn,
  };
}

export function presentReferral(seen: ReferralView | PutReferral) {
  return {
    ...presentListed(seen),
    timeline: seen.timeline.map(({ at, kind, byKind, byName, text, details }) => ({
      at,
      kind,
      by: byKind,
      byName,
      text,
      ...details,
    })),
  };
}

export const REFERRAL_EXAMPLE = {
  beneficiary: { reference: 'B-0042' },
  offerId: 'off_3k8fjq0w2m5x7r9t1v4z6b8d0f',
  message: 'Bonjour, cette personne commence le 7 décembre. Pouvez-vous la prendre ?',
  facts: [FACT_CODES[15]],
  consent: { channel: 'oral' },
};
