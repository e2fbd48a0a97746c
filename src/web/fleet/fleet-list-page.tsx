import type { Child } from 'hono/jsx';
import { FRENCH } from '../../i18n/languages.ts';
import type { Fleet, FleetLine } from '../../services/fleet/list-fleet.ts';
import { Tag } from '../components/tag.tsx';
import type { Site } from '../layout/page.tsx';
import { FleetPage, holdWords, nameOf } from './fleet-parts.tsx';
import { CALENDAR_PATH, FLEET_PATH, loanPath, vehiclePath } from './fleet-paths.ts';

const { t } = FRENCH;
const say = t.fleet;

/** `/structure/flotte`: what asks for somebody first. */
export function FleetListPage({ site, fleet }: { site: Site; fleet: Fleet }) {
  const { lines, today, waiting } = fleet;
  const inService = lines.filter(({ status }) => status === 'available');
  const isOut = ({ now }: FleetLine) => now?.kind === 'loan' && now.status === 'out';
  const late = inService.filter(({ lateDays }) => lateDays > 0);
  const dueToday = inService.filter((one) => isOut(one) && one.now?.until === today);
  const out = inService.filter((one) => isOut(one) && one.lateDays === 0 && one.now?.until !== today);
  const atGarage = inService.filter(({ now }) => now?.kind === 'maintenance');
  const free = inService.filter(({ now }) => now === null || (now.kind === 'loan' && now.status !== 'out'));
  const papers = lines.filter(({ due }) => due.length > 0);
  return (
    <FleetPage site={site} title={say.list.title} back={null}>
      <p class="lead">{say.list.lead}</p>
      <p class="actions">
        <a class="button" href={`${FLEET_PATH}/prets/nouveau`}>
          {say.list.lend}
        </a>{' '}
        <a class="standing" href={CALENDAR_PATH}>
          {say.list.calendar}
        </a>{' '}
        <a class="standing" href={`${FLEET_PATH}/nouveau`}>
          {say.list.add}
        </a>
      </p>
      {lines.length === 0 && <p class="notice">{say.list.empty}</p>}
      <Group id="late" title={say.list.late} lines={late} words={(one) => <LoanWords line={one} />} />
      <Group id="due" title={say.list.dueToday} lines={dueToday} words={(one) => <LoanWords line={one} />} />
      {waiting.length > 0 && (
        <section aria-labelledby="waiting">
          <h2 id="waiting">{say.list.waiting}</h2>
          <ul class="referrals">
            {waiting.map((loan) => (
              <li>
                <a class="standing" href={loanPath(loan.id)}>
                  <bdi>{[loan.label, loan.contract && nameOf(loan.contract.borrower)].filter(Boolean).join(', ')}</bdi>
                </a>{' '}
                <span class="soft">
                  {say.span(loan.from, loan.until)} ·{' '}
                  {loan.status === 'requested' ? say.list.toConfirm : say.list.toSign}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Group
        id="papers"
        title={say.list.papers}
        lines={papers}
        words={({ due }) =>
          due
            .map(({ paper, on, isOver }) => (isOver ? say.list.paperOver(paper, on) : say.list.paperSoon(paper, on)))
            .join(' · ')
        }
      />
      <Group id="out" title={say.list.out} lines={out} words={(one) => <LoanWords line={one} />} />
      <Group
        id="garage"
        title={say.list.maintenance}
        lines={atGarage}
        words={({ now }) => now && `${holdWords(now)} · ${say.list.untilDay(now.until)}`}
      />
      <Group
        id="free"
        title={say.list.free}
        lines={free}
        words={({ now, next, vehicleType }) => {
          const first = now ?? next;
          if (first === null) return say.types[vehicleType];
          const words = first.kind === 'maintenance' ? say.list.nextMaintenance : say.list.nextOn;
          return `${say.types[vehicleType]} · ${words(first.from)}`;
        }}
      />
      <Group
        id="gone"
        title={say.list.withdrawn}
        lines={lines.filter(({ status }) => status === 'withdrawn')}
        words={({ vehicleType }) => say.types[vehicleType]}
      />
    </FleetPage>
  );
}

function LoanWords({ line: { now, lateDays } }: { line: FleetLine }) {
  if (now === null) return null;
  return (
    <>
      <a class="standing" href={loanPath(now.id)}>
        <bdi>{holdWords(now)}</bdi>
      </a>{' '}
      · {lateDays > 0 ? <strong>{say.list.lateBy(lateDays)}</strong> : say.list.untilDay(now.until)}
    </>
  );
}

function Group({
  id,
  title,
  lines,
  words,
}: {
  id: string;
  title: string;
  lines: readonly FleetLine[];
  words: (line: FleetLine) => Child;
}) {
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul class="referrals">
        {lines.map((line) => (
          <li>
            <a class="standing" href={vehiclePath(line.id)}>
              <bdi>{line.label}</bdi>
            </a>{' '}
            {line.illustrative && <Tag tone="example">{t.catalogue.illustrative}</Tag>}{' '}
            <span class="soft">{words(line)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
