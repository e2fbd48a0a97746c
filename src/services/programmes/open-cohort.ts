import { dateText } from '../../domain/explanation/french.ts';
import { placesTaken } from '../../domain/programmes/enrolment.ts';
import { cohortSchema, firstLost, sessionsOf } from '../../domain/programmes/programme.ts';
import { changedFields } from '../changed-fields.ts';
import type { Context } from '../context.ts';
import { invalid } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { lockCohort, requireTeaching } from './programme-access.ts';

/** What the form chooses from: what the structure teaches as the catalogue has it. Throws `forbidden`. */
export async function readCohortForm({ ctx }: { ctx: Context }): Promise<{ offers: { id: string; title: string }[] }> {
  requireTeaching(ctx);
  return ctx.deps.database.transact(ctx.actor, async ({ programmes }) => ({
    offers: await programmes.listTaughtOffers(),
  }));
}

/** A new group of the actor's structure. Throws `forbidden`, `invalid`. */
export async function openCohort({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  requireTeaching(ctx);
  const cohort = parseInput(cohortSchema, input);
  checkMeets(cohort);
  return transactOnce(ctx, {
    async effect(stores) {
      const illustrative = await offeredAs(stores, cohort.offerId);
      const id = ctx.deps.ids.next('coh');
      await stores.programmes.insertCohort({ ...cohort, id, illustrative });
      const fields = Object.keys(cohort);
      await stores.audit.record({ action: 'cohort.opened', entity: 'cohort', entityId: id, fields });
      return { id };
    },
    answer: async (_stores, done) => done,
  });
}

/** Never fewer places than people who have one, and never without a session whose sheet is filled in. Throws `forbidden`, `notFound`, `invalid`, `conflict`. */
export async function changeCohort({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; expectedVersion: number; cohort: unknown };
}): Promise<{ id: string }> {
  requireTeaching(ctx);
  const content = parseInput(cohortSchema, input.cohort);
  checkMeets(content);
  return transactOnce(ctx, {
    async effect(stores) {
      const known = await lockCohort(stores, input.id, input.expectedVersion);
      if (content.offerId !== known.offerId) await offeredAs(stores, content.offerId);
      const enrolled = await stores.programmes.listEnrolments(known.id);
      const taken = placesTaken(enrolled);
      if (content.places < taken) {
        throw invalid([{ path: 'places', message: `${taken} personnes ont déjà une place.` }]);
      }
      if (content.kind !== known.kind && enrolled.length > 0) {
        throw invalid([{ path: 'kind', message: 'Des personnes sont inscrites : ouvrez plutôt un autre groupe.' }]);
      }
      const lost = firstLost(await stores.programmes.listAttendance(known.id), known, content);
      if (lost !== null) {
        const message = `Des présences sont notées le ${dateText(lost.date)} à ${lost.from} : gardez ce jour et cette heure. Pour d’autres heures, terminez ce groupe et ouvrez-en un autre.`;
        throw invalid([{ path: 'slots', message }]);
      }
      await stores.programmes.changeCohort(known.id, content);
      const fields = changedFields(known, { ...known, ...content });
      await stores.audit.record({ action: 'cohort.changed', entity: 'cohort', entityId: known.id, fields });
      return { id: known.id };
    },
    answer: async (_stores, done) => done,
  });
}

function checkMeets(cohort: Parameters<typeof sessionsOf>[0]): void {
  if (sessionsOf(cohort).length > 0) return;
  throw invalid([{ path: 'slots', message: 'Avec ces dates et ces jours, le groupe ne se réunit jamais.' }]);
}

/** Whether that offer is an example; null is none. Throws `invalid` where it is not the structure's. */
async function offeredAs(stores: Stores, offerId: string | null): Promise<boolean> {
  if (offerId === null) return false;
  const offer = (await stores.programmes.listTaughtOffers()).find(({ id }) => id === offerId);
  if (offer === undefined) throw invalid([{ path: 'offerId', message: 'Cette offre n’est plus dans le catalogue.' }]);
  return offer.illustrative;
}
