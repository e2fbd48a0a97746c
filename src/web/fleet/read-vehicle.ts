import type { FieldMessage } from '../forms/fields.tsx';
import type { Typed } from '../intake/typed-form.ts';
import { reader } from './fleet-answers.ts';

/** A vehicle as the form tells it. What cannot be read is left out of `input`, which the verb then refuses, and told in `faults`. */
export function readVehicle(typed: Typed): { input: Record<string, unknown>; faults: readonly FieldMessage[] } {
  const read = reader(typed);
  const input = {
    offerId: read.text('offerId') || undefined,
    label: read.text('label'),
    make: read.text('make'),
    model: read.text('model'),
    plate: read.text('plate'),
    requiredLicence: ['B', 'AM'].includes(read.text('requiredLicence')) ? read.text('requiredLicence') : null,
    gearbox: read.text('gearbox') || null,
    equipment: read.text('equipment').split(' ').filter(Boolean),
    seats: read.number('seats'),
    insuranceDueOn: read.date('insuranceDueOn'),
    inspectionDueOn: read.date('inspectionDueOn'),
    mileageKm: read.number('mileageKm'),
  };
  // A fault must stop the verb: nothing is written without what could not be read.
  return { input: read.faults.length > 0 ? { ...input, label: '' } : input, faults: read.faults };
}
