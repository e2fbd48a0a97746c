import type { Cycle } from '../../domain/diagnostic/diagnostic.ts';
import { NEED_CHANGES, type NeedChange } from '../../domain/employer/needs.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { NeedFigures } from '../../services/employers/count-needs.ts';
import { beginnings } from './words.ts';

const { t } = FRENCH;
const say = t.employer.needs;

/** Of the narrowest screen: letters are never drawn smaller than they are. */
const WIDTH = 280;
const ROW = 62;
const BAR = 22;
const TEXT = 18;
/** Beside the longest bar there is room for its figure. */
const LONGEST = 164;
const LABELS = ['line', 'vehicle', 'hours', 'driver', 'service'] as const;

/** `short`: on the picture, where the table beside it says it whole. */
type Row = { label: string; short: string; people: number };

/** One row a change; of an employer's hour only the least move that is told of five people, or the smallest there is. */
export function rowsOf(figures: NeedFigures, cycle: Cycle | null): Row[] {
  return LABELS.map((label): Row => {
    const change = label === 'hours' ? leastMove(figures) : label;
    const told = label === 'line' && cycle ? say.lineAt(beginnings(cycle)) : say.changes[change];
    return { label: told, short: say.short[change], people: figures[change] };
  });
}

const leastMove = (figures: NeedFigures): NeedChange =>
  NEED_CHANGES.filter((change) => change.startsWith('hours')).find((change) => figures[change] > 0) ?? 'hours60';

/** The same figures as bars; a table beside it says them again. What is too few is a dotted line, never a length. */
export function NeedsPicture({ title, rows }: { title: string; rows: readonly Row[] }) {
  const most = Math.max(10, ...rows.map(({ people }) => people));
  const length = (people: number) => Math.round((people / most) * LONGEST);
  return (
    <svg class="needs-picture" viewBox={`0 0 ${WIDTH} ${ROW * rows.length}`} role="img" aria-label={title}>
      {rows.map(({ short, people }, index) => {
        const top = ROW * index + TEXT + 6;
        return (
          <>
            <text class="needs-label" x="0" y={ROW * index + TEXT}>
              {short}
            </text>
            <line class="needs-none" x1="0" y1={top + BAR / 2} x2={LONGEST} y2={top + BAR / 2} />
            {people > 0 && <rect class="needs-bar" x="0" y={top} width={length(people)} height={BAR} rx="4" />}
            <text class="needs-figure" x={LONGEST + 8} y={top + BAR - 4}>
              {people > 0 ? say.least(people) : say.fewShort}
            </text>
          </>
        );
      })}
    </svg>
  );
}

export function NeedsFigures({ name, figures, cycle }: { name: string; figures: NeedFigures; cycle: Cycle | null }) {
  const rows = rowsOf(figures, cycle);
  return (
    <div class="needs">
      <NeedsPicture title={say.picture(name)} rows={rows} />
      <table>
        <caption>{say.table}</caption>
        <thead>
          <tr>
            <th scope="col">{say.change}</th>
            <th scope="col">{say.people}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, people }) => (
            <tr>
              <th scope="row">{t.format.capital(label)}</th>
              <td>{people > 0 ? say.least(people) : say.few}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
