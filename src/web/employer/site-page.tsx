import { spelledCode } from '../../domain/employer/poster-code.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { CountedNeeds, CountedSite } from '../../services/employers/count-needs.ts';
import type { OwnLine } from '../../services/employers/own-lines.ts';
import type { Gazetteer } from '../../services/ports.ts';
import { Tag } from '../components/tag.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { NeedsFigures } from './needs-picture.tsx';
import { linePath, patternPath, sitePath } from './paths.ts';
import { patternHours, placeName } from './words.ts';

const { t } = FRENCH;
const say = t.employer;

type Props = {
  site: Site;
  formToken: string;
  gazetteer: Gazetteer;
  needs: CountedNeeds;
  counted: CountedSite;
  lines: readonly OwnLine[];
  done: keyof typeof say.done | null;
};

/** `/entreprise/sites/{id}`: its hours, who could come if one thing changed, its carpool lines. */
export function SitePage(props: Props) {
  const { site, gazetteer, counted, done } = props;
  const { site: at } = counted;
  return (
    <Page site={site} title={at.label} noIndex wide>
      <p class="way-back">
        <a href="/entreprise">{say.title}</a>
      </p>
      <h1>
        {at.label}
        <span class="subheading">{placeName(at.place, gazetteer)}</span>
      </h1>
      {at.illustrative && (
        <p class="tags">
          <Tag tone="example">{say.example}</Tag>
        </p>
      )}
      {done && (
        <p class="notice" role="status">
          {say.done[done]}
        </p>
      )}
      <p class="actions">
        <a class="button button-quiet" href={sitePath(at.id, 'modifier')}>
          {say.sites.change}
        </a>
      </p>
      <PatternSection {...props} />
      <NeedsSection {...props} />
      <LineSection {...props} />
    </Page>
  );
}

function PatternSection({ counted: { site: at } }: Props) {
  return (
    <section aria-labelledby="horaires">
      <h2 id="horaires">{say.patterns.heading}</h2>
      {at.patterns.length === 0 && <p>{say.patterns.none}</p>}
      <ul class="plain-list employer-rows">
        {at.patterns.map(({ id, label, cycle }) => (
          <li>
            <p>
              <strong>{label}</strong>, {say.patterns.cycle(cycle.lengthDays)}
              <span class="soft employer-hours">{patternHours(cycle)}</span>
            </p>
            <p class="open">
              <a href={patternPath(at.id, id)} aria-label={say.patterns.changeOf(label)}>
                {say.patterns.change}
              </a>
            </p>
          </li>
        ))}
      </ul>
      <p class="actions">
        <a class="button" href={sitePath(at.id, 'horaires', 'nouveaux')}>
          {say.patterns.add}
        </a>
      </p>
    </section>
  );
}

function NeedsSection({ counted, needs }: Props) {
  const { site: at, figures, patterns } = counted;
  return (
    <section aria-labelledby="besoins">
      <h2 id="besoins">{say.needs.heading}</h2>
      {figures === null ? (
        <p class="notice">{say.needs.waiting(t.format.date(needs.next))}</p>
      ) : (
        <>
          <p>{say.needs.lead(t.format.date(needs.asOf))}</p>
          <NeedsFigures name={say.needs.site(at.label)} figures={figures} cycle={null} />
          {at.patterns.map(({ id, label, cycle }) => {
            const own = patterns.find((one) => one.id === id)?.figures ?? null;
            return (
              <details class="more">
                <summary>{say.needs.pattern(label)}</summary>
                {own === null ? (
                  <p>{say.needs.patternWaiting(t.format.date(needs.next))}</p>
                ) : (
                  <NeedsFigures name={say.needs.pattern(label)} figures={own} cycle={cycle} />
                )}
              </details>
            );
          })}
          <details class="more">
            <summary>{say.needs.how}</summary>
            <ul>
              {say.needs.rules.map((rule) => (
                <li>{rule}</li>
              ))}
              {needs.estimated && <li>{say.needs.estimated}</li>}
            </ul>
          </details>
        </>
      )}
      <p class="actions">
        <a class="button button-quiet" href="/pro/demandes/nouvelle">
          {say.needs.sendRequest}
        </a>
      </p>
    </section>
  );
}

function LineSection({ counted: { site: at }, needs, lines, formToken }: Props) {
  const figure = (people: number) => (people > 0 ? say.needs.least(people) : say.needs.fewShort);
  return (
    <section aria-labelledby="lignes">
      <h2 id="lignes">{say.lines.heading}</h2>
      <p class="measure">{say.lines.lead}</p>
      {lines.length === 0 && <p>{say.lines.none}</p>}
      <ul class="plain-list employer-rows">
        {lines.map(({ line, figures }) => (
          <li>
            <p>
              <strong>{line.label}</strong>
              {line.closedAt !== null && ` · ${say.lines.closed}`}
            </p>
            <dl class="employer-line">
              {line.closedAt === null && (
                <>
                  <dt>{say.lines.code}</dt>
                  <dd class="poster-code-small">{spelledCode(line.code)}</dd>
                </>
              )}
              {figures !== null && (
                <>
                  <dt>{say.lines.drivers}</dt>
                  <dd>{figure(figures.driver)}</dd>
                  <dt>{say.lines.passengers}</dt>
                  <dd>{figure(figures.passenger)}</dd>
                </>
              )}
            </dl>
            <p class="hint">
              {figures === null
                ? say.lines.waiting(t.format.date(needs.next))
                : say.lines.asOf(t.format.date(needs.asOf))}
            </p>
            {line.closedAt === null && (
              <div class="actions">
                <a class="button" href={linePath(line.id, 'affiche')} aria-label={say.lines.posterOf(line.label)}>
                  {say.lines.poster}
                </a>
                <form action={linePath(line.id, 'fermer')} method="post">
                  <FormToken value={formToken} />
                  <button type="submit" class="button button-quiet" aria-label={say.lines.closeOf(line.label)}>
                    {say.lines.close}
                  </button>
                </form>
              </div>
            )}
          </li>
        ))}
      </ul>
      <p class="actions">
        <a class="button button-quiet" href={sitePath(at.id, 'lignes', 'nouvelle')}>
          {say.lines.add}
        </a>
      </p>
    </section>
  );
}
