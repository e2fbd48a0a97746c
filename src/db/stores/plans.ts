import { and, asc, desc, eq, gt, inArray, notInArray, sql } from 'drizzle-orm';
import { fundingSchema } from '../../domain/plan/funding.ts';
import type { PlanStep } from '../../domain/plan/plan.ts';
import type { KeptStep, PlanRecord, PlanStore } from '../../services/ports/plans.ts';
import { offers } from '../schema/catalogue.ts';
import { diagnostics, matches } from '../schema/diagnostics.ts';
import { actionPlans, planSteps, referralEvents, referrals } from '../schema/follow-up.ts';
import { beneficiaries, beneficiaryIdentities } from '../schema/people.ts';
import { organisations } from '../schema/territories.ts';
import { retentionOf, type Session } from '../session.ts';
import { tryOffer } from './offer-rows.ts';

type PlanRow = typeof actionPlans.$inferSelect;
type StepRow = typeof planSteps.$inferSelect;

export function createPlanStore({ tx, actor, now }: Session): PlanStore {
  const { territoryId, organisationId } = actor;
  const at = now.toString();
  const one = (id: string) => and(eq(actionPlans.territoryId, territoryId), eq(actionPlans.id, id));
  const stepsOf = (planId: string) => and(eq(planSteps.territoryId, territoryId), eq(planSteps.planId, planId));

  async function withSteps(row: PlanRow | undefined): Promise<PlanRecord | null> {
    if (row === undefined) return null;
    const steps = await tx
      .select()
      .from(planSteps)
      .where(stepsOf(row.id))
      .orderBy(asc(planSteps.rank), asc(planSteps.position));
    return { ...recordOf(row, at), steps: steps.map(stepOf) };
  }

  return {
    async findPerson(beneficiaryId) {
      const [row] = await tx
        .select({
          id: beneficiaries.id,
          reference: beneficiaries.reference,
          firstName: beneficiaryIdentities.firstName,
          lastName: beneficiaryIdentities.lastName,
          email: beneficiaryIdentities.email,
          discreet: sql<boolean>`coalesce(${beneficiaryIdentities.discreet}, false)`,
          language: beneficiaryIdentities.language,
        })
        .from(beneficiaries)
        .leftJoin(
          beneficiaryIdentities,
          and(
            eq(beneficiaryIdentities.territoryId, beneficiaries.territoryId),
            eq(beneficiaryIdentities.beneficiaryId, beneficiaries.id),
          ),
        )
        .where(and(eq(beneficiaries.territoryId, territoryId), eq(beneficiaries.id, beneficiaryId)));
      return row ?? null;
    },

    async lockPerson(beneficiaryId) {
      const lock = JSON.stringify(['plan', territoryId, beneficiaryId]);
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`);
    },

    async findNewest(beneficiaryId) {
      const [row] = await tx
        .select()
        .from(actionPlans)
        .where(and(eq(actionPlans.territoryId, territoryId), eq(actionPlans.beneficiaryId, beneficiaryId)))
        .orderBy(desc(actionPlans.createdAt), desc(actionPlans.id))
        .limit(1);
      return withSteps(row);
    },

    async find(planId) {
      const [row] = await tx.select().from(actionPlans).where(one(planId));
      return withSteps(row);
    },

    async findAndLock(planId) {
      const [row] = await tx.select().from(actionPlans).where(one(planId)).for('update');
      return withSteps(row);
    },

    async insert({ id, beneficiaryId, diagnosticId, createdBy, content }) {
      const { goal, note, status, steps } = content;
      await tx.insert(actionPlans).values({
        territoryId,
        id,
        beneficiaryId,
        diagnosticId,
        organisationId,
        status,
        goal,
        note,
        createdBy,
        updatedBy: createdBy,
        stepsMade: steps.length,
        createdAt: at,
        updatedAt: at,
        ...retentionOf(now, null),
      });
      const kept = retentionOf(now, null);
      const rows = steps.map((step, rank) => ({ ...columnsOf(step), ...keyOf(id, rank), rank, ...kept }));
      if (rows.length > 0) await tx.insert(planSteps).values(rows);
    },

    async save(plan, { content, updatedBy, diagnosticId }) {
      const { goal, note, status, steps } = content;
      const { purgeAfter, retentionClass } = retentionOf(now, null);
      const before = new Set(plan.steps.map(({ position }) => position));
      let { stepsMade } = plan;
      const kept: number[] = [];
      for (const [rank, step] of steps.entries()) {
        const position = step.position ?? stepsMade++;
        kept.push(position);
        const columns = { ...columnsOf(step), rank, retentionClass, purgeAfter };
        if (before.has(position)) {
          await tx
            .update(planSteps)
            .set(columns)
            .where(and(stepsOf(plan.id), eq(planSteps.position, position)));
        } else {
          await tx.insert(planSteps).values({ ...columns, ...keyOf(plan.id, position) });
        }
      }
      await tx
        .delete(planSteps)
        .where(and(stepsOf(plan.id), kept.length > 0 ? notInArray(planSteps.position, kept) : undefined));
      await tx
        .update(actionPlans)
        .set({
          goal,
          note,
          status,
          updatedBy,
          stepsMade,
          version: plan.version + 1,
          updatedAt: at,
          purgeAfter,
          ...(diagnosticId === undefined ? {} : { diagnosticId }),
        })
        .where(one(plan.id));
    },

    async setShare(planId, share) {
      await tx
        .update(actionPlans)
        .set(
          share === null
            ? { shareHash: null, shareExpiresAt: null, sharedAt: null }
            : { shareHash: share.hash, shareExpiresAt: share.expiresAt, sharedAt: at },
        )
        .where(one(planId));
    },

    async isShare(planId, hash) {
      const [row] = await tx
        .select({ id: actionPlans.id })
        .from(actionPlans)
        .where(and(one(planId), eq(actionPlans.shareHash, hash)));
      return row !== undefined;
    },

    async findShared() {
      if (actor.link === undefined) return null;
      const [row] = await tx
        .select()
        .from(actionPlans)
        .where(
          and(
            eq(actionPlans.territoryId, territoryId),
            eq(actionPlans.shareHash, actor.link),
            gt(actionPlans.shareExpiresAt, at),
          ),
        );
      return withSteps(row);
    },

    async listOffers(ids) {
      if (ids.length === 0) return [];
      const rows = await tx
        .select()
        .from(offers)
        .where(and(eq(offers.territoryId, territoryId), inArray(offers.id, [...ids])));
      return rows.flatMap((row) => {
        const read = tryOffer(row);
        return 'offer' in read ? [{ offer: read.offer, archivedAt: row.archivedAt }] : [];
      });
    },

    async listDiagnostics(beneficiaryId) {
      return tx
        .select({ id: diagnostics.id, madeAt: diagnostics.createdAt })
        .from(diagnostics)
        .innerJoin(
          matches,
          and(
            eq(matches.territoryId, diagnostics.territoryId),
            eq(matches.diagnosticId, diagnostics.id),
            eq(matches.version, diagnostics.currentVersion),
            eq(matches.status, 'ready'),
          ),
        )
        .where(and(eq(diagnostics.territoryId, territoryId), eq(diagnostics.beneficiaryId, beneficiaryId)))
        .orderBy(desc(diagnostics.createdAt), desc(diagnostics.id))
        .limit(5);
    },

    async listReferrals(beneficiaryId) {
      const rows = await tx
        .select({
          id: referrals.id,
          offerId: referrals.offerId,
          status: referrals.status,
          sentAt: referrals.sentAt,
          answeredAt: referrals.answeredAt,
          parties: referrals.parties,
          organisationName: organisations.name,
          organisationPhone: organisations.phone,
          appointment: sql<string | null>`(
            select ${referralEvents.details} ->> 'appointment' from ${referralEvents}
            where ${referralEvents.territoryId} = ${referrals.territoryId}
              and ${referralEvents.referralId} = ${referrals.id} and ${referralEvents.kind} = 'accepted'
            order by ${referralEvents.id} desc limit 1)`,
        })
        .from(referrals)
        .leftJoin(
          organisations,
          and(
            eq(organisations.territoryId, referrals.territoryId),
            eq(organisations.id, referrals.providerOrganisationId),
          ),
        )
        .where(and(eq(referrals.territoryId, territoryId), eq(referrals.beneficiaryId, beneficiaryId)))
        .orderBy(desc(referrals.createdAt), desc(referrals.id));
      return rows.map(({ parties, organisationName, organisationPhone, ...referral }) => {
        const name = parties.provider?.name ?? organisationName;
        const phone = parties.provider?.phone ?? organisationPhone;
        return { ...referral, provider: name === null ? null : { name, phone } };
      });
    },

    async linkReferral(planId, position, referralId) {
      const linked = await tx
        .update(planSteps)
        .set({ referralId })
        .where(and(stepsOf(planId), eq(planSteps.position, position)))
        .returning({ position: planSteps.position });
      return linked.length > 0;
    },
  };

  function keyOf(planId: string, position: number) {
    return { territoryId, planId, position };
  }
}

function columnsOf({ position: _, ...step }: PlanStep) {
  return step;
}

function recordOf(row: PlanRow, at: string): Omit<PlanRecord, 'steps'> {
  const { id, beneficiaryId, diagnosticId, organisationId, version, stepsMade, goal, note, status } = row;
  const { updatedBy, createdAt, updatedAt, shareExpiresAt, sharedAt } = row;
  const isShared = row.shareHash !== null && shareExpiresAt !== null && Date.parse(shareExpiresAt) > Date.parse(at);
  const share = isShared ? { sharedAt: sharedAt ?? updatedAt, expiresAt: shareExpiresAt } : null;
  const own = { id, beneficiaryId, diagnosticId, organisationId, version, stepsMade, goal, note, status };
  return { ...own, updatedBy, createdAt, updatedAt, share };
}

function stepOf(row: StepRow): KeptStep {
  const { position, step, offerId, title, actor, actorName, note, from, until, status, funding, referralId } = row;
  const own = { position, step, offerId, title, actor, actorName, note, from, until, status, referralId };
  return { ...own, funding: fundingSchema.parse(funding) };
}
