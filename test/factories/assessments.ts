import fc from 'fast-check';
import type { Answers, AnswerValue, RotaAnswer } from '../../src/domain/assessment/answer.ts';
import type { Question } from '../../src/domain/assessment/question.ts';
import { QUESTIONS } from '../../src/domain/assessment/questionnaire.ts';
import type { Beside } from '../../src/domain/assessment/relevance.ts';

const clock = fc
  .record({ hours: fc.integer({ min: 0, max: 23 }), minutes: fc.constantFrom('00', '30') })
  .map(({ hours, minutes }) => `${String(hours).padStart(2, '0')}:${minutes}`);

export const anyRota: fc.Arbitrary<RotaAnswer> = fc.record({
  startsOn: fc.constantFrom('2026-12-07', '2026-12-09', '2026-12-13'),
  lengthDays: fc.constantFrom(7, 14, 5),
  shifts: fc.array(fc.record({ day: fc.integer({ min: 0, max: 4 }), start: clock, end: clock }), {
    minLength: 1,
    maxLength: 3,
  }),
});

function anyAnswerTo(question: Question): fc.Arbitrary<AnswerValue> {
  switch (question.kind) {
    case 'choice':
      return fc.constantFrom(...question.options);
    case 'choices': {
      const { alone, options } = question;
      const together = options.filter((one) => !alone.includes(one));
      return fc.oneof(fc.subarray(together), ...alone.map((one) => fc.constant([one])));
    }
    case 'number':
      return fc.oneof(fc.constant(0), fc.integer({ min: question.min, max: Math.min(question.max, 100) }));
    case 'text':
      return fc.string({ minLength: 1, maxLength: 20 });
    case 'clock':
      return clock;
    case 'date':
      return fc.constantFrom('2026-12-01', '2027-01-15');
    case 'place':
      return fc.constantFrom(
        { label: 'Commercy', commune: '55122', lon: 5.59, lat: 48.76 },
        { label: 'Bar-le-Duc', commune: '55029', lon: 5.16, lat: 48.77 },
      );
    case 'rota':
      return anyRota;
  }
}

export const answerTo = (code: string): fc.Arbitrary<AnswerValue> =>
  anyAnswerTo(QUESTIONS.find((question) => question.code === code) as Question);

/** Any answers at all: given, not discussed, or not asked. */
export const anyAnswers: fc.Arbitrary<Answers> = fc
  .record(Object.fromEntries(QUESTIONS.map((q) => [q.code, fc.option(fc.option(anyAnswerTo(q)), { nil: undefined })])))
  .map((answers) => Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined)) as Answers);

export const anyBeside: fc.Arbitrary<Beside> = fc.record({
  age: fc.option(fc.integer({ min: 12, max: 70 })),
  depositAsked: fc.option(fc.boolean()),
});
