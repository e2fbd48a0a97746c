import { z } from 'zod';
import { isoDateSchema } from '../clock-time.ts';

/** A vehicle that is repaired for somebody, or sold to them: from the request to the keys. */
export const JOB_KINDS = ['repair', 'sale'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/**
 * `requested → quoted → agreed → scheduled → handedOver`. `declined`: the person said no to the quote; `lapsed`: nobody answered before it
 * was too old; `withdrawn`: it is not needed any more.
 */
export const JOB_STATUSES = [
  'requested',
  'quoted',
  'agreed',
  'scheduled',
  'handedOver',
  'declined',
  'lapsed',
  'withdrawn',
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export const JOB_ACTIONS = ['quote', 'agree', 'decline', 'lapse', 'fund', 'schedule', 'handOver', 'withdraw'] as const;
export type JobAction = (typeof JOB_ACTIONS)[number];

/** From which states, to which (null: it stays). */
export const JOB_RULES: Record<JobAction, { from: readonly JobStatus[]; to: JobStatus | null }> = {
  /** A quote that lapsed is made anew. */
  quote: { from: ['requested', 'quoted', 'lapsed'], to: 'quoted' },
  agree: { from: ['quoted'], to: 'agreed' },
  decline: { from: ['quoted'], to: 'declined' },
  lapse: { from: ['quoted'], to: 'lapsed' },
  fund: { from: ['quoted', 'agreed', 'scheduled'], to: null },
  /** Once more where the day is moved. */
  schedule: { from: ['agreed', 'scheduled'], to: 'scheduled' },
  handOver: { from: ['scheduled'], to: 'handedOver' },
  withdraw: { from: ['requested', 'quoted', 'agreed', 'scheduled', 'lapsed'], to: 'withdrawn' },
};

export const isAllowed = (action: JobAction, status: JobStatus): boolean => JOB_RULES[action].from.includes(status);
export const allowedActions = (status: JobStatus): JobAction[] =>
  JOB_ACTIONS.filter((action) => isAllowed(action, status));

/** While it lasts, the referral leads to no other job. */
export const OPEN_STATUSES: readonly JobStatus[] = ['requested', 'quoted', 'agreed', 'scheduled', 'lapsed'];

export const quoteSchema = z.object({
  lines: z
    .array(
      z.object({
        label: z.string().trim().min(1, 'Dites ce que c’est.').max(200, 'Une ligne tient en 200 caractères.'),
        amountCents: z
          .int('Écrivez un montant comme 85 ou 85,50.')
          .min(0, 'Un montant à partir de 0.')
          .max(10_000_000, '100 000 € au plus.'),
      }),
    )
    .min(1, 'Écrivez au moins une ligne.')
    .max(30, '30 lignes au plus.'),
  madeOn: isoDateSchema,
  /** The last day on which it can be agreed to. */
  validUntil: isoDateSchema,
});
export type Quote = z.infer<typeof quoteSchema>;

export const quoteCents = ({ lines }: Pick<Quote, 'lines'>): number =>
  lines.reduce((sum, { amountCents }) => sum + amountCents, 0);

export const isTooOld = ({ validUntil }: Pick<Quote, 'validUntil'>, today: string): boolean => validUntil < today;

/** How the person gets about meanwhile. `needed`: nothing is lent yet. */
export const BRIDGE_NEEDS = ['none', 'needed', 'lent'] as const;
export type BridgeNeed = (typeof BRIDGE_NEEDS)[number];
