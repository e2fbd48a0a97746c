import { type CostSplit, PAPERWORK_STATES, type Shares } from '../../domain/funding/cost-split.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { FieldError } from '../../services/errors.ts';
import { type FieldMessage, messageFor, SelectField, TextField } from '../forms/fields.tsx';
import { readCents as centsOf } from '../forms/read-answer.ts';
import type { Typed } from '../intake/typed-form.ts';

const { t } = FRENCH;
const say = t.programmes.person.funding;

/** As many as are there, and room for two more. */
const linesOf = ({ parts }: CostSplit) => [...Array(Math.min(10, parts.length + 2)).keys()].map((n) => n + 1);
const euros = (cents: number | null) => (cents === null ? '' : String(cents / 100).replace('.', ','));

/** Whole cents of what was typed in euros; null where nothing was, NaN where it cannot be read. */
export function readCents(text: string): number | null {
  return text.trim() === '' ? null : (centsOf(text) ?? Number.NaN);
}

/** The cost and who pays it. `withCost`: false where the cost is another page's, a quote's. */
export function CostFields({
  funding,
  typed,
  errors,
  withCost = true,
}: {
  funding: CostSplit;
  typed: Typed | undefined;
  errors: readonly FieldMessage[];
  withCost?: boolean;
}) {
  const field = (id: string, known: string) => ({ id, value: typed?.[id] ?? known, error: messageFor(errors, id) });
  return (
    <>
      {withCost && (
        <TextField {...field('cost', euros(funding.costCents))} label={say.cost} size="short" inputmode="decimal" />
      )}
      {linesOf(funding).map((n) => {
        const part = funding.parts[n - 1];
        return (
          <div class="choice-row">
            <TextField {...field(`funder${n}`, part?.funder ?? '')} label={say.funder(n)} />
            <TextField
              {...field(`amount${n}`, euros(part?.amountCents ?? null))}
              label={say.amount(n)}
              size="short"
              inputmode="decimal"
            />
            <SelectField
              {...field(`paperwork${n}`, part?.paperwork ?? 'toAsk')}
              label={say.paperwork(n)}
              options={PAPERWORK_STATES.map((value) => ({ value, label: t.programmes.paperwork[value] }))}
            />
          </div>
        );
      })}
    </>
  );
}

/** What was typed, as the verb takes it; lines left empty are no funders. `costCents`: where the form does not ask it. */
export function readCost(typed: Typed, costCents?: number | null) {
  const text = (name: string) => (typed[name] ?? '').trim();
  const lines = [...Array(10).keys()]
    .map((n) => n + 1)
    .filter((n) => text(`funder${n}`) !== '' || text(`amount${n}`) !== '');
  const errors: FieldMessage[] = [];
  const cents = (name: string) => {
    const read = readCents(text(name));
    if (Number.isNaN(read)) errors.push({ field: name, message: say.badAmount });
    return read;
  };
  const cost = costCents === undefined ? cents('cost') : costCents;
  const parts = lines.map((n) => ({
    funder: text(`funder${n}`),
    amountCents: cents(`amount${n}`) ?? 0,
    paperwork: text(`paperwork${n}`) || 'toAsk',
  }));
  const fieldOf = ({ path }: FieldError): string => {
    const [, index, part] = /parts\.(\d+)\.(\w+)$/.exec(path) ?? [];
    if (index === undefined) return costCents === undefined ? 'cost' : 'amount1';
    const names: Record<string, string> = { funder: 'funder', amountCents: 'amount', paperwork: 'paperwork' };
    return `${names[part ?? ''] ?? 'amount'}${lines[Number(index)] ?? 1}`;
  };
  return { funding: { costCents: cost, parts }, errors, fieldOf };
}

/** How the cost is shared out; the parts come to it exactly. */
export function SharesList({ shares }: { shares: Shares | null }) {
  if (shares === null) return <p>{say.unknown}</p>;
  const rows: [string, number][] = [
    [say.costTold, shares.costCents],
    [say.sure, shares.sureCents],
    [say.hoped, shares.hopedCents],
    [say.left, shares.leftCents],
  ];
  if (shares.leftAtMostCents !== shares.leftCents) rows.push([say.atMost, shares.leftAtMostCents]);
  return (
    <dl class="facts">
      {rows.map(([term, cents]) => (
        <div>
          <dt>{term}</dt>
          <dd>{t.programmes.money(cents)}</dd>
        </div>
      ))}
    </dl>
  );
}
