/**
 * A digest of all that the demonstration draws, from one fixed day. A test computes it again: whoever changes an
 * example changes this too, and databases made before are then brought up to it at their next start.
 */
export const DEMONSTRATION_EDITION = 'c66e4617f5bbae2d';
/** The day of that digest. */
export const DIGEST_DAY = '2026-11-23';
