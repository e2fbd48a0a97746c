import type { Referral } from '../../services/ports/referrals.ts';
import { referrals } from '../schema/follow-up.ts';

export const referralColumns = {
  id: referrals.id,
  version: referrals.version,
  beneficiaryId: referrals.beneficiaryId,
  offerId: referrals.offerId,
  organisationId: referrals.organisationId,
  providerOrganisationId: referrals.providerOrganisationId,
  status: referrals.status,
  rejectionReason: referrals.rejectionReason,
  outcome: referrals.outcome,
  diagnosticId: referrals.diagnosticId,
  diagnosticVersion: referrals.diagnosticVersion,
  createdBy: referrals.createdBy,
  message: referrals.message,
  facts: referrals.facts,
  documents: referrals.documents,
  parties: referrals.parties,
  providerEmail: referrals.providerEmail,
  linkExpiresAt: referrals.linkExpiresAt,
  reminders: referrals.reminders,
  questionOpen: referrals.questionOpen,
  sentAt: referrals.sentAt,
  answeredAt: referrals.answeredAt,
  startedOn: referrals.startedOn,
  previousId: referrals.previousId,
  createdAt: referrals.createdAt,
  updatedAt: referrals.updatedAt,
};

type Row = Pick<typeof referrals.$inferSelect, keyof typeof referralColumns>;

/** Rows of before referrals were sent from here tell nothing of the two ends. */
export function referralOf({ parties, sentAt, ...row }: Row): Referral {
  return {
    ...row,
    sentAt: sentAt ?? row.createdAt,
    parties: {
      offer: { kind: null, title: '', illustrative: false, ...parties.offer },
      provider: { name: '', phone: null, ...parties.provider },
      referrer: { organisation: '', name: null, phone: null, email: null, ...parties.referrer },
    },
  };
}
