/** A moment as it is said: `mercredi 9 décembre`, `4 h 12`. */
export type SaidMoment = { day: string; time: string };

/** What happened to a ride, as far as whoever rides is to know of it. */
export const RIDE_NOTICES = ['accepted', 'refused', 'proposed', 'cancelled', 'driverAbsent', 'reminder'] as const;
export type RideNotice = (typeof RIDE_NOTICES)[number];

/**
 * What a notice may say, in words already: when and where it leaves, seats where there are several, the number to call when nobody
 * came. Never why the person goes there, who they are, or which structure drives.
 */
export type RideFacts = {
  when: string;
  where: string;
  otherWhen: string;
  seats: string | null;
  emergency: string | null;
};

/** One language. Sentences of a notice go after `lead`; the first one says enough by itself. */
export type RideWords = {
  lead: string;
  hello: string;
  when(moment: SaidMoment): string;
  where: { door: string; agreed: string; at(name: string): string };
  seats: Partial<Record<Exclude<Intl.LDMLPluralRule, 'other'>, string | ((count: number) => string)>> & {
    other(count: number): string;
  };
  free: string;
  /** A sum that is paid once a seat. */
  byEach(sum: string): string;
  /** After an hour that comes twice, on the night the clocks go back. */
  twice: Record<'first' | 'second', string>;
  subjects: Record<RideNotice, string>;
  call(phone: string): string;
  price(sum: string): string;
  arrival(time: string): string;
  rides(link: string): string;
  wrong: string;
  /** To somebody whose phone others may read: neither who writes nor what about. */
  neutral: { subject: string; text(link: string): string };
} & Record<RideNotice, (facts: RideFacts) => readonly [string, ...string[]]>;
