import { FRENCH } from '../../i18n/languages.ts';
import { messageFor, SelectField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Field, FleetPage, type PageProps } from './fleet-parts.tsx';
import { FLEET_PATH } from './fleet-paths.ts';
import { VehicleFields } from './vehicle-fields.tsx';

const say = FRENCH.t.fleet;
const back = { href: FLEET_PATH, label: say.list.back };

/** `/structure/flotte/nouveau` */
export function AddVehiclePage({
  site,
  offers,
  ...form
}: PageProps & { offers: readonly { id: string; title: string }[] }) {
  const { typed, errors = [] } = form;
  return (
    <FleetPage site={site} title={say.vehicle.addTitle} back={back} errors={errors} late={form.late}>
      {offers.length === 0 ? (
        <p class="notice">{say.vehicle.noOffer}</p>
      ) : (
        <form method="post" action={`${FLEET_PATH}/nouveau`} class="questions" novalidate>
          <FormToken value={form.formToken} />
          <input type="hidden" name="once" value={form.once} />
          <SelectField
            id="offerId"
            label={say.vehicle.offer}
            hint={say.vehicle.offerHint}
            value={typed?.offerId ?? ''}
            options={offers.map(({ id, title }) => ({ value: id, label: title }))}
            error={messageFor(errors, 'offerId')}
          />
          <VehicleFields {...form} vehicle={null} />
          <Field id="mileageKm" label={say.vehicle.mileage} kind="number" {...form} />
          <p class="actions">
            <button type="submit" class="button">
              {say.vehicle.addButton}
            </button>
          </p>
        </form>
      )}
    </FleetPage>
  );
}
