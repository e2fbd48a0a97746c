import { EQUIPMENT, GEARBOXES, INCIDENT_KINDS, isCycle, MAINTENANCE_KINDS } from '../../domain/fleet/vehicle.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { VehicleFile } from '../../services/fleet/list-fleet.ts';
import type { InTheWay } from '../../services/fleet/maintenance.ts';
import type { HoldFile, OwnVehicle } from '../../services/ports/fleet.ts';
import { ChoiceField, messageFor, SelectField, TextAreaField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Act, Facts, Field, FleetPage, type FormProps, holdWords, type PageProps } from './fleet-parts.tsx';
import { FLEET_PATH, loanPath, vehiclePath } from './fleet-paths.ts';

const { t } = FRENCH;
const say = t.fleet;
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

function VehicleFields({ vehicle, typed, errors = [] }: FormProps & { vehicle: OwnVehicle | null }) {
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

/** `/structure/flotte/:id` */
export function VehiclePage({
  site,
  file,
  inTheWay,
  done,
  ...form
}: PageProps & { file: VehicleFile; inTheWay?: readonly InTheWay[] | undefined; done: 'saved' | 'moved' | null }) {
  const { line, holds, incidents, costs, mileage } = file;
  const { papers, now } = line;
  const action = vehiclePath(line.id);
  const status = line.status === 'withdrawn' ? 'withdrawn' : (now?.kind ?? 'free');
  const isOpen = ({ status }: HoldFile) => ['requested', 'confirmed', 'out'].includes(status);
  const errors = form.errors ?? [];
  const act = { action, formToken: form.formToken, once: form.once };
  const typed = (what: string): Pick<FormProps, 'typed' | 'errors'> =>
    form.typed?.what === what ? form : { errors: [] };
  return (
    <FleetPage
      site={site}
      title={line.label}
      back={back}
      errors={errors}
      late={form.late}
      illustrative={line.illustrative}
      heading={<bdi>{line.label}</bdi>}
    >
      {done && (
        <p class="notice" role="status">
          {done === 'moved' ? say.maintenance.moved : say.vehicle.saved}
        </p>
      )}
      {inTheWay && <Conflict file={file} inTheWay={inTheWay} {...form} />}
      <section aria-labelledby="facts">
        <h2 id="facts">{say.vehicle.facts}</h2>
        <Facts
          rows={[
            [say.vehicle.status, say.vehicle.statusNow[status]],
            [say.vehicle.offer, file.offerTitle],
            [say.vehicle.make, [line.make, line.model].filter(Boolean).join(' ') || null],
            [say.vehicle.plate, papers.plate],
            [say.vehicle.licence, say.licence[line.requiredLicence ?? 'none']],
            [say.vehicle.gearbox, line.gearbox && say.gearboxes[line.gearbox]],
            [say.vehicle.seats, line.seats === null ? null : String(line.seats)],
            [say.vehicle.equipment, line.equipment.map((code) => say.equipment[code]).join(', ')],
            [say.vehicle.mileage, papers.mileageKm === null ? null : say.km(papers.mileageKm)],
            [say.vehicle.insurance, papers.insuranceDueOn && say.day(papers.insuranceDueOn)],
            [say.vehicle.inspection, papers.inspectionDueOn && say.day(papers.inspectionDueOn)],
          ]}
        />
      </section>
      <section aria-labelledby="plans">
        <h2 id="plans">{say.vehicle.plans}</h2>
        {holds.length === 0 && <p>{say.vehicle.noPlans}</p>}
        <Holds holds={holds.filter(isOpen)} {...form} />
        {holds.some((one) => !isOpen(one)) && (
          <details>
            <summary>{say.vehicle.past}</summary>
            <Holds holds={holds.filter((one) => !isOpen(one))} {...form} />
          </details>
        )}
      </section>
      {line.status === 'available' && (
        <section aria-labelledby="upkeep">
          <h2 id="upkeep" class="unseen">
            {say.maintenance.title}
          </h2>
          <Act
            {...act}
            what="maintenance"
            title={say.maintenance.title}
            lead={say.maintenance.lead}
            button={say.maintenance.button}
          >
            <Field id="from" label={say.maintenance.from} kind="date" {...typed('maintenance')} />
            <Field id="until" label={say.maintenance.until} kind="date" {...typed('maintenance')} />
            <SelectField
              id="kind"
              label={say.maintenance.kind}
              value={typed('maintenance').typed?.kind ?? ''}
              options={MAINTENANCE_KINDS.map((code) => ({ value: code, label: say.maintenanceKinds[code] }))}
            />
            <Field id="garage" label={say.maintenance.garage} {...typed('maintenance')} />
          </Act>
        </section>
      )}
      <section aria-labelledby="incidents">
        <h2 id="incidents">{say.vehicle.incidents}</h2>
        {incidents.length === 0 ? (
          <p>{say.vehicle.noIncidents}</p>
        ) : (
          <ul>
            {incidents.map(({ happenedOn, kind, words }) => (
              <li>
                {say.day(happenedOn)}, {say.incidentKinds[kind]} : <bdi>{words}</bdi>
              </li>
            ))}
          </ul>
        )}
        <Act {...act} what="incident" title={say.incident.title} button={say.incident.button}>
          <Field id="happenedOn" label={say.incident.on} kind="date" {...typed('incident')} />
          <SelectField
            id="incidentKind"
            label={say.incident.kind}
            value={typed('incident').typed?.incidentKind ?? ''}
            options={INCIDENT_KINDS.map((code) => ({ value: code, label: say.incidentKinds[code] }))}
          />
          <TextAreaField
            id="words"
            label={say.incident.words}
            hint={say.incident.wordsHint}
            rows={3}
            value={typed('incident').typed?.words ?? ''}
            error={messageFor(errors, 'words')}
          />
        </Act>
      </section>
      <section aria-labelledby="costs">
        <h2 id="costs">{say.vehicle.costs}</h2>
        {costs.length === 0 ? (
          <p>{say.vehicle.noCosts}</p>
        ) : (
          <table>
            <caption class="unseen">{say.vehicle.costs}</caption>
            <thead>
              <tr>
                <th scope="col">{say.vehicle.on}</th>
                <th scope="col">{say.vehicle.kind}</th>
                <th scope="col">{say.vehicle.amount}</th>
              </tr>
            </thead>
            <tbody>
              {costs.map(({ paidOn, kind, cents }) => (
                <tr>
                  <th scope="row">{say.day(paidOn)}</th>
                  <td>{say.costKinds[kind]}</td>
                  <td>{say.money(cents)}</td>
                </tr>
              ))}
              <tr>
                <th scope="row" colspan={2}>
                  {say.vehicle.total}
                </th>
                <td>{say.money(file.costCents)}</td>
              </tr>
            </tbody>
          </table>
        )}
      </section>
      {!isCycle(line.vehicleType) && (
        <section aria-labelledby="readings">
          <h2 id="readings">{say.vehicle.readings}</h2>
          {mileage.length === 0 ? (
            <p>{say.vehicle.noReadings}</p>
          ) : (
            <ul>
              {mileage.slice(0, 12).map(({ readOn, km, source, misreadKm, correction }) => (
                <li>
                  {say.reading(readOn, km, source)}
                  {misreadKm !== null && (
                    <span class="soft">
                      {' '}
                      ({say.vehicle.misread(misreadKm)} : <bdi>{correction}</bdi>)
                    </span>
                  )}
                </li>
              ))}
            </ul>
          )}
          <Act {...act} what="mileage" button={say.vehicle.reading}>
            <Field id="km" label={say.vehicle.mileage} kind="number" {...typed('mileage')} />
          </Act>
          {mileage.length > 0 && (
            <details open={form.typed?.what === 'correctMileage'}>
              <summary>{say.correctMileage.title}</summary>
              <Act {...act} what="correctMileage" lead={say.correctMileage.lead} button={say.correctMileage.title}>
                <SelectField
                  id="readingId"
                  label={say.correctMileage.which}
                  value={typed('correctMileage').typed?.readingId ?? ''}
                  options={mileage.slice(0, 12).map(({ id, readOn, km, source }) => ({
                    value: String(id),
                    label: say.reading(readOn, km, source),
                  }))}
                  error={messageFor(errors, 'readingId')}
                />
                <Field id="rightKm" label={say.correctMileage.right} kind="number" {...typed('correctMileage')} />
                <Field id="misread" label={say.correctMileage.why} {...typed('correctMileage')} />
              </Act>
            </details>
          )}
        </section>
      )}
      <details open={form.typed?.what === 'change'}>
        <summary>{say.vehicle.change}</summary>
        <Act {...act} what="change" version={line.version} title={say.vehicle.change} button={say.vehicle.save}>
          <VehicleFields vehicle={line} {...form} {...typed('change')} />
        </Act>
        {line.status === 'available' ? (
          <Act
            {...act}
            what="withdraw"
            title={say.vehicle.withdraw}
            lead={say.vehicle.withdrawLead}
            button={say.vehicle.withdraw}
          />
        ) : (
          <Act {...act} what="restore" button={say.vehicle.restore} />
        )}
      </details>
    </FleetPage>
  );
}

function Holds({ holds, formToken, once }: { holds: readonly HoldFile[] } & FormProps) {
  return (
    <ul class="referrals">
      {holds.map((hold) => (
        <li>
          {hold.contract ? (
            <a class="standing" href={loanPath(hold.id)}>
              <bdi>{holdWords(hold)}</bdi>
            </a>
          ) : (
            <span>{holdWords(hold)}</span>
          )}{' '}
          <span class="soft">
            {say.span(hold.from, hold.until)}
            {hold.kind === 'loan' && ` · ${say.statuses[hold.status]}`}
          </span>
          {hold.maintenance && hold.status === 'confirmed' && (
            <div class="fleet-pair">
              <Act
                action={vehiclePath(hold.vehicleId)}
                what="endMaintenance"
                button={say.maintenance.end}
                {...{ formToken, once }}
              >
                <input type="hidden" name="holdId" value={hold.id} />
                <Field id={`cost-${hold.id}`} label={say.maintenance.cost} kind="number" />
              </Act>
              <Act
                action={vehiclePath(hold.vehicleId)}
                what="cancelMaintenance"
                button={say.maintenance.cancel}
                {...{ formToken, once }}
              >
                <input type="hidden" name="holdId" value={hold.id} />
              </Act>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What stands in the way of a maintenance, each with one button that moves it. */
function Conflict({
  file,
  inTheWay,
  formToken,
  once,
}: { file: VehicleFile; inTheWay: readonly InTheWay[] } & FormProps) {
  const { maintenance: words } = say;
  return (
    <section class="error-summary" role="alert" aria-labelledby="in-the-way">
      <h2 id="in-the-way">{words.inTheWay}</h2>
      <p>{words.inTheWayLead}</p>
      <ul class="referrals">
        {inTheWay.map(({ hold, replacements }) => (
          <li>
            <bdi>{holdWords(hold)}</bdi>, {say.span(hold.from, hold.until)}
            {replacements.length > 0 ? (
              <form
                method="post"
                action={vehiclePath(file.line.id)}
                aria-label={`${words.move}, ${say.span(hold.from, hold.until)}`}
              >
                <FormToken value={formToken} />
                <input type="hidden" name="what" value="move" />
                <input type="hidden" name="once" value={once} />
                <input type="hidden" name="loanId" value={hold.id} />
                <input type="hidden" name="expectedVersion" value={String(hold.version)} />
                <SelectField
                  id={`move-${hold.id}`}
                  name="toVehicleId"
                  label={words.moveTo}
                  options={replacements.map(({ id, label }) => ({ value: id, label }))}
                />
                <button type="submit" class="button">
                  {words.move}
                </button>
              </form>
            ) : (
              <p>{hold.status === 'out' ? words.isOut : words.noReplacement}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
