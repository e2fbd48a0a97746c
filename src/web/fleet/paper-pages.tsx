import { FRENCH } from '../../i18n/languages.ts';
import type { LoanFile } from '../../services/fleet/list-fleet.ts';
import type { ConditionReport } from '../../services/ports/fleet.ts';
import type { Site } from '../layout/page.tsx';
import { dayOf, Facts, FleetPage, nameOf } from './fleet-parts.tsx';
import { loanPath } from './fleet-paths.ts';
import { OwedTable } from './owed-table.tsx';
import { ReportFacts } from './report-facts.tsx';
import { termRows } from './term-rows.ts';

const say = FRENCH.t.fleet;
const words = say.contract;

/** `/structure/flotte/prets/:id/contrat`: to be printed and signed. */
export function ContractPage({ site, file }: { site: Site; file: LoanFile }) {
  const { loan, vehicle, structure } = file;
  const { borrower, terms, signedAt, signedByBorrower, signedByMember } = loan.contract;
  return (
    <FleetPage
      site={site}
      title={words.title}
      back={{ href: loanPath(loan.id), label: say.loan.title(vehicle.label) }}
      illustrative={vehicle.illustrative}
    >
      {vehicle.illustrative && <p>{words.example}</p>}
      <h2>{words.lender}</h2>
      <p>
        <bdi>{[structure.name, structure.phone, structure.email].filter(Boolean).join(', ')}</bdi>
      </p>
      <h2>{words.borrower}</h2>
      <p>
        <bdi>{[nameOf(borrower), borrower.address, borrower.phone].filter(Boolean).join(', ')}</bdi>
      </p>
      <h2>{words.vehicle}</h2>
      <Facts
        rows={[
          [say.vehicle.label, <bdi>{vehicle.label}</bdi>],
          [say.vehicle.make, [vehicle.make, vehicle.model].filter(Boolean).join(' ') || null],
          [say.vehicle.plate, vehicle.papers.plate],
          [say.vehicle.licence, say.licence[vehicle.requiredLicence ?? 'none']],
          [say.vehicle.equipment, vehicle.equipment.map((code) => say.equipment[code]).join(', ')],
        ]}
      />
      <h2>{words.terms}</h2>
      <Facts rows={[[say.loan.when, say.span(terms.from, terms.until)], ...termRows(terms)]} />
      <ul>
        {words.rules.map((rule) => (
          <li>{rule}</li>
        ))}
      </ul>
      <h2>{words.sign}</h2>
      {signedAt === null ? (
        <div class="signature-pair">
          <p class="signature">{say.loan.signedByBorrower}</p>
          <p class="signature">{say.loan.signedByMember}</p>
        </div>
      ) : (
        <p>
          <bdi>{say.report.signed(signedByBorrower ?? '', signedByMember ?? '')}</bdi>,{' '}
          {say.day(dayOf(signedAt, file.timeZone))}
        </p>
      )}
      <p class="soft screen-only">{words.print}</p>
    </FleetPage>
  );
}

/** `/structure/flotte/prets/:id/etat-des-lieux/:moment` */
export function PrintedReportPage({ site, file, report }: { site: Site; file: LoanFile; report: ConditionReport }) {
  const { loan, vehicle } = file;
  return (
    <FleetPage
      site={site}
      title={say.report.titles[report.moment]}
      back={{ href: loanPath(loan.id), label: say.loan.title(vehicle.label) }}
      illustrative={vehicle.illustrative}
    >
      <Facts
        rows={[
          [say.vehicle.label, <bdi>{vehicle.label}</bdi>],
          [say.vehicle.plate, vehicle.papers.plate],
          [say.loan.who, <bdi>{nameOf(loan.contract.borrower)}</bdi>],
        ]}
      />
      <ReportFacts report={report} contract={loan.contract} timeZone={file.timeZone} />
      {report.moment === 'end' && loan.contract.owed && (
        <OwedTable title={say.owed.title} owed={loan.contract.owed} settled />
      )}
      <p class="soft screen-only">{words.print}</p>
    </FleetPage>
  );
}
