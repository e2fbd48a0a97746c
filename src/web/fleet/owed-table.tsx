import type { Child } from 'hono/jsx';
import type { Owed } from '../../domain/fleet/owed.ts';
import { FRENCH } from '../../i18n/languages.ts';

const say = FRENCH.t.fleet;

/** `settled`: the vehicle is back, and the deposit is told too. */
export function OwedTable({ title, owed, settled }: { title: string; owed: Owed; settled: boolean }) {
  const rows: [Child, string][] = [
    ...owed.lines.map(({ days, perDayCents, cents }): [string, string] => [
      say.owed.line(days, perDayCents),
      say.money(cents),
    ]),
    ...(owed.charges ?? []).map(({ on, label, cents }): [Child, string] => [
      <>
        <bdi>{label}</bdi>, {say.charge.on(on)}
      </>,
      say.money(cents),
    ]),
    ...(owed.kmBeyond > 0 ? [[say.owed.km(owed.kmBeyond), say.money(owed.kmCents)] as [Child, string]] : []),
  ];
  return (
    <section aria-label={title}>
      <table class="owed">
        <caption>{title}</caption>
        <tbody>
          {rows.map(([label, value]) => (
            <tr>
              <th scope="row">{label}</th>
              <td>{value}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{say.owed.due}</th>
            <td>
              <strong>{say.money(owed.dueCents)}</strong>
            </td>
          </tr>
          {settled && owed.depositCents > 0 && (
            <tr>
              <th scope="row">{say.owed.back}</th>
              <td>{say.money(owed.depositBackCents)}</td>
            </tr>
          )}
          {settled && owed.depositKeptCents > 0 && (
            <tr>
              <th scope="row">
                {say.owed.kept} : <bdi>{owed.depositReason}</bdi>
              </th>
              <td>{say.money(owed.depositKeptCents)}</td>
            </tr>
          )}
        </tbody>
      </table>
      {settled && owed.km !== null && (
        <p>
          {say.owed.travelled} : {say.km(owed.km)}
        </p>
      )}
    </section>
  );
}
