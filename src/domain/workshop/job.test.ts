import { describe, expect, it } from 'vitest';
import { allowedActions, isTooOld, JOB_RULES, JOB_STATUSES, type JobStatus, quoteCents, quoteSchema } from './job.ts';

describe('a repair or a sale', () => {
  const allowed: Record<JobStatus, string[]> = {
    requested: ['quote', 'withdraw'],
    quoted: ['quote', 'agree', 'decline', 'lapse', 'fund', 'withdraw'],
    agreed: ['fund', 'schedule', 'withdraw'],
    scheduled: ['fund', 'schedule', 'handOver', 'withdraw'],
    handedOver: [],
    declined: [],
    lapsed: ['quote', 'withdraw'],
    withdrawn: [],
  };
  it.each(JOB_STATUSES)('that is %s goes on as the table says', (status) => {
    expect(allowedActions(status)).toEqual(allowed[status]);
  });

  it('reaches every state from the request', () => {
    const reached = new Set<JobStatus>(['requested']);
    for (let size = 0; size < reached.size; ) {
      size = reached.size;
      for (const { from, to } of Object.values(JOB_RULES)) {
        if (to !== null && from.some((status) => reached.has(status))) reached.add(to);
      }
    }
    expect([...reached].sort()).toEqual([...JOB_STATUSES].sort());
  });

  it('costs what its quote adds up to, until the quote is too old', () => {
    const quote = quoteSchema.parse({
      lines: [
        { label: 'Plaquettes avant', amountCents: 4550 },
        { label: 'Main d’œuvre', amountCents: 6000 },
      ],
      madeOn: '2026-11-23',
      validUntil: '2026-12-23',
    });
    expect(quoteCents(quote)).toBe(10_550);
    expect([isTooOld(quote, '2026-12-23'), isTooOld(quote, '2026-12-24')]).toEqual([false, true]);
    expect(quoteSchema.safeParse({ ...quote, lines: [] }).success).toBe(false);
  });
});
