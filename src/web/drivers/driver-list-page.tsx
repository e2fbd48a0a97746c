import type { DriverNeed } from '../../domain/drivers/needs-attention.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { DriverView } from '../../services/drivers/list-drivers.ts';
import { Tag } from '../components/tag.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { RIDES_PATH } from '../provider/ride-list-page.tsx';

const { t } = FRENCH;
const say = t.drivers;

export const DRIVERS_PATH = '/structure/conducteurs';
export const driverPath = (id: string) => `${DRIVERS_PATH}/${encodeURIComponent(id)}`;
export const nameOf = ({ firstName, lastName }: { firstName: string; lastName: string | null }) =>
  [firstName, lastName].filter(Boolean).join(' ');

export function needText(need: DriverNeed): string {
  switch (need.code) {
    case 'application':
      return say.need.application;
    case 'charter':
      return say.need.charter;
    case 'absent':
      return say.need.absent(need.until);
    case 'missing':
      return say.need.missing(need.check);
    default:
      return say.need[need.code](need.check, need.on);
  }
}

/** `/structure/conducteurs` */
export function DriverListPage({
  site,
  drivers,
  joinUrl,
  erased,
}: {
  site: Site;
  drivers: readonly DriverView[];
  joinUrl: string;
  erased: boolean;
}) {
  const isGone = ({ status }: DriverView) => status === 'left' || status === 'refused';
  const here = drivers.filter((one) => !isGone(one));
  const needing = here.filter(({ needs }) => needs.length > 0);
  const others = here.filter(({ needs }) => needs.length === 0);
  return (
    <Page site={site} title={say.list.title} noIndex>
      <h1>{say.list.title}</h1>
      <p class="lead">{say.list.lead}</p>
      {erased && (
        <p class="notice" role="status">
          {say.erased}
        </p>
      )}
      <p class="actions">
        <a class="button" href={`${DRIVERS_PATH}/nouveau`}>
          {say.list.add}
        </a>{' '}
        <a class="standing" href={RIDES_PATH}>
          {say.list.rides}
        </a>{' '}
        <a class="standing" href={joinUrl}>
          {say.list.join}
        </a>
      </p>
      <section aria-labelledby="needs">
        <h2 id="needs">{say.list.needs}</h2>
        {needing.length === 0 ? <p>{say.list.nothing}</p> : <Lines drivers={needing} />}
      </section>
      <Group id="others" title={say.list.others} drivers={others} />
      <Group id="gone" title={say.list.gone} drivers={drivers.filter(isGone)} />
      {drivers.length === 0 && (
        <p>
          {say.list.empty} <a href={joinUrl}>{joinUrl}</a>
        </p>
      )}
    </Page>
  );
}

function Group({ id, title, drivers }: { id: string; title: string; drivers: readonly DriverView[] }) {
  if (drivers.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Lines drivers={drivers} />
    </section>
  );
}

const Lines = ({ drivers }: { drivers: readonly DriverView[] }) => (
  <ul class="referrals">
    {drivers.map((driver) => (
      <li>
        <a class="standing" href={driverPath(driver.id)}>
          <bdi>{nameOf(driver)}</bdi>
        </a>{' '}
        {driver.illustrative && <Tag tone="example">{t.catalogue.illustrative}</Tag>}{' '}
        <span class="soft">
          {say.kinds[driver.kind]}, {driver.communeName} · {say.statuses[driver.status]}
          {driver.status === 'active' && ` · ${say.list.load(driver.loadPercent)}`}
        </span>
        {driver.needs.length > 0 && (
          <ul>
            {driver.needs.map((need) => (
              <li>{needText(need)}</li>
            ))}
          </ul>
        )}
      </li>
    ))}
  </ul>
);
