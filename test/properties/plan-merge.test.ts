import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergePlans } from '../../src/domain/plan/merge.ts';
import type { PlanContent, PlanStep } from '../../src/domain/plan/plan.ts';

const text = fc.option(fc.constantFrom('un', 'deux', 'trois'));
const stepWith = (position: number | null): fc.Arbitrary<PlanStep> =>
  fc.record({
    position: fc.constant(position),
    step: fc.constant('free' as const),
    offerId: fc.constant(null),
    title: text,
    actor: fc.constantFrom(null, 'person' as const, 'provider' as const),
    actorName: fc.constant(null),
    note: text,
    from: fc.constantFrom(null, '2026-12-07'),
    until: fc.constant(null),
    status: fc.constantFrom('todo' as const, 'done' as const),
    funding: fc.constant({ costCents: null, per: 'once' as const, sources: [] }),
  });
const fresh = stepWith(null).map((step) => ({ ...step, note: 'nouvelle' }));
const planOf = (positions: readonly number[]): fc.Arbitrary<PlanContent> =>
  fc.record({
    goal: text,
    note: text,
    status: fc.constantFrom('draft' as const, 'active' as const),
    steps: fc.tuple(...positions.map(stepWith)).map((steps) => [...steps]),
  });
/** Somebody's edit of a plan: fields changed, steps moved, removed, added. */
const editOf = (base: PlanContent, news: fc.Arbitrary<PlanStep>) =>
  fc
    .record({
      fields: planOf([]),
      change: fc.record({ goal: fc.boolean(), note: fc.boolean(), status: fc.boolean() }),
      order: fc.shuffledSubarray([...base.steps], { minLength: Math.max(0, base.steps.length - 2) }),
      moves: fc.boolean(),
      touched: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      others: fc.tuple(...[0, 1, 2, 3, 4, 5].map(stepWith)),
      added: fc.array(news, { maxLength: 2 }),
    })
    .map(({ fields, change, order, moves, touched, others, added }): PlanContent => {
      const kept = moves ? order : base.steps.filter((step) => order.includes(step));
      const steps = kept.map((step) => {
        const position = step.position as number;
        return touched[position] ? { ...(others[position] as PlanStep), position } : step;
      });
      return {
        goal: change.goal ? fields.goal : base.goal,
        note: change.note ? fields.note : base.note,
        status: change.status ? fields.status : base.status,
        steps: [...steps, ...added],
      };
    });

const scene = planOf([0, 1, 2, 3, 4, 5]).chain((base) =>
  fc.record({
    base: fc.constant(base),
    mine: editOf(base, fresh),
    // What is stored has numbers already.
    theirs: editOf(base, fc.oneof(stepWith(6), stepWith(7))).map((plan) => ({
      ...plan,
      steps: plan.steps.filter((s, i) => plan.steps.findIndex((o) => o.position === s.position) === i),
    })),
  }),
);
const numbers = (plan: PlanContent) => plan.steps.map(({ position }) => position);

describe('merging what two people made of one plan', () => {
  it('gives mine where nobody else changed anything, and theirs where I did not', () => {
    fc.assert(
      fc.property(scene, ({ base, mine, theirs }) => {
        expect(mergePlans({ base, mine, theirs: base })).toEqual({ content: mine, conflicts: [] });
        expect(mergePlans({ base, mine: base, theirs })).toEqual({ content: theirs, conflicts: [] });
        expect(mergePlans({ base, mine, theirs: mine }).conflicts).toEqual([]);
      }),
    );
  });

  it('loses nothing that somebody wrote: each value is kept, or was there before, or is to be chosen', () => {
    fc.assert(
      fc.property(scene, ({ base, mine, theirs }) => {
        const { content, conflicts } = mergePlans({ base, mine, theirs });
        const open = new Set(conflicts.map(({ key }) => key));
        for (const [side, plan] of [
          ['mine', mine],
          ['theirs', theirs],
        ] as const) {
          for (const step of plan.steps) {
            if (step.position === null) {
              expect(content.steps).toContainEqual(step);
              continue;
            }
            const before = base.steps.find((one) => one.position === step.position);
            const after = content.steps.find((one) => one.position === step.position);
            for (const field of ['title', 'actor', 'note', 'from', 'status'] as const) {
              const isOpen = open.has(`step.${step.position}`) || open.has(`step.${step.position}.${field}`);
              const isChange = before === undefined || before[field] !== step[field];
              if (isChange && !isOpen) expect([side, field, after?.[field]]).toEqual([side, field, step[field]]);
            }
          }
        }
      }),
    );
  });

  it('asks only about what both touched', () => {
    fc.assert(
      fc.property(scene, ({ base, mine, theirs }) => {
        const touched = (plan: PlanContent, position: number) =>
          JSON.stringify(plan.steps.find((s) => s.position === position)) !==
          JSON.stringify(base.steps.find((s) => s.position === position));
        for (const { key } of mergePlans({ base, mine, theirs }).conflicts) {
          const position = /^step\.(\d+)/.exec(key)?.[1];
          if (position === undefined) continue;
          expect(touched(mine, Number(position)) && touched(theirs, Number(position))).toBe(true);
        }
      }),
    );
  });

  it('is settled by a choice for each of them: all mine, or all theirs', () => {
    fc.assert(
      fc.property(scene, fc.constantFrom('mine' as const, 'theirs' as const), ({ base, mine, theirs }, side) => {
        const asked = mergePlans({ base, mine, theirs });
        const choices = new Map(asked.conflicts.map(({ key }) => [key, side] as const));
        const { content, conflicts } = mergePlans({ base, mine, theirs, choices });
        expect(conflicts).toEqual([]);
        const chosen = side === 'mine' ? mine : theirs;
        for (const { key } of asked.conflicts) {
          const [, position, field] = /^step\.(\d+)(?:\.(\w+))?$/.exec(key) ?? [];
          if (position === undefined) continue;
          const of = (plan: PlanContent) => plan.steps.find((s) => s.position === Number(position));
          if (field === undefined) expect(of(content)).toEqual(of(chosen));
          else expect(of(content)?.[field as 'title']).toEqual(of(chosen)?.[field as 'title']);
        }
        expect(new Set(numbers(content).filter((n) => n !== null)).size).toBe(
          numbers(content).filter((n) => n !== null).length,
        );
      }),
    );
  });
});
