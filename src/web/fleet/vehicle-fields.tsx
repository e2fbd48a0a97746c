import { EQUIPMENT, GEARBOXES } from '../../domain/fleet/vehicle.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { OwnVehicle } from '../../services/ports/fleet.ts';
import { ChoiceField } from '../forms/fields.tsx';
import { Field, type FormProps } from './fleet-parts.tsx';

const say = FRENCH.t.fleet;

/** What is asked of a new vehicle, and of one that is changed. */
export function VehicleFields({ vehicle, typed, errors = [] }: FormProps & { vehicle: OwnVehicle | null }) {
  const form = { typed, errors };
  const papers = vehicle?.papers;
  return (
    <>
      <Field id="label" label={say.vehicle.label} hint={say.vehicle.labelHint} known={vehicle?.label} {...form} />
      <Field id="make" label={say.vehicle.make} known={vehicle?.make} kind="short" {...form} />
      <Field id="model" label={say.vehicle.model} known={vehicle?.model} kind="short" {...form} />
      <Field
        id="plate"
        label={say.vehicle.plate}
        hint={say.vehicle.plateHint}
        known={papers?.plate}
        kind="short"
        {...form}
      />
      <ChoiceField
        id="requiredLicence"
        legend={say.vehicle.licence}
        values={[typed?.requiredLicence ?? vehicle?.requiredLicence ?? 'none']}
        options={(['B', 'AM', 'none'] as const).map((code) => ({ value: code, label: say.licence[code] }))}
      />
      <ChoiceField
        id="gearbox"
        legend={say.vehicle.gearbox}
        values={[typed?.gearbox ?? vehicle?.gearbox ?? '']}
        options={[
          ...GEARBOXES.map((code) => ({ value: code as string, label: say.gearboxes[code] })),
          { value: '', label: say.vehicle.unknown },
        ]}
      />
      <Field id="seats" label={say.vehicle.seats} known={vehicle?.seats} kind="number" {...form} />
      <ChoiceField
        id="equipment"
        type="checkbox"
        legend={say.vehicle.equipment}
        values={typed?.equipment?.split(' ') ?? vehicle?.equipment ?? []}
        options={EQUIPMENT.map((code) => ({ value: code, label: say.equipment[code] }))}
      />
      <Field id="insuranceDueOn" label={say.vehicle.insurance} known={papers?.insuranceDueOn} kind="date" {...form} />
      <Field
        id="inspectionDueOn"
        label={say.vehicle.inspection}
        known={papers?.inspectionDueOn}
        kind="date"
        {...form}
      />
    </>
  );
}
