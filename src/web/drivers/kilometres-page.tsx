import { FRENCH } from '../../i18n/languages.ts';
import type { KilometreStatement } from '../../services/drivers/kilometres.ts';
import { Page, type Site } from '../layout/page.tsx';
import { driverPath } from './driver-list-page.tsx';

const say = FRENCH.t.drivers.kilometres;

/** `/structure/conducteurs/:id/kilometres`: to be read, printed and signed. */
export function KilometresPage({
  site,
  id,
  statement,
  before,
  after,
}: {
  site: Site;
  id: string;
  statement: KilometreStatement;
  before: string;
  after: string | null;
}) {
  const { rides, driver, month, km, paidBackCents, paidBackPerKmCents } = statement;
  const path = `${driverPath(id)}/kilometres`;
  const title = say.title(say.month(month));
  return (
    <Page site={site} title={`${title}, ${driver}`} noIndex>
      <p class="way-back screen-only">
        <a href={driverPath(id)}>
          <bdi>{driver}</bdi>
        </a>
      </p>
      <h1>{title}</h1>
      <p class="lead">
        <bdi>{driver}</bdi>
      </p>
      <p>{say.lead}</p>
      <p>{paidBackPerKmCents === null ? say.noRate : say.rate(paidBackPerKmCents)}</p>
      {rides.length === 0 ? (
        <p class="notice">{say.none}</p>
      ) : (
        <table class="kilometres">
          <caption class="unseen">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{say.date}</th>
              <th scope="col">{say.from}</th>
              <th scope="col">{say.to}</th>
              <th scope="col">{say.km}</th>
              {paidBackCents !== null && <th scope="col">{say.paidBack}</th>}
            </tr>
          </thead>
          <tbody>
            {rides.map((ride) => (
              <tr>
                <th scope="row" data-label={say.date}>
                  {FRENCH.t.drivers.day(ride.date)}
                </th>
                <td data-label={say.from}>{ride.from}</td>
                <td data-label={say.to}>{ride.to}</td>
                <td data-label={say.km}>{say.value(ride.km)}</td>
                {ride.paidBackCents !== null && <td data-label={say.paidBack}>{say.money(ride.paidBackCents)}</td>}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colspan={3}>
                {say.total}
              </th>
              <td data-label={say.km}>{say.value(km)}</td>
              {paidBackCents !== null && <td data-label={say.paidBack}>{say.money(paidBackCents)}</td>}
            </tr>
          </tfoot>
        </table>
      )}
      <p class="actions screen-only">
        <a class="button button-quiet" href={`${path}.csv?mois=${month}`}>
          {say.csv}
        </a>
      </p>
      <p class="soft screen-only">{say.print}</p>
      <p class="pages screen-only">
        <a class="standing" href={`${path}?mois=${before}`}>
          {say.before}
        </a>{' '}
        {after !== null && (
          <a class="standing" href={`${path}?mois=${after}`}>
            {say.after}
          </a>
        )}
      </p>
    </Page>
  );
}
