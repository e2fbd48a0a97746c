import { FRENCH } from '../../i18n/languages.ts';
import type { LoanDraft } from '../../services/fleet/list-fleet.ts';
import { messageFor, SelectField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Field, FleetPage, type PageProps } from './fleet-parts.tsx';
import { FLEET_PATH } from './fleet-paths.ts';

const say = FRENCH.t.fleet;

/** `/structure/flotte/prets/nouveau` */
export function LendPage({ site, draft, ...form }: PageProps & { draft: LoanDraft }) {
  const { typed, errors = [] } = form;
  const { referral, vehicles, offers } = draft;
  const option = ({ id, label, offerId }: (typeof vehicles)[number]) => ({
    value: id,
    label: `${label} · ${offers[offerId]?.title ?? ''}`,
  });
  return (
    <FleetPage
      site={site}
      title={say.lend.title}
      back={{ href: FLEET_PATH, label: say.list.back }}
      errors={errors}
      late={form.late}
    >
      <p class="lead">{say.lend.lead}</p>
      {vehicles.length === 0 ? (
        <p class="notice">{say.lend.noVehicle}</p>
      ) : (
        <form method="post" action={`${FLEET_PATH}/prets/nouveau`} class="questions" novalidate>
          <FormToken value={form.formToken} />
          <input type="hidden" name="once" value={form.once} />
          <input type="hidden" name="referralId" value={referral?.id ?? ''} />
          {referral && (
            <p class="notice">
              <bdi>{say.lend.forReferral(referral.name)}</bdi>
            </p>
          )}
          <SelectField
            id="vehicleId"
            label={say.lend.vehicle}
            value={typed?.vehicleId ?? ''}
            options={vehicles.map(option)}
            error={messageFor(errors, 'vehicleId')}
          />
          <Field id="from" label={say.lend.from} known={referral?.startsOn ?? draft.today} kind="date" {...form} />
          <Field id="until" label={say.lend.until} kind="date" {...form} />
          {!referral && (
            <>
              <h2>{say.lend.borrower}</h2>
              <Field id="firstName" label={say.lend.firstName} {...form} />
              <Field id="lastName" label={say.lend.lastName} {...form} />
              <Field id="phone" label={say.lend.phone} kind="short" {...form} />
              <Field id="email" label={say.lend.email} kind="email" {...form} />
              <Field id="address" label={say.lend.address} {...form} />
            </>
          )}
          <h2>{say.lend.terms}</h2>
          <p>{say.lend.termsHint}</p>
          <Field id="perDay" label={say.lend.perDay} kind="number" {...form} />
          <Field id="deposit" label={say.lend.deposit} kind="number" {...form} />
          <Field id="kmCap" label={say.lend.kmCap} kind="number" {...form} />
          <Field id="kmBeyond" label={say.lend.kmBeyond} kind="number" {...form} />
          <p class="actions">
            <button type="submit" class="button">
              {say.lend.button}
            </button>
          </p>
        </form>
      )}
    </FleetPage>
  );
}
