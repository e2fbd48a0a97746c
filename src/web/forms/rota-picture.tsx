import { secondsOfDay } from '../../domain/clock-time.ts';
import { FRENCH } from '../../i18n/languages.ts';

const { t } = FRENCH;
const say = t.assessment.rota;

const LABEL = 50;
const PLOT = 238;
const ROW = 34;
const AXIS = 26;
const BAR = 14;
const HOURS = [0, 6, 12, 18, 24];
const DAY_MINUTES = 1440;
const WEEK = 7;

const x = (minute: number) => Math.round((LABEL + (minute / DAY_MINUTES) * PLOT) * 10) / 10;

type Shift = { day: number; start: string; end: string };
type Bar = { day: number; from: number; to: number };

/** The hours of each week as a picture; the grid beside it says the same in figures. */
export function RotaPicture({ lengthDays, shifts }: { lengthDays: number; shifts: readonly Shift[] }) {
  if (shifts.length === 0) return <p class="hint">{say.nothing}</p>;
  const bars = shifts.flatMap((shift) => barsOf(shift, lengthDays));
  const weeks = Math.ceil(lengthDays / WEEK);
  return (
    <div class="rota-pictures">
      {Array.from({ length: weeks }, (_, week) => (
        <WeekOfRota
          week={week}
          days={Math.min(WEEK, lengthDays - week * WEEK)}
          bars={bars}
          isCalendar={lengthDays % WEEK === 0}
        />
      ))}
    </div>
  );
}

function WeekOfRota({
  week,
  days,
  bars,
  isCalendar,
}: {
  week: number;
  days: number;
  bars: readonly Bar[];
  isCalendar: boolean;
}) {
  const height = AXIS + ROW * days;
  const title = say.picture(week + 1);
  return (
    <figure class="week">
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${LABEL + PLOT + 8} ${height}`} role="img" aria-label={title}>
        {HOURS.map((hour) => (
          <>
            <line class="hour" x1={x(hour * 60)} y1={AXIS - 4} x2={x(hour * 60)} y2={height} />
            <text class="hour-name" x={x(hour * 60)} y={AXIS - 9} text-anchor={hour === 24 ? 'end' : 'middle'}>
              {hour}
            </text>
          </>
        ))}
        {Array.from({ length: days }, (_, index) => {
          const top = AXIS + ROW * index;
          const day = week * WEEK + index;
          const name = isCalendar ? `${t.format.capital(t.format.weekday(index + 1).slice(0, 3))}.` : `J${day + 1}`;
          return (
            <>
              {isCalendar && index > 4 && <rect class="week-end" x={LABEL} y={top} width={PLOT} height={ROW} />}
              <text class="day-name" x="0" y={top + ROW / 2 + 6}>
                {name}
              </text>
              {bars
                .filter((bar) => bar.day === day)
                .map(({ from, to }) => (
                  <rect
                    class="shift"
                    x={x(from)}
                    y={top + ROW / 2 - BAR / 2}
                    width={Math.max(1, Math.round((x(to) - x(from)) * 10) / 10)}
                    height={BAR}
                    rx={3}
                  />
                ))}
            </>
          );
        })}
      </svg>
    </figure>
  );
}

/** A night is two bars: the second on the day after, which of the last day is the first. */
function barsOf({ day, start, end }: Shift, lengthDays: number): Bar[] {
  const [from, to] = [secondsOfDay(start) / 60, secondsOfDay(end) / 60];
  if (end > start) return [{ day, from, to }];
  const morning = { day: (day + 1) % lengthDays, from: 0, to };
  return [{ day, from, to: DAY_MINUTES }, ...(to > 0 ? [morning] : [])];
}
