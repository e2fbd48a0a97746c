import { FRENCH } from '../../i18n/languages.ts';
import type { ConditionReport, LoanContract } from '../../services/ports/fleet.ts';
import { dayOf, Facts } from './fleet-parts.tsx';
import { photoPath } from './fleet-paths.ts';

const say = FRENCH.t.fleet;

/** What a signed report says, with its photos and the day, which is the contract’s. */
export function ReportFacts({
  report,
  contract,
  timeZone,
}: {
  report: ConditionReport;
  contract: LoanContract;
  timeZone: string;
}) {
  const [on, km] =
    report.moment === 'start' ? [contract.outOn, contract.mileageOutKm] : [contract.returnedOn, contract.mileageInKm];
  const signed = report.mileageKm;
  const counter = signed === 0 ? null : km === null || km === signed ? say.km(signed) : say.report.putRight(km, signed);
  return (
    <>
      <Facts
        rows={[
          [say.report.on[report.moment], on && say.day(on)],
          [say.report.mileage, counter],
          [say.report.energy, report.energyPercent === null ? null : say.report.energyValue(report.energyPercent)],
          ...report.points.map(
            ({ code, state, words }) =>
              [
                say.points[code],
                state === 'ok' ? (
                  say.report.ok
                ) : (
                  <>
                    <strong>{say.report.damaged}</strong> : <bdi>{words}</bdi>
                  </>
                ),
              ] as const,
          ),
          [say.report.note, report.note],
        ]}
      />
      <p>
        <bdi>{say.report.signed(report.signedByBorrower, report.signedByMember)}</bdi>,{' '}
        {say.day(dayOf(report.signedAt, timeZone))}
      </p>
      {report.photos.length === 0 ? (
        <p class="soft">{say.report.noPhotos}</p>
      ) : (
        <ul class="report-photos">
          {report.photos.map(({ id, position, widthPixels, heightPixels }) => (
            <li>
              <a href={photoPath(id)}>
                <img
                  src={photoPath(id)}
                  alt={say.report.photo(position)}
                  width={widthPixels}
                  height={heightPixels}
                  loading="lazy"
                />
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
