import type { Child } from 'hono/jsx';
import type { Funding, LeftToPay } from '../../domain/plan/funding.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { PersonSpeech } from '../../i18n/person/index.ts';
import type { PrintedPlan } from '../../services/plans/print-plan.ts';
import type { Site } from '../layout/page.tsx';
import { PersonFrame } from './person-frame.tsx';
import { PersonSteps } from './person-steps.tsx';
import { personName } from './plan-words.ts';

type Props = {
  site: Site;
  speech: PersonSpeech;
  printed: PrintedPlan;
  /** Who signs: name and organisation. */
  professional: string;
  today: string;
  planPath: string;
  communeName(code: string): string | null;
};

/** The sheet both sign: steps, who pays what, signatures. What a browser prints, in any script, is the PDF. */
export function PrintPage({ site, speech, printed, professional, today, planPath, communeName }: Props) {
  const { t, format } = speech;
  const { person, plan, forPerson } = printed;
  const say = t.print;
  return (
    <PersonFrame
      site={site}
      speech={speech}
      title={say.title}
      inLanguage={(code) => `${planPath}/imprimer?langue=${code}`}
    >
      <p class="way-back screen-only" lang="fr" dir="ltr">
        <a href={planPath}>{FRENCH.t.plan.backToPlan}</a>
      </p>
      <h1>{say.title}</h1>
      <p class="soft screen-only">{say.howToPrint}</p>
      <p class="soft">{say.printedOn(format.date(today))}</p>
      <dl class="facts">
        <div>
          <dt>{say.for}</dt>
          <dd>
            <bdi>{personName(person)}</bdi>
          </dd>
        </div>
        {plan.goal && (
          <div>
            <dt>{say.goal}</dt>
            <dd class="as-written" lang="fr" dir="auto">
              {plan.goal}
            </dd>
          </div>
        )}
      </dl>
      <PersonSteps plan={forPerson} speech={speech} communeName={communeName} />
      <FundingTable printed={printed} speech={speech} />
      <section aria-labelledby="signatures" class="signatures">
        <h2 id="signatures">{say.signatures}</h2>
        <div class="signature-pair">
          <Signature who={say.person} name={null} date={say.date} />
          <Signature who={say.professional} name={professional} date={say.date} />
        </div>
      </section>
    </PersonFrame>
  );
}

const Signature = ({ who, name, date }: { who: string; name: string | null; date: string }) => (
  <div class="signature">
    <p>
      <strong>{who}</strong>
      {name && (
        <>
          <br />
          <bdi lang="fr">{name}</bdi>
        </>
      )}
    </p>
    <p class="soft">{date}</p>
  </div>
);

const Cell = ({ name, children }: { name: string; children: Child }) => <td data-name={name}>{children}</td>;

function FundingTable({ printed, speech }: { printed: PrintedPlan; speech: PersonSpeech }) {
  const { t, format } = speech;
  const say = t.print;
  const { plan, forPerson } = printed;
  const numberOf = new Map(forPerson.steps.map(({ position }, i) => [position, i + 1]));
  const paid = plan.steps.filter(
    ({ status, funding }) => status !== 'dropped' && (funding.costCents !== null || funding.sources.length > 0),
  );
  if (paid.length === 0) return null;
  const sum = (cents: number, per: Funding['per']) =>
    per === 'month' ? t.plan.sumPerMonth(format.euros(cents)) : t.plan.sum(format.euros(cents));
  const amountOf = ({ amountCents, mostCents, status }: Funding['sources'][number], per: Funding['per']) => {
    if (amountCents > 0 || status === 'granted') return sum(amountCents, per);
    return mostCents === null ? say.amountOpen : `${say.amountOpen}, ${say.upTo(format.euros(mostCents))}`;
  };
  const hasMonths = paid.some(({ funding }) => funding.per === 'month' && funding.costCents !== null);
  const { once, month, unknownCosts } = plan.totals;
  const total = (label: string, left: LeftToPay, per: Funding['per']) =>
    left.costCents > 0 && (
      <tr>
        <th scope="row">{label}</th>
        <Cell name={say.cost}>{sum(left.costCents, per)}</Cell>
        <Cell name={say.funders}>{left.grantedCents === 0 ? '–' : sum(left.grantedCents, per)}</Cell>
        <Cell name={say.left}>{sum(left.leftCents, per)}</Cell>
      </tr>
    );
  return (
    <section aria-labelledby="funding">
      <h2 id="funding">{say.fundingTitle}</h2>
      {/* On a phone rows become blocks, each figure under its name. */}
      <table class="funding-table stacked" aria-label={say.table}>
        <thead>
          <tr>
            <th scope="col">{say.step}</th>
            <th scope="col">{say.cost}</th>
            <th scope="col">{say.funders}</th>
            <th scope="col">{say.left}</th>
          </tr>
        </thead>
        <tbody>
          {paid.map(({ position, step, title, funding, left }) => (
            <tr>
              <th scope="row">
                {t.plan.numbered(numberOf.get(position) ?? 0, t.plan.kinds[step])}
                {title && (
                  <span class="soft block" lang="fr" dir="auto">
                    {title}
                  </span>
                )}
              </th>
              <Cell name={say.cost}>{funding.costCents === null ? '–' : sum(funding.costCents, funding.per)}</Cell>
              <Cell name={say.funders}>
                {funding.sources.map((source) => (
                  <p>
                    <span lang="fr">
                      <bdi>{source.funder}</bdi>
                    </span>
                    {` – ${amountOf(source, funding.per)} – ${say.sourceStatuses[source.status]}`}
                    {source.needs.length > 0 && (
                      <span class="soft block">{format.list(source.needs.map((need) => say.needs[need]))}</span>
                    )}
                    {source.paperwork && (
                      <span class="soft block" lang="fr" dir="auto">
                        {source.paperwork}
                      </span>
                    )}
                  </p>
                ))}
              </Cell>
              <Cell name={say.left}>
                {step === 'alternative' ? t.plan.notCounted : left === null ? '–' : sum(left.leftCents, funding.per)}
              </Cell>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {total(say.total, once, 'once')}
          {total(say.totalPerMonth, month, 'month')}
        </tfoot>
      </table>
      {hasMonths && <p class="soft">{t.plan.meanMonth}</p>}
      {unknownCosts > 0 && <p>{say.unknownCosts}</p>}
    </section>
  );
}
