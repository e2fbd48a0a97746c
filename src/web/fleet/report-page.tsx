import { pointsOf } from '../../domain/fleet/condition.ts';
import { isCycle } from '../../domain/fleet/vehicle.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { LoanFile } from '../../services/fleet/list-fleet.ts';
import { ChoiceField, messageFor, TextAreaField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Field, FleetPage, nameOf, type PageProps } from './fleet-parts.tsx';
import { loanPath, MOMENT_PATHS } from './fleet-paths.ts';

const say = FRENCH.t.fleet;

/** `/structure/flotte/prets/:id/depart` and `…/retour` */
export function ReportPage({ site, file, moment, ...form }: PageProps & { file: LoanFile; moment: 'start' | 'end' }) {
  const { loan, vehicle } = file;
  const { typed, errors = [] } = form;
  const { terms, borrower } = loan.contract;
  const words = say.report;
  const known = vehicle.papers.mileageKm;
  const photosError = errors.filter(({ field }) => field === 'photos').map(({ message }) => message);
  const counted = !isCycle(vehicle.vehicleType);
  return (
    <FleetPage
      site={site}
      title={words.titles[moment]}
      back={{ href: loanPath(loan.id), label: say.loan.title(vehicle.label) }}
      errors={errors}
      late={form.late}
      illustrative={vehicle.illustrative}
    >
      <p class="lead">
        {words.lead[moment]} <bdi>{vehicle.label}</bdi>, <bdi>{nameOf(borrower)}</bdi>
      </p>
      <form
        method="post"
        action={`${loanPath(loan.id)}/${MOMENT_PATHS[moment]}`}
        enctype="multipart/form-data"
        class="questions"
        novalidate
      >
        <FormToken value={form.formToken} />
        <input type="hidden" name="once" value={form.once} />
        <input type="hidden" name="expectedVersion" value={typed?.expectedVersion ?? String(loan.version)} />
        <Field id="on" label={words.on[moment]} known={file.today} kind="date" {...form} />
        {counted && (
          <Field
            id="mileageKm"
            label={words.mileage}
            {...(known === null ? {} : { hint: words.mileageHint(known) })}
            kind="number"
            {...form}
          />
        )}
        {vehicle.vehicleType !== 'bike' && (
          <Field id="energyPercent" label={words.energy} hint={words.energyHint} kind="number" {...form} />
        )}
        <h2>{words.looked}</h2>
        {pointsOf(vehicle.vehicleType).map((code) => (
          <div class="report-point">
            <ChoiceField
              id={`point-${code}`}
              legend={say.points[code]}
              inline
              values={[typed?.[`point-${code}`] ?? '']}
              options={[
                { value: 'ok', label: words.ok },
                { value: 'damaged', label: words.damaged },
              ]}
              error={messageFor(errors, `point-${code}`)}
            />
            <Field id={`words-${code}`} label={words.words(say.points[code])} typed={typed ?? {}} />
          </div>
        ))}
        <TextAreaField id="note" label={words.note} rows={3} value={typed?.note ?? ''} />
        <div class={photosError.length > 0 ? 'field field-wrong' : 'field'}>
          <label for="photos">{words.photos}</label>
          <span class="hint" id="photos-hint">
            {words.photosHint} {words.purge}
          </span>
          {photosError.length > 0 && (
            <span class="wrong" id="photos-error">
              {photosError.join(' ')}
            </span>
          )}
          {errors.length > 0 && <span class="hint">{words.again}</span>}
          <input
            type="file"
            id="photos"
            name="photos"
            multiple
            accept="image/jpeg,image/png,image/webp"
            aria-describedby={photosError.length > 0 ? 'photos-hint photos-error' : 'photos-hint'}
            aria-invalid={photosError.length > 0 ? 'true' : undefined}
          />
        </div>
        {moment === 'end' && terms.depositCents > 0 && (
          <>
            <Field
              id="kept"
              label={say.owed.keptLabel}
              hint={say.owed.keptHint(terms.depositCents)}
              known="0"
              kind="number"
              {...form}
            />
            <Field id="reason" label={say.owed.reason} {...form} />
          </>
        )}
        <Field id="signedByBorrower" label={words.borrower} hint={words.signHint} known={nameOf(borrower)} {...form} />
        <Field id="signedByMember" label={words.member} {...form} />
        <p class="actions">
          <button type="submit" class="button">
            {words.button[moment]}
          </button>
        </p>
      </form>
    </FleetPage>
  );
}
