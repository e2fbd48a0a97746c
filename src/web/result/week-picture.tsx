import { FRENCH } from '../../i18n/languages.ts';
import type { Mark, TimelineWeek } from './timeline.ts';

const { t } = FRENCH;

/** How surely a leg is served by some offer. */
export type LegService = 'certain' | 'toVerify' | 'none';

const LABEL = 50;
const PLOT = 238;
const ROW = 34;
const AXIS = 26;
const BAR = 14;
const HOURS = [0, 6, 12, 18, 24];

const x = (minute: number) => Math.round((LABEL + (minute / 1440) * PLOT) * 10) / 10;

/** One week: a row a day, a bar a shift, a mark a ride. What it shows is said beside it too, in a table. */
export function WeekPicture({ week, serviceOf }: { week: TimelineWeek; serviceOf(legId: string): LegService }) {
  const title = t.result.timeline.weekOf(t.format.date(week.monday));
  const height = AXIS + ROW * week.days.length;
  return (
    <figure class="week">
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${LABEL + PLOT + 8} ${height}`} role="img" aria-label={`${title}. ${spoken(week)}`}>
        {HOURS.map((hour) => (
          <>
            <line class="hour" x1={x(hour * 60)} y1={AXIS - 4} x2={x(hour * 60)} y2={height} />
            <text class="hour-name" x={x(hour * 60)} y={AXIS - 9} text-anchor={hour === 24 ? 'end' : 'middle'}>
              {hour}
            </text>
          </>
        ))}
        {week.days.map((day, index) => {
          const top = AXIS + ROW * index;
          const middle = top + ROW / 2;
          return (
            <>
              {day.weekday > 5 && <rect class="week-end" x={LABEL} y={top} width={PLOT} height={ROW} />}
              <text class="day-name" x="0" y={middle + 6}>
                {t.format.capital(t.format.weekday(day.weekday).slice(0, 3))}.
              </text>
              {day.bars.map((bar) => (
                <rect
                  class="shift"
                  x={x(bar.from)}
                  y={middle - BAR / 2}
                  width={Math.max(1, Math.round((x(bar.to) - x(bar.from)) * 10) / 10)}
                  height={BAR}
                  rx={bar.opensBefore || bar.goesOn ? 0 : 3}
                />
              ))}
              {day.marks.map((mark) => (
                <RideMark mark={mark} middle={middle} service={serviceOf(mark.legId)} />
              ))}
            </>
          );
        })}
      </svg>
    </figure>
  );
}

/** A triangle towards work or homewards; hollow where no offer serves the ride. */
function RideMark({ mark, middle, service }: { mark: Mark; middle: number; service: LegService }) {
  const at = x(mark.minute);
  const [tip, base] = mark.direction === 'outbound' ? [at, at - 10] : [at + 10, at];
  return <path class={`ride ride-${service}`} d={`M${base} ${middle - 9}L${tip} ${middle}L${base} ${middle + 9}Z`} />;
}

function spoken({ days }: TimelineWeek): string {
  const { outbound, return: back } = t.result.timeline;
  const said = days.flatMap(({ weekday, marks }) =>
    marks.map(({ direction, minute }) => {
      const clock = `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
      return `${t.format.weekday(weekday)} ${(direction === 'outbound' ? outbound : back).toLowerCase()} ${t.format.clock(clock)}`;
    }),
  );
  return said.join(', ');
}
