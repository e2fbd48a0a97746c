import { INCIDENT_KINDS } from '../../domain/fleet/vehicle.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { LoanFile } from '../../services/fleet/list-fleet.ts';
import { messageFor, SelectField, TextAreaField } from '../forms/fields.tsx';
import {
  Act,
  callLink,
  dayOf,
  Facts,
  Field,
  FleetPage,
  type FormProps,
  nameOf,
  type PageProps,
} from './fleet-parts.tsx';
import { loanPath, MOMENT_PATHS, vehiclePath } from './fleet-paths.ts';
import { OwedTable } from './owed-table.tsx';
import { ReportFacts } from './report-facts.tsx';
import { termRows } from './term-rows.ts';

const say = FRENCH.t.fleet;

/** `/structure/flotte/prets/:id` */
export function LoanPage({ site, file, ...form }: PageProps & { file: LoanFile }) {
  const { loan, vehicle, reports, latest, replacements, lateDays, owedToday, damage, incidents } = file;
  const { contract, status } = loan;
  const action = loanPath(loan.id);
  const errors = form.errors ?? [];
  const act = { action, version: loan.version, formToken: form.formToken, once: form.once };
  const typed = (what: string): Pick<FormProps, 'typed' | 'errors'> =>
    form.typed?.what === what ? form : { errors: [] };
  const isOpen = status === 'requested' || status === 'confirmed' || status === 'out';
  const canExtend = latest === null || latest.until > loan.until;
  return (
    <FleetPage
      site={site}
      title={say.loan.title(vehicle.label)}
      back={{ href: vehiclePath(vehicle.id), label: vehicle.label }}
      errors={errors}
      late={form.late}
      illustrative={vehicle.illustrative}
    >
      {lateDays > 0 && (
        <div class="error-summary" role="alert">
          <p>
            <strong>{say.loan.isLate(lateDays)}</strong> {callLink(contract.borrower.phone)}
          </p>
          <p>{say.loan.nextTold}</p>
        </div>
      )}
      <Facts
        rows={[
          [say.loan.who, <bdi>{nameOf(contract.borrower)}</bdi>],
          [say.loan.call, callLink(contract.borrower.phone)],
          [say.loan.when, say.span(loan.from, loan.until)],
          [say.loan.status, say.statuses[status]],
          [
            say.contract.title,
            contract.signedAt === null ? say.loan.notSigned : say.loan.signed(dayOf(contract.signedAt, file.timeZone)),
          ],
          ...termRows(contract.terms),
          [say.loan.reason, contract.reasonText],
          [
            say.loan.referral,
            contract.referralId && (
              <a class="standing" href={`/structure/orientations/${encodeURIComponent(contract.referralId)}`}>
                {say.loan.seeReferral}
              </a>
            ),
          ],
        ]}
      />
      <p class="actions">
        {status === 'confirmed' && contract.signedAt !== null && (
          <>
            <a class="button" href={`${action}/${MOMENT_PATHS.start}`}>
              {say.report.button.start}
            </a>{' '}
          </>
        )}
        {status === 'out' && (
          <>
            <a class="button" href={`${action}/${MOMENT_PATHS.end}`}>
              {say.report.button.end}
            </a>{' '}
          </>
        )}
        <a class="standing" href={`${action}/contrat`}>
          {say.loan.contract}
        </a>
      </p>
      {status === 'requested' && <Act {...act} what="confirm" button={say.loan.confirm} main />}
      {status === 'confirmed' && contract.signedAt === null && (
        <Act
          {...act}
          what="sign"
          title={say.loan.sign}
          heading="h2"
          lead={say.loan.signLead}
          button={say.loan.signButton}
          main
        >
          <Field
            id="signedByBorrower"
            label={say.loan.signedByBorrower}
            known={nameOf(contract.borrower)}
            {...typed('sign')}
          />
          <Field id="signedByMember" label={say.loan.signedByMember} {...typed('sign')} />
        </Act>
      )}
      {contract.owed && <OwedTable title={say.owed.title} owed={contract.owed} settled />}
      {contract.owed && (
        <Act
          {...act}
          what="charge"
          title={say.charge.title}
          heading="h2"
          lead={say.charge.lead}
          button={say.charge.button}
        >
          <Field id="label" label={say.charge.label} hint={say.charge.labelHint} {...typed('charge')} />
          <Field id="chargeAmount" label={say.charge.amount} kind="number" {...typed('charge')} />
        </Act>
      )}
      {owedToday && <OwedTable title={say.owed.soFar} owed={owedToday} settled={false} />}
      {damage.length > 0 && (
        <section aria-labelledby="damage">
          <h2 id="damage">{say.report.damage}</h2>
          <ul class="notice">
            {damage.map(({ code, words, wasDamaged }) => (
              <li>
                {say.points[code]} : <bdi>{words}</bdi> ({wasDamaged ? say.report.wasDamaged : say.report.isNew})
              </li>
            ))}
          </ul>
        </section>
      )}
      {reports.map((report) => (
        <section aria-labelledby={`report-${report.moment}`}>
          <h2 id={`report-${report.moment}`}>{say.report.titles[report.moment]}</h2>
          <ReportFacts report={report} contract={contract} timeZone={file.timeZone} />
          <p>
            <a class="standing" href={`${action}/etat-des-lieux/${MOMENT_PATHS[report.moment]}`}>
              {say.loan.report[report.moment]}
            </a>
          </p>
        </section>
      ))}
      {(incidents.length > 0 || status === 'out') && (
        <section aria-labelledby="incidents">
          <h2 id="incidents">{say.vehicle.incidents}</h2>
          {incidents.length > 0 && (
            <ul>
              {incidents.map(({ happenedOn, kind, words }) => (
                <li>
                  {say.day(happenedOn)}, {say.incidentKinds[kind]} : <bdi>{words}</bdi>
                </li>
              ))}
            </ul>
          )}
          {status === 'out' && (
            <Act {...act} what="incident" title={say.incident.title} button={say.incident.button}>
              <Field id="happenedOn" label={say.incident.on} known={file.today} kind="date" {...typed('incident')} />
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
          )}
        </section>
      )}
      {isOpen && (
        <section aria-labelledby="settings">
          <h2 id="settings">{say.loan.settings}</h2>
          {canExtend ? (
            <Act
              {...act}
              what="extend"
              title={say.loan.extend}
              {...(latest ? { lead: say.loan.extendLead(latest.until, latest.follows) } : {})}
              button={say.loan.extendButton}
            >
              <Field id="until" label={say.loan.newUntil} kind="date" {...typed('extend')} />
            </Act>
          ) : (
            <p class="notice">{latest && say.loan.extendNo(latest.follows)}</p>
          )}
          {file.earliest !== null && (
            <Act
              {...act}
              what="shorten"
              title={say.loan.shorten}
              lead={say.loan.shortenLead}
              button={say.loan.shortenButton}
            >
              <Field id="earlier" label={say.loan.newUntil} kind="date" {...typed('shorten')} />
            </Act>
          )}
          {replacements.length > 0 && (
            <Act
              {...act}
              what="move"
              title={say.loan.move}
              {...(contract.signedAt === null ? {} : { lead: say.loan.moveSigned })}
              button={say.loan.moveButton}
            >
              <SelectField
                id="toVehicleId"
                label={say.lend.vehicle}
                options={replacements.map(({ id, label }) => ({ value: id, label }))}
              />
            </Act>
          )}
          {status !== 'out' && (
            <Act
              {...act}
              what={status === 'requested' ? 'refuse' : 'cancel'}
              button={status === 'requested' ? say.loan.refuse : say.loan.cancel}
            >
              <Field id="reason" label={say.loan.why} {...typed(status === 'requested' ? 'refuse' : 'cancel')} />
            </Act>
          )}
        </section>
      )}
    </FleetPage>
  );
}
