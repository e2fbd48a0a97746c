import { INCIDENT_KINDS, isCycle, MAINTENANCE_KINDS } from '../../domain/fleet/vehicle.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { VehicleFile } from '../../services/fleet/list-fleet.ts';
import type { InTheWay } from '../../services/fleet/maintenance.ts';
import type { HoldFile } from '../../services/ports/fleet.ts';
import { messageFor, SelectField, TextAreaField } from '../forms/fields.tsx';
import { Act, Facts, Field, FleetPage, type FormProps, type PageProps } from './fleet-parts.tsx';
import { FLEET_PATH, vehiclePath } from './fleet-paths.ts';
import { VehicleFields } from './vehicle-fields.tsx';
import { Conflict, Holds } from './vehicle-holds.tsx';

const { t } = FRENCH;
const say = t.fleet;
const back = { href: FLEET_PATH, label: say.list.back };

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
