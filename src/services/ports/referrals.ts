/** Referrals, their timeline and what became of them. */
export type ReferralStore = Record<never, never>;
