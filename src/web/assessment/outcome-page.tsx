import type { FoundBarrier } from '../../domain/assessment/barriers.ts';
import type { Comparison } from '../../domain/assessment/compare.ts';
import { AXES, type Axis } from '../../domain/assessment/score-rules.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { AssessmentView } from '../../services/assessment/get-assessment.ts';
import { Page, type Site } from '../layout/page.tsx';
import { Radar } from './radar.tsx';
import { barrierName, titleOf } from './words.ts';

const { t } = FRENCH;
const say = t.assessment;
const { outcome } = say;

/** `/pro/personnes/:id/bilan/:assessmentId`: where the person stands, what is in the way, and what changed. */
export function OutcomePage({ site, assessment, file }: { site: Site; assessment: AssessmentView; file: string }) {
  const { result, before, mode, madeOn, personName, diagnosticId } = assessment;
  const title = outcome.title(t.format.date(madeOn));
  return (
    <Page site={site} title={title} noIndex wide>
      <p class="way-back">
        <a href={file}>{outcome.back}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{[personName, outcome.mode[mode]].filter(Boolean).join(' – ')}</p>
      <p class="actions">
        {diagnosticId ? (
          <a class="button" href={`${file}/diagnostic/${encodeURIComponent(diagnosticId)}`}>
            {outcome.seeResult}
          </a>
        ) : (
          outcome.noDiagnostic
        )}
        <a class="button button-quiet" href={`${file}/questionnaire`}>
          {outcome.goOn}
        </a>
        <a class="button button-quiet" href={`${file}/import-france-travail`}>
          {outcome.importFranceTravail}
        </a>
      </p>
      <section class="panel" aria-labelledby="axes-heading">
        <h2 id="axes-heading">{outcome.axesHeading}</h2>
        <div class="beside-picture">
          <figure class="radar-figure">
            <Radar scores={result.scores} before={before?.assessment.result.scores ?? null} />
            <ul class="radar-legend">
              <li class="key-sure">{outcome.legend.atLeast}</li>
              <li class="key-score">{outcome.legend.score}</li>
              {before && <li class="key-before">{outcome.legend.before}</li>}
            </ul>
          </figure>
          <ScoreTable assessment={assessment} />
        </div>
      </section>
      <section class="panel" aria-labelledby="barriers-heading">
        <h2 id="barriers-heading">{outcome.barriersHeading}</h2>
        {result.barriers.length === 0 ? <p>{outcome.noBarrier}</p> : <BarrierList barriers={result.barriers} />}
      </section>
      {before && <Since date={t.format.date(before.assessment.madeOn)} comparison={before.comparison} />}
      <Retests assessment={assessment} file={file} />
      <p class="hint">{outcome.rules(result.questionnaireVersion)}</p>
    </Page>
  );
}

function ScoreTable({ assessment: { result, before } }: { assessment: AssessmentView }) {
  const { columns } = outcome;
  const told = (axis: Axis, scores: AssessmentView['result']['scores']) => {
    const { atLeast, score, coverage } = scores[axis];
    return coverage === 0 ? outcome.unknownAxis : outcome.range(atLeast, score);
  };
  return (
    <div class="scores">
      <table>
        <caption>{outcome.tableCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.axis}</th>
            <th scope="col">{columns.score}</th>
            <th scope="col">{columns.known}</th>
            {before && <th scope="col">{columns.before}</th>}
            {before && <th scope="col">{columns.change}</th>}
          </tr>
        </thead>
        <tbody>
          {AXES.map((axis) => (
            <tr>
              <th scope="row">{say.axes[axis]}</th>
              <td>{told(axis, result.scores)}</td>
              <td>{outcome.percent(Math.round(100 * result.scores[axis].coverage))}</td>
              {before && <td>{told(axis, before.assessment.result.scores)}</td>}
              {before && <td>{outcome.changes[changeOf(before.comparison, axis)]}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">{outcome.rangeNote}</p>
    </div>
  );
}

const changeOf = ({ axes }: Comparison, axis: Axis) => axes.find((one) => one.axis === axis)?.change ?? 'unsure';

function BarrierList({ barriers }: { barriers: readonly FoundBarrier[] }) {
  return (
    <ol class="barriers">
      {barriers.map(({ code, family, impact, because }) => (
        <li class={`barrier impact-${impact}`}>
          <p class="barrier-name">{t.format.capital(barrierName(code))}</p>
          <p class="barrier-facts">
            <span class="tag">{say.families[family]}</span>
            <span class="tag">{say.impacts[impact]}</span>
          </p>
          <details class="more">
            <summary>{outcome.because}</summary>
            <ul>
              {because.map((question) => (
                <li>{titleOf(question)}</li>
              ))}
            </ul>
          </details>
        </li>
      ))}
    </ol>
  );
}

/** What was lifted, what remains, what came. */
function Since({ date, comparison }: { date: string; comparison: Comparison }) {
  const names = (barriers: readonly FoundBarrier[]) =>
    barriers.map(
      ({ code, impact }) => `${t.format.capital(barrierName(code))} (${say.impacts[impact]?.toLowerCase()})`,
    );
  const remaining = comparison.remaining.map(({ before, after }) => {
    const name = t.format.capital(barrierName(after.code));
    const told = (impact: number) => (say.impacts[impact] ?? '').toLowerCase();
    return before.impact === after.impact
      ? `${name} (${told(after.impact)})`
      : `${name} : ${outcome.impactChange(told(before.impact), told(after.impact))}`;
  });
  const lists = [
    { heading: outcome.lifted, items: names(comparison.lifted) },
    { heading: outcome.remaining, items: remaining },
    { heading: outcome.unspoken, items: names(comparison.unspoken) },
    { heading: outcome.appeared, items: names(comparison.appeared) },
  ];
  return (
    <section class="panel" aria-labelledby="since-heading">
      <h2 id="since-heading">{outcome.compareHeading(date)}</h2>
      <div class="since">
        {lists.map(({ heading, items }) => (
          <div>
            <h3>{heading}</h3>
            {items.length === 0 ? (
              <p>{outcome.none}</p>
            ) : (
              <ul>
                {items.map((item) => (
                  <li>{item}</li>
                ))}
              </ul>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}

function Retests({ assessment: { retests }, file }: { assessment: AssessmentView; file: string }) {
  const told = ({ months, on, madeAgainOn, isDue }: AssessmentView['retests'][number]) =>
    madeAgainOn
      ? outcome.retestDone(months, t.format.date(madeAgainOn))
      : (isDue ? outcome.retestDue : outcome.retest)(months, t.format.date(on));
  return (
    <section class="panel" aria-labelledby="retest-heading">
      <h2 id="retest-heading">{outcome.retestHeading}</h2>
      <ul>
        {retests.map((retest) => (
          <li>{told(retest)}</li>
        ))}
      </ul>
      {retests.some(({ isDue }) => isDue) && (
        <p>
          <a class="button" href={`${file}/questionnaire`}>
            {outcome.retestAction}
          </a>
        </p>
      )}
    </section>
  );
}
