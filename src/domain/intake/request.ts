import { z } from 'zod';
import { isoDateSchema } from '../clock-time.ts';
import { LANGUAGES } from '../people/identity.ts';
import { phoneDigits } from '../people/phone.ts';

export const REQUEST_ORIGINS = ['prescriber', 'person', 'employer'] as const;
export type RequestOrigin = (typeof REQUEST_ORIGINS)[number];

/** What the person needs to get to. */
export const GOAL_KINDS = ['job', 'interview', 'training', 'appointment', 'search', 'other'] as const;
export type GoalKind = (typeof GOAL_KINDS)[number];

/** How a request that was taken up ends. */
export const OUTCOMES = ['solutionFound', 'referredElsewhere', 'noLongerNeeded', 'unreachable', 'noSolution'] as const;
/** Why a request is not taken up. */
export const DECLINE_REASONS = [
  'outsideTerritory',
  'notOurMission',
  'alreadyFollowed',
  'unreachable',
  'twice',
] as const;
export type RequestOutcome = (typeof OUTCOMES)[number];
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** The ground for access to a file that a request gave. */
export const ACCESS_BY_REQUEST = 'request';

/** As long as a page of explanations; a person's own words are shorter. */
export const NEED_CHARACTERS = 5000;

const blank = (text: string) => text.trim() || undefined;
/** Typed or pasted: no line break, no run of spaces. Empty is not known. */
const line = (most: number) =>
  z
    .string()
    .transform((text) => text.replace(/\s+/gu, ' ').trim())
    .pipe(z.string().max(most))
    .transform(blank)
    .optional();

/** Who the request is about, as whoever sends it knows them; goes over into the file when it is taken up. */
export const requestedPersonSchema = z
  .object({
    firstName: line(100),
    lastName: line(100),
    phone: line(30).refine((phone) => phone === undefined || phoneDigits(phone) !== null, {
      error: 'Numéro attendu, par exemple 06 12 34 56 78.',
    }),
    email: line(254).pipe(z.email().optional()),
    language: z.enum(LANGUAGES).optional(),
    birthDate: isoDateSchema.optional(),
    /** INSEE code of the home's commune. */
    commune: line(5),
    /** No voicemail, and nobody is told why one calls. */
    discreet: z.boolean().optional(),
    /** When to call, in their words. */
    callWhen: line(200),
  })
  .superRefine((person, context) => {
    if (person.firstName === undefined && person.lastName === undefined) {
      context.addIssue({ code: 'custom', path: ['firstName'], message: 'Indiquez un prénom ou un nom.' });
    }
    if (person.phone === undefined && person.email === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['phone'],
        message: 'Indiquez un numéro de téléphone ou une adresse électronique.',
      });
    }
  });
export type RequestedPerson = z.output<typeof requestedPersonSchema>;

export const requestGoalSchema = z.object({
  kind: z.enum(GOAL_KINDS),
  /** Where to: a site, an employer's address, a town. */
  place: line(200),
  /** From when on and at what hours, in words. */
  when: line(300),
});
export type RequestGoal = z.output<typeof requestGoalSchema>;

/** Whom to answer, as they were when they asked: members of another organisation are behind a wall. */
export type RequestSender = { name: string; email: string };

/**
 * What whoever asked is told of the outcome. An employer learns that the request was answered, never how: that the person is
 * followed already, or found no solution, is not theirs to know.
 */
export function toldOutcome(origin: RequestOrigin, outcome: string | null): string | null {
  return origin === 'employer' ? null : outcome;
}
