import type { FundingTotals, LeftToPay } from '../../domain/plan/funding.ts';
import { FRENCH } from '../../i18n/languages.ts';

const { t } = FRENCH;
const say = t.plan.funding;

/** What is left to pay in all: once, and each month. */
export function TotalsSection({ totals }: { totals: FundingTotals }) {
  const { once, month, unknownCosts } = totals;
  if (once.costCents + month.costCents === 0 && unknownCosts === 0) return null;
  return (
    <section class="panel" aria-labelledby="totals">
      <h2 id="totals">{say.totals}</h2>
      <dl class="plan-facts">
        <Total label={say.once} total={once} />
        <Total label={say.month} total={month} />
      </dl>
      {month.costCents > 0 && <p class="soft">{say.meanMonth}</p>}
      {once.costCents + month.costCents === 0 && <p>{say.nothing}</p>}
      {unknownCosts > 0 && <p>{say.unknown(unknownCosts)}</p>}
    </section>
  );
}

function Total({ label, total }: { label: string; total: LeftToPay }) {
  if (total.costCents === 0) return null;
  const { euros } = t.format;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{say.total(euros(total.leftCents), euros(total.costCents))}</dd>
      {total.leftIfGrantedCents < total.leftCents && (
        <dd class="soft">{say.ifGranted(euros(total.leftIfGrantedCents))}</dd>
      )}
    </div>
  );
}
