import { z } from 'zod';

/** Who pays what of one cost, in euro cents. The parts, the person's with them, come to the cost exactly. */
export const PAPERWORK_STATES = ['toAsk', 'asked', 'granted', 'paid', 'refused'] as const;
export type PaperworkState = (typeof PAPERWORK_STATES)[number];

const MOST_CENTS = 10_000_000;
const amount = z
  .int('Écrivez un montant comme 450 ou 450,50.')
  .min(0, 'Un montant à partir de 0.')
  .max(MOST_CENTS, '100 000 € au plus.');

export const costSplitSchema = z
  .object({
    /** Null: nobody has told it yet. */
    costCents: amount.nullable().default(null),
    parts: z
      .array(
        z.object({
          funder: z.string().trim().min(1, 'Dites qui finance.').max(120, 'Le nom tient en 120 caractères.'),
          amountCents: amount,
          paperwork: z.enum(PAPERWORK_STATES, 'Dites où en est la demande.'),
        }),
      )
      .max(10, '10 financeurs au plus.')
      .default([]),
  })
  .superRefine(({ costCents, parts }, check) => {
    const fault = (path: (string | number)[], message: string) => check.addIssue({ code: 'custom', path, message });
    if (costCents === null && parts.length > 0) fault(['costCents'], 'Écrivez d’abord le coût.');
    if (costCents !== null && carriedCents(parts) > costCents) {
      fault(['costCents'], 'Les financeurs paient plus que le coût : corrigez un montant.');
    }
  });
export type CostSplit = z.infer<typeof costSplitSchema>;
export type StoredCostSplit = z.input<typeof costSplitSchema>;

/** What funders carry, or may: a refusal carries nothing. */
const carriedCents = (parts: CostSplit['parts']): number =>
  parts.filter(({ paperwork }) => paperwork !== 'refused').reduce((sum, { amountCents }) => sum + amountCents, 0);

export type Shares = {
  costCents: number;
  /** Granted or paid. */
  sureCents: number;
  /** Asked, or still to be asked. */
  hopedCents: number;
  /** The person's: what no funder carries, nor may. */
  leftCents: number;
  /** The person's if nothing more is granted. */
  leftAtMostCents: number;
};

/** `sureCents + hopedCents + leftCents` is the cost. Null while it is not known: nothing is said to be free. */
export function sharesOf({ costCents, parts }: CostSplit): Shares | null {
  if (costCents === null) return null;
  const sum = (...states: PaperworkState[]) =>
    parts.filter(({ paperwork }) => states.includes(paperwork)).reduce((total, part) => total + part.amountCents, 0);
  const sureCents = sum('granted', 'paid');
  const hopedCents = sum('asked', 'toAsk');
  return {
    costCents,
    sureCents,
    hopedCents,
    leftCents: costCents - sureCents - hopedCents,
    leftAtMostCents: costCents - sureCents,
  };
}
