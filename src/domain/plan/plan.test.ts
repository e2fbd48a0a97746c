import { describe, expect, it } from 'vitest';
import { PLAN_LIMITS } from './limits.ts';
import { planContentSchema } from './plan.ts';

const problems = (plan: unknown) =>
  planContentSchema.safeParse(plan).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];
const step = (more: object) => ({ steps: [{ title: 'Appeler', ...more }] });

describe('what a plan may hold', () => {
  it('is any script, emoji, and lines as a browser sends them', () => {
    const plan = planContentSchema.parse({ goal: '  مرحبا 👩🏽‍🦽\r\nдалі  ', steps: [{ title: 'a\n b', note: '' }] });
    expect(plan.goal).toBe('مرحبا 👩🏽‍🦽\nдалі');
    expect(plan.steps[0]).toMatchObject({
      title: 'a b',
      note: null,
      status: 'todo',
      funding: { costCents: null, per: 'once' },
    });
  });

  it('is as long as said, a line end counting once', () => {
    const lines = 'x\r\n'.repeat(PLAN_LIMITS.stepNote / 2);
    expect(problems(step({ note: lines }))).toEqual([]);
    expect(problems(step({ note: 'x'.repeat(50_000) }))).toEqual([
      'steps.0.note Ce texte a 50\u202f000 caractères : 1\u202f500 au plus. Il est gardé dans le champ, raccourcissez-le.',
    ]);
  });

  it.each([
    ['a free step of nothing', { steps: [{ step: 'free' }] }, 'steps.0.title Dites ce qu’il y a à faire.'],
    [
      'an end before its beginning',
      step({ from: '2026-12-08', until: '2026-12-07' }),
      'steps.0.until La fin vient avant le début.',
    ],
    [
      'an aid of nobody',
      step({ funding: { sources: [{ funder: ' ', amountCents: 1, paperwork: '', status: 'asked' }] } }),
      'steps.0.funding.sources.0.funder Dites qui finance.',
    ],
    [
      'one step twice',
      {
        steps: [
          { title: 'a', position: 1 },
          { title: 'b', position: 1 },
        ],
      },
      'steps Une étape est là deux fois.',
    ],
  ])('is not %s', (_name, plan, problem) => {
    expect(problems(plan)).toEqual([problem]);
  });

  it.each([
    ['half a cent', { costCents: 0.5 }],
    ['less than nothing', { costCents: -1 }],
    ['more than a plan ever costs', { costCents: PLAN_LIMITS.cents + 1 }],
  ])('is no cost of %s', (_name, funding) => {
    expect(problems(step({ funding }))).toHaveLength(1);
  });
});
