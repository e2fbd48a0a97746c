import { addDays, daysBetween } from '../../domain/schedule/dates.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { RoundView } from '../../services/allocation/get-round.ts';

const { t } = FRENCH;
const say = t.waiting.round;

/** Of the narrowest screen: letters are never drawn smaller than they are. */
const WIDTH = 280;
const ROW = 62;
const BAR = 24;
const TEXT = 18;
const AXIS = 30;

/** `number`: whose loan it is, as the table counts them. */
type Bar = { from: string; until: string; kind: 'lent' | 'proposed' | 'decided'; number?: number };

/** One line a vehicle, over the period and the longest loan that begins in it. The table beside it says it again. */
export function LoanChart({ round }: { round: RoundView }) {
  const bars = new Map<string, Bar[]>(
    round.vehicles.map(({ id, busy }) => [id, busy.map((days): Bar => ({ ...days, kind: 'lent' }))]),
  );
  for (const [nth, { decision, decided, proposed }] of round.lines.entries()) {
    const loan = decision === null ? proposed : decided;
    const kind = decision === null ? ('proposed' as const) : ('decided' as const);
    if (loan !== null) bars.get(loan.vehicleId)?.push({ from: loan.start, until: loan.until, kind, number: nth + 1 });
  }
  const drawn = [...bars.values()].flat().filter(({ kind }) => kind !== 'lent');
  const last = drawn.reduce((end, { until }) => (until > end ? until : end), round.until);
  const all = daysBetween(round.from, last) + 1;
  const x = (date: string) => Math.max(0, Math.min(WIDTH, (daysBetween(round.from, date) / all) * WIDTH));
  return (
    <svg
      class="loan-chart"
      viewBox={`0 0 ${WIDTH} ${ROW * round.vehicles.length + AXIS}`}
      role="img"
      aria-label={say.pictureText(round.vehicles.length)}
    >
      {round.vehicles.map(({ id, label }, index) => {
        const top = ROW * index + TEXT + 8;
        return (
          <>
            <text class="loan-label" x="0" y={ROW * index + TEXT}>
              {label}
            </text>
            <line class="loan-line" x1="0" y1={top + BAR / 2} x2={WIDTH} y2={top + BAR / 2} />
            {(bars.get(id) ?? [])
              .filter(({ from, until }) => until >= round.from && from <= last)
              .map(({ from, until, kind, number }) => (
                <>
                  <rect
                    class={`loan-${kind}`}
                    x={x(from)}
                    y={top}
                    width={Math.max(3, x(addDays(until, 1)) - x(from))}
                    height={BAR}
                    rx="4"
                  />
                  {number !== undefined && (
                    <text class={`loan-label loan-number-${kind}`} x={x(from) + 6} y={top + TEXT}>
                      {number}
                    </text>
                  )}
                </>
              ))}
          </>
        );
      })}
      <text class="loan-label" x="0" y={ROW * round.vehicles.length + TEXT}>
        {short(round.from)}
      </text>
      <text class="loan-label loan-end" x={WIDTH} y={ROW * round.vehicles.length + TEXT}>
        {short(last)}
      </text>
    </svg>
  );
}

/** What the colours are, in words. */
export const ChartKey = () => (
  <ul class="loan-key">
    {(['proposed', 'decided', 'lent'] as const).map((kind) => (
      <li>
        <svg viewBox="0 0 28 20" width="28" height="20" aria-hidden="true">
          <rect class={`loan-${kind}`} x="1" y="1" width="26" height="18" rx="4" />
        </svg>{' '}
        {kind === 'proposed' ? say.proposedBar : say[kind]}
      </li>
    ))}
  </ul>
);

const short = (date: string) => date.slice(5).split('-').reverse().join('/');
