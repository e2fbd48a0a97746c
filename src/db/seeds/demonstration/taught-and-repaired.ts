import { cohortSchema } from '../../../domain/programmes/programme.ts';
import { addDays } from '../../../domain/schedule/dates.ts';
import { quoteSchema } from '../../../domain/workshop/job.ts';
import type { Stores } from '../../../services/ports.ts';
import { mondayAfter } from './rotas.ts';

type Referred = { beneficiaryId: string; referralId: string };

/** A group that the structure teaches, on Tuesdays from next week on, with its people. */
export async function seedGroup(
  { programmes, audit }: Stores,
  { offerId, people, today }: { offerId: string; people: readonly Referred[]; today: string },
): Promise<void> {
  const id = 'coh_demo';
  const from = mondayAfter(today, 1);
  const group = cohortSchema.parse({
    kind: 'workshop',
    title: 'Le vrai prix de ma voiture, matinées (exemple)',
    offerId,
    ...{ from, until: addDays(from, 27), slots: [{ weekday: 2, from: '09:00', to: '12:00' }] },
    ...{ place: 'Salle associative (exemple), Bar-le-Duc', places: 6 },
  });
  await programmes.insertCohort({ ...group, id, illustrative: true });
  await audit.record({ action: 'cohort.opened', entity: 'cohort', entityId: id, fields: Object.keys(group) });
  for (const [i, one] of people.entries()) {
    const entityId = `enr_demo_${i + 1}`;
    const place = { ...one, id: entityId, cohortId: id, status: 'enrolled' as const, illustrative: true };
    await programmes.insertEnrolment(place);
    await audit.record({ action: 'enrolment.enrolled', entity: 'enrolment', entityId, fields: ['status'] });
  }
}

/** A car that is to be repaired, with its quote, who pays, and a day. */
export async function seedRepair(
  { workshop, audit }: Stores,
  { person, today, on }: { person: Referred; today: string; on: string },
): Promise<void> {
  const id = 'job_demo';
  const quote = quoteSchema.parse({
    lines: [
      { label: 'Plaquettes et disques avant', amountCents: 9_800 },
      { label: 'Main d’œuvre, deux heures', amountCents: 7_000 },
    ],
    ...{ madeOn: today, validUntil: addDays(today, 30) },
  });
  const job = { id, kind: 'repair' as const, vehicle: 'Voiture de 2009 (exemple)', illustrative: true };
  await workshop.insert({ ...person, ...job, request: 'Les freins font du bruit, le contrôle technique approche.' });
  await workshop.change(id, {
    ...{ status: 'scheduled', quote, appointmentOn: on, appointmentAt: '09:00', bridge: 'needed' },
    funding: {
      costCents: 16_800,
      parts: [{ funder: 'Fonds d’aide (exemple)', amountCents: 12_000, paperwork: 'granted' }],
    },
  });
  await audit.record({
    action: 'workshopJob.schedule',
    entity: 'workshopJob',
    entityId: id,
    fields: ['status', 'quote'],
  });
}
