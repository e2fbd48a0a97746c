import { addDays, daysBetween, weekdayOf } from '../../domain/schedule/dates.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { FleetCalendar } from '../../services/fleet/list-fleet.ts';
import type { Site } from '../layout/page.tsx';
import { FleetPage, holdWords } from './fleet-parts.tsx';
import { CALENDAR_PATH, FLEET_PATH, loanPath, vehiclePath } from './fleet-paths.ts';

const say = FRENCH.t.fleet;
const words = say.calendar;

export type Span = 'semaine' | 'mois';
export const DAYS: Record<Span, number> = { semaine: 7, mois: 31 };

/** `/structure/flotte/calendrier`: a picture, and the same in a table. */
export function CalendarPage({ site, calendar, span }: { site: Site; calendar: FleetCalendar; span: Span }) {
  const { from, rows, today, until } = calendar;
  const at = (day: string, which: Span = span) => `${CALENDAR_PATH}?vue=${which}&du=${day}`;
  const days = DAYS[span];
  return (
    <FleetPage site={site} title={words.title} back={{ href: FLEET_PATH, label: say.list.back }}>
      <p class="lead">{say.span(from, until)}</p>
      <nav class="pages" aria-label={words.title}>
        <a class="standing" href={at(addDays(from, -days))}>
          {words.before}
        </a>{' '}
        <a class="standing" href={at(today)}>
          {words.today}
        </a>{' '}
        <a class="standing" href={at(addDays(from, days))}>
          {words.after}
        </a>{' '}
        <a class="standing" href={at(from, span === 'mois' ? 'semaine' : 'mois')}>
          {span === 'mois' ? words.week : words.month}
        </a>
      </nav>
      {rows.length === 0 ? (
        <p class="notice">{say.list.empty}</p>
      ) : (
        <>
          <p class="soft">{words.key}</p>
          <CalendarPicture calendar={calendar} />
          <table class="fleet-table">
            <caption>{words.table}</caption>
            <thead>
              <tr>
                <th scope="col">{words.vehicle}</th>
                <th scope="col">{words.what}</th>
                <th scope="col">{words.when}</th>
              </tr>
            </thead>
            <tbody>
              {rows.flatMap(({ vehicle, holds }) =>
                (holds.length === 0 ? [null] : holds).map((hold) => (
                  <tr>
                    <th scope="row">
                      <a class="standing" href={vehiclePath(vehicle.id)}>
                        <bdi>{vehicle.label}</bdi>
                      </a>
                    </th>
                    {hold === null ? (
                      <td colspan={2}>{words.free}</td>
                    ) : (
                      <>
                        <td>
                          {hold.kind === 'maintenance' ? words.maintenance : words.loan} :{' '}
                          {hold.contract ? (
                            <a class="standing" href={loanPath(hold.id)}>
                              <bdi>{holdWords(hold)}</bdi>
                            </a>
                          ) : (
                            <bdi>{holdWords(hold)}</bdi>
                          )}
                        </td>
                        <td>
                          {say.span(hold.from, hold.until)}
                          {hold.lateDays > 0 && <strong> {words.lateMark}</strong>}
                        </td>
                      </>
                    )}
                  </tr>
                )),
              )}
            </tbody>
          </table>
        </>
      )}
    </FleetPage>
  );
}

const HEAD = 34;
const ROW = 68;
const NAME = 28;
const BAR = 26;
/** More letters do not fit beside each other on a narrow screen. */
const LETTERS = 30;

/** Days are parts of its width, whatever that is: letters are drawn as big as the others on the page. */
function CalendarPicture({ calendar }: { calendar: FleetCalendar }) {
  const { from, until, rows, today } = calendar;
  const days = daysBetween(from, until) + 1;
  const part = (n: number) => `${(100 * n) / days}%`;
  const at = (date: string) => Math.max(0, Math.min(days, daysBetween(from, date)));
  const all = Array.from({ length: days }, (_, n) => addDays(from, n));
  const height = HEAD + ROW * rows.length;
  // A month has no room for each day: its Mondays are told.
  const told = all.filter((date) => days <= 7 || weekdayOf(date) === 1);
  return (
    <svg class="fleet-picture" width="100%" height={height} role="img" aria-label={words.picture(from, until)}>
      <defs>
        <pattern id="garage" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="fleet-stripe" width="4" height="8" />
        </pattern>
      </defs>
      {all.map((date) => (
        <rect
          class={date === today ? 'fleet-today' : weekdayOf(date) > 5 ? 'fleet-weekend' : 'fleet-day'}
          x={part(at(date))}
          y={HEAD}
          width={part(1)}
          height={height - HEAD}
        />
      ))}
      {told.map((date) => (
        <text class="fleet-label" x={part(at(date))} dx="2" y={HEAD - 10}>
          {days <= 7 ? `${words.dayLetters[weekdayOf(date) - 1]} ${Number(date.slice(8))}` : Number(date.slice(8))}
        </text>
      ))}
      {rows.map(({ vehicle, holds }, i) => {
        const top = HEAD + ROW * i;
        return (
          <>
            <text class="fleet-label" x="4" y={top + NAME - 7}>
              {vehicle.label.length > LETTERS ? `${vehicle.label.slice(0, LETTERS - 1)}…` : vehicle.label}
            </text>
            {holds.map((hold) => {
              const last = hold.lateDays > 0 && today > hold.until ? today : hold.until;
              const left = at(hold.from);
              const kind = hold.kind === 'maintenance' ? 'garage' : hold.lateDays > 0 ? 'late' : hold.status;
              return (
                <rect
                  class={`fleet-hold fleet-${kind}`}
                  x={part(left)}
                  y={top + NAME}
                  width={part(at(addDays(last, 1)) - left)}
                  height={BAR}
                  rx="4"
                />
              );
            })}
            <line class="fleet-rule" x1="0" x2="100%" y1={top + ROW - 6} y2={top + ROW - 6} />
          </>
        );
      })}
    </svg>
  );
}
