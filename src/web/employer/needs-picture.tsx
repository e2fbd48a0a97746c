import type { Cycle } from '../../domain/diagnostic/diagnostic.ts';
import { NEED_CHANGES, type NeedChange } from '../../domain/employer/needs.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { NeedFigures } from '../../services/employers/count-needs.ts';
import { PeopleBars } from '../components/people-bars.tsx';
import { beginnings } from './words.ts';

const { t } = FRENCH;
const say = t.employer.needs;

const LABELS = ['line', 'vehicle', 'hours', 'driver', 'service'] as const;

/** `short`: on the picture, where the table beside it says it whole. */
type Row = { label: string; lines: readonly string[]; people: number };

/** One row a change; of an employer's hour only the least move that is told of five people, or the smallest there is. */
export function rowsOf(figures: NeedFigures, cycle: Cycle | null): Row[] {
  return LABELS.map((label): Row => {
    const change = label === 'hours' ? leastMove(figures) : label;
    const told = label === 'line' && cycle ? say.lineAt(beginnings(cycle)) : say.changes[change];
    return { label: told, lines: [say.short[change]], people: figures[change] };
  });
}

const leastMove = (figures: NeedFigures): NeedChange =>
  NEED_CHANGES.filter((change) => change.startsWith('hours')).find((change) => figures[change] > 0) ?? 'hours60';

export function NeedsFigures({ name, figures, cycle }: { name: string; figures: NeedFigures; cycle: Cycle | null }) {
  const rows = rowsOf(figures, cycle);
  return (
    <div class="need-figures">
      <PeopleBars title={say.picture(name)} rows={rows} words={say} />
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
