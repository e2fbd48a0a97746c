import {
  isKnownValue,
  type Merge,
  type ReadConstraint,
  readFranceTravail,
  takeIn,
} from '../../domain/assessment/france-travail.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid } from '../errors.ts';
import { groundOf } from '../ground.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { personNotFound, type RecordedAssessment, readAssessment, recordAssessmentIn } from './record-assessment.ts';

const MAX_CHARACTERS = 1_000_000;

export type FranceTravailReport = { constraint: ReadConstraint; knownValue: boolean; merge: Merge };
type Sent = { beneficiaryId: string; text: string };

/**
 * What a file of France Travail's says of the person's mobility, and what it would add to what is known; writes nothing. Throws
 * `forbidden`, `notFound`, `invalid` (path `text`).
 */
export async function previewFranceTravail({
  ctx,
  input,
}: {
  ctx: Context;
  input: Sent;
}): Promise<FranceTravailReport> {
  requireScope(ctx, 'people:write');
  const constraint = readText(input.text);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { answers } = await knownOf(stores, input.beneficiaryId);
    return { constraint, knownValue: isKnownValue(constraint.value), merge: takeIn(answers, constraint) };
  });
}

/**
 * The same, written down: a questionnaire of today with what it adds to the last one. Null where it adds nothing. Throws
 * `forbidden`, `notFound`, `invalid`, `conflict` (idempotency key).
 */
export async function importFranceTravail({
  ctx,
  input,
}: {
  ctx: Context;
  input: Sent;
}): Promise<RecordedAssessment | null> {
  requireScope(ctx, 'people:write');
  const { beneficiaryId } = input;
  const constraint = readText(input.text);
  const ground = await groundOf(ctx);
  return transactOnce(ctx, {
    async effect(stores) {
      const known = await knownOf(stores, beneficiaryId);
      const { answers, added } = takeIn(known.answers, constraint);
      if (added.length === 0) return null;
      const read = readAssessment({ mode: 'full', answers, birthDate: known.birthDate }, ground);
      const recorded = await recordAssessmentIn(stores, ctx, { beneficiaryId, ...read, today: ground.today });
      const entityId = recorded.assessmentId;
      await stores.audit.record({ action: 'assessment.imported', entity: 'assessment', entityId, fields: added });
      return recorded;
    },
    answer: async (_stores, recorded) => recorded,
  });
}

async function knownOf(stores: Stores, beneficiaryId: string) {
  if (!(await stores.assessments.mayAssess(beneficiaryId))) throw personNotFound();
  const [last] = await stores.assessments.list(beneficiaryId);
  const birthDate = await stores.diagnostics.findBirthDate(beneficiaryId);
  return { answers: last?.answers ?? {}, birthDate };
}

function readText(text: string): ReadConstraint {
  const wrong = (message: string) => invalid([{ path: 'text', message }]);
  if (text.trim() === '') throw wrong('Collez le texte ou choisissez le fichier envoyé par France Travail.');
  if (text.length > MAX_CHARACTERS) throw wrong('Ce fichier est trop grand : un million de caractères au plus.');
  if (text.includes('\0') || !text.isWellFormed()) throw wrong('Ce texte contient un caractère interdit.');
  const reading = readFranceTravail(parseJson(text, wrong));
  if (!('problem' in reading)) return reading.constraint;
  throw wrong(
    reading.problem === 'shape'
      ? 'Ce fichier n’a pas la forme d’un diagnostic France Travail.'
      : 'Ce fichier ne contient pas la contrainte « Développer sa mobilité ».',
  );
}

function parseJson(text: string, wrong: (message: string) => Error): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw wrong('Ce texte n’est pas du JSON entier : vérifiez que le début et la fin ont été copiés.');
  }
}
