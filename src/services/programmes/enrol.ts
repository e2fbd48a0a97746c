import { placesTaken, waitingLine } from '../../domain/programmes/enrolment.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { noReferral } from '../referrals/load-referral.ts';
import { transactOnce } from '../transact-once.ts';
import { lockCohort, requireTeaching, todayThere } from './programme-access.ts';

/**
 * Somebody whom an accepted referral put to the structure: into a place that nobody waits for, else to the end of the line. Throws
 * `forbidden`, `notFound`, `conflict` where the group is over or the referral leads to a place already.
 */
export async function enrol({
  ctx,
  input,
}: {
  ctx: Context;
  input: { cohortId: string; referralId: string };
}): Promise<{ id: string; status: 'enrolled' | 'waiting' }> {
  requireTeaching(ctx);
  const today = await todayThere(ctx);
  return transactOnce(ctx, {
    async effect(stores) {
      const cohort = await lockCohort(stores, input.cohortId);
      if (cohort.until < today) throw new ProblemError('conflict', 'Ce groupe est terminé : choisissez-en un autre.');
      const referral = (await stores.programmes.listReferralsToPlace()).find(({ id }) => id === input.referralId);
      if (referral === undefined) {
        const known = await stores.referrals.find(input.referralId);
        if (known === null || known.providerOrganisationId !== ctx.actor.organisationId) throw noReferral();
        throw new ProblemError('conflict', 'Cette personne est déjà inscrite, ou son orientation n’est plus ouverte.');
      }
      await stores.people.prolong(referral.beneficiaryId);
      const others = await stores.programmes.listEnrolments(cohort.id);
      const isFree = placesTaken(others) < cohort.places && waitingLine(others).length === 0;
      const status = isFree ? ('enrolled' as const) : ('waiting' as const);
      const id = ctx.deps.ids.next('enr');
      const isNew = await stores.programmes.insertEnrolment({
        id,
        cohortId: cohort.id,
        beneficiaryId: referral.beneficiaryId,
        referralId: referral.id,
        status,
        illustrative: referral.illustrative,
      });
      if (!isNew) throw new ProblemError('conflict', 'Cette personne est déjà inscrite dans un groupe.');
      await stores.audit.record({
        action: `enrolment.${status}`,
        entity: 'enrolment',
        entityId: id,
        fields: ['cohortId', 'referralId', 'status'],
      });
      return { id, status };
    },
    answer: async (_stores, done) => done,
  });
}
