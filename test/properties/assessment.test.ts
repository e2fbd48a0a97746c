import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RotaAnswer } from '../../src/domain/assessment/answer.ts';
import { barriersOf } from '../../src/domain/assessment/barriers.ts';
import { QUESTIONS } from '../../src/domain/assessment/questionnaire.ts';
import {
  answersThatCount,
  questionsThatCanStillChange,
  questionsToAsk,
  settle,
} from '../../src/domain/assessment/relevance.ts';
import { anchorOf, withoutAnchor } from '../../src/domain/assessment/rota-hours.ts';
import { AXES } from '../../src/domain/assessment/score-rules.ts';
import { scoresOf } from '../../src/domain/assessment/scores.ts';
import { diagnosticOf } from '../../src/domain/assessment/to-diagnostic.ts';
import { diagnosticInputSchema } from '../../src/domain/diagnostic/diagnostic.ts';
import { addDays } from '../../src/domain/schedule/dates.ts';
import { unrollCycle } from '../../src/domain/schedule/unroll.ts';
import { answerTo, anyAnswers, anyBeside, anyRota } from '../factories/assessments.ts';

const everything = (answers: Parameters<typeof diagnosticOf>[0], beside: Parameters<typeof diagnosticOf>[1]) => ({
  diagnostic: diagnosticOf(answers, beside),
  scores: scoresOf(answers, beside),
  barriers: barriersOf(answers, beside),
});
const anyQuestion = fc.constantFrom(...QUESTIONS);
/** Runs that a property looked at something, so that it cannot pass by never meeting it. */
const RUNS = { numRuns: 1500 };

describe('whatever was answered', () => {
  test('an answer to a question that is skipped changes nothing', () => {
    let skipped = 0;
    fc.assert(
      fc.property(
        anyAnswers,
        anyBeside,
        anyQuestion.chain(({ code }) => fc.record({ code: fc.constant(code), value: answerTo(code) })),
        (answers, beside, { code, value }) => {
          const { [code]: _old, ...without } = answers;
          if (settle(without, beside).isAsked(code)) return;
          skipped++;
          expect(everything({ ...without, [code]: value }, beside)).toEqual(everything(without, beside));
        },
      ),
      RUNS,
    );
    expect(skipped).toBeGreaterThan(100);
  });

  test('an answer not discussed lowers no score', () => {
    let known = 0;
    fc.assert(
      fc.property(anyAnswers, anyBeside, anyQuestion, (given, beside, { code }) => {
        const answers = answersThatCount(given, beside);
        if (answers[code] === undefined || answers[code] === null) return;
        known++;
        const [before, after] = [scoresOf(answers, beside), scoresOf({ ...answers, [code]: null }, beside)];
        for (const axis of AXES) {
          expect(after[axis].score).toBeGreaterThanOrEqual(before[axis].score);
          expect(after[axis].atLeast).toBeLessThanOrEqual(after[axis].score);
        }
      }),
      RUNS,
    );
    expect(known).toBeGreaterThan(300);
  });

  test('not discussed is as not asked, in whatever order answers came', () => {
    fc.assert(
      fc.property(anyAnswers, anyBeside, (answers, beside) => {
        const discussed = Object.entries(answers).filter(([, value]) => value !== null);
        const turned = discussed.toReversed().map(([code, value]) => {
          const isList = Array.isArray(value);
          return [code, isList ? value.toReversed() : value] as const;
        });
        expect(everything(Object.fromEntries(turned), beside)).toEqual(everything(answers, beside));
      }),
      RUNS,
    );
  });

  test('no sensitive answer and no note leaves the questionnaire', () => {
    const kept = QUESTIONS.filter(({ sensitive, note }) => sensitive !== undefined || note);
    expect(kept.map(({ code }) => code)).toEqual(['drivingAdvised', 'moneyTrouble', 'autonomyGoal', 'caresAlone']);
    fc.assert(
      fc.property(
        anyAnswers,
        anyBeside,
        fc.constantFrom(...kept).chain(({ code }) => fc.record({ code: fc.constant(code), value: answerTo(code) })),
        (answers, beside, { code, value }) => {
          const told = diagnosticOf({ ...answers, [code]: value }, beside);
          expect(told).toEqual(diagnosticOf({ ...answers, [code]: null }, beside));
        },
      ),
      RUNS,
    );
  });

  test('the facts are a diagnostic, and every unknown stays one', () => {
    let made = 0;
    fc.assert(
      fc.property(anyAnswers, anyBeside, (answers, beside) => {
        const { facts } = diagnosticOf(answers, beside);
        if (facts === null) return;
        made++;
        const parsed = diagnosticInputSchema.parse(facts);
        const { skill, motivation, means, unknown } = parsed.barriers;
        const told = [skill, motivation, means, unknown].flatMap((list) => list ?? []);
        expect(new Set(told).size).toBe(told.length);
        if (settle(answers, beside).answerTo('budgetEuros') === undefined) {
          expect(parsed.means.budgetPerMonthCents).toBeUndefined();
        }
      }),
      RUNS,
    );
    expect(made).toBeGreaterThan(300);
  });

  test('only what may still change something is asked, and all of it', () => {
    fc.assert(
      fc.property(anyAnswers, anyBeside, (answers, beside) => {
        const asked = questionsToAsk(answers, 'full', beside).map(({ code }) => code);
        const open = questionsThatCanStillChange(answers, 'full', beside).map(({ code }) => code);
        expect(asked).toEqual(expect.arrayContaining(open));
        for (const code of asked) expect(open.includes(code)).toBe((answers[code] ?? null) === null);
        const quick = questionsToAsk(answers, 'quick', beside).map(({ code }) => code);
        expect(asked).toEqual(expect.arrayContaining(quick));
      }),
      RUNS,
    );
  });
});

test('every question can change a match, a score or a barrier, opens another, or is a note', () => {
  const changing = new Set<string>(QUESTIONS.filter(({ note }) => note).map(({ code }) => code));
  fc.assert(
    fc.property(anyAnswers, anyBeside, anyQuestion, (answers, beside, { code }) => {
      if (changing.has(code)) return;
      const without = { ...answers, [code]: null };
      const told = JSON.stringify(everything(answers, beside));
      if (told !== JSON.stringify(everything(without, beside))) changing.add(code);
    }),
    { numRuns: 20_000, seed: 7 },
  );
  expect(QUESTIONS.filter(({ code }) => !changing.has(code))).toEqual([]);
});

test('a rota keeps its dates whether its first day is said or not', () => {
  const place = { label: null, lon: 5, lat: 48, zones: null };
  const datesOf = (rota: RotaAnswer) =>
    unrollCycle({
      cycle: { anchorDate: anchorOf(rota), lengthDays: rota.lengthDays, shifts: rota.shifts },
      startsOn: rota.startsOn,
      arrivalMarginMinutes: 0,
      places: rota.shifts.map(() => place),
      stops: { outbound: [], return: [] },
    })
      .legs.flatMap(({ direction, deadlineSeconds, dates }) =>
        dates.map((date) => `${direction} ${date} ${deadlineSeconds}`),
      )
      .toSorted();
  fc.assert(
    fc.property(anyRota, fc.integer({ min: -30, max: 30 }), (rota, days) => {
      const anchored = { ...rota, anchorDate: addDays(rota.startsOn, days) };
      expect(datesOf(withoutAnchor(anchored))).toEqual(datesOf(anchored));
    }),
    { numRuns: 1000 },
  );
});
