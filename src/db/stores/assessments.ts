import { and, desc, eq, sql } from 'drizzle-orm';
import type { Answers } from '../../domain/assessment/answer.ts';
import type { AssessmentResult } from '../../domain/assessment/assess.ts';
import { ProblemError } from '../../services/errors.ts';
import type { AssessmentRecord, AssessmentStore } from '../../services/ports/assessments.ts';
import { assessments } from '../schema/file.ts';
import { retentionOf, type Session } from '../session.ts';

export function createAssessmentStore({ tx, actor, now }: Session): AssessmentStore {
  const { territoryId, organisationId } = actor;
  const inTerritory = eq(assessments.territoryId, territoryId);

  return {
    async mayAssess(beneficiaryId) {
      const { rows } = await tx.execute<{ held: boolean }>(sql`select holds_file(${beneficiaryId}) as held`);
      return rows[0]?.held ?? false;
    },
    async insert(record) {
      if (organisationId === null) throw new ProblemError('forbidden', 'Un questionnaire appartient à une structure.');
      await tx.insert(assessments).values({
        territoryId,
        organisationId,
        id: record.id,
        beneficiaryId: record.beneficiaryId,
        diagnosticId: record.diagnosticId,
        questionnaireVersion: record.result.questionnaireVersion,
        mode: record.mode,
        answers: record.answers,
        result: record.result,
        madeOn: record.madeOn,
        madeBy: record.madeBy,
        createdAt: record.createdAt,
        updatedAt: record.createdAt,
        ...retentionOf(now, null),
      });
    },
    async find(id) {
      const [row] = await tx
        .select()
        .from(assessments)
        .where(and(inTerritory, eq(assessments.id, id)));
      return row ? recordOf(row) : null;
    },
    async list(beneficiaryId) {
      const rows = await tx
        .select()
        .from(assessments)
        .where(and(inTerritory, eq(assessments.beneficiaryId, beneficiaryId)))
        .orderBy(desc(assessments.madeOn), desc(assessments.createdAt), desc(assessments.id));
      return rows.map(recordOf);
    },
  };
}

function recordOf(row: typeof assessments.$inferSelect): AssessmentRecord {
  const { id, beneficiaryId, diagnosticId, mode, madeOn, madeBy, createdAt } = row;
  const answers = row.answers as Answers;
  const result = row.result as AssessmentResult;
  return { id, beneficiaryId, diagnosticId, mode, answers, result, madeOn, madeBy, createdAt };
}
