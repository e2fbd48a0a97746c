export const referral = {};
