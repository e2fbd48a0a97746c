/**
 * Where a person stands, told by the furthest thing under way: `toAssess` nothing is known of the need yet, `toRefer` a diagnostic
 * was made, `waiting` a provider was asked, `accepted`, `started`, `followed` what was referred is over, `closed` no longer
 * accompanied.
 */
export const PERSON_STATUSES = ['toAssess', 'toRefer', 'waiting', 'accepted', 'started', 'followed', 'closed'] as const;
export type PersonStatus = (typeof PERSON_STATUSES)[number];
