import { FRESHNESS } from '../../domain/catalogue/freshness.ts';
import { OFFER_KINDS } from '../../domain/catalogue/offer.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { KindCount } from '../../services/ports/catalogue.ts';
import { Page, type Site } from '../layout/page.tsx';
import { EVENTS_PATH, LETTER_DESK_PATH, LIBRARY_PATH } from '../network/paths.ts';
import { DOUBLES_PATH, TO_CHECK_PATH } from './freshness-paths.ts';
import { EXPORTS_PATH, IMPORTS_PATH } from './import-paths.ts';
import { NEW_PATH, OFFERS_PATH } from './paths.ts';

const { t } = FRENCH;
const say = t.resources;

const WIDTH = 330;
const ROW = 62;
const NAME = 22;
const BAR = 20;

/** How many offers there are, of what kind and how well known: a picture, and its figures beside. */
export function HomePage({ site, counts, toCheck }: { site: Site; counts: readonly KindCount[]; toCheck: number }) {
  const byKind = OFFER_KINDS.map((kind) => {
    const of = counts.find((one) => one.kind === kind);
    return {
      kind,
      fresh: of?.fresh ?? 0,
      ageing: of?.ageing ?? 0,
      toVerify: of?.toVerify ?? 0,
      archived: of?.archived ?? 0,
    };
  });
  const sum = (of: (one: (typeof byKind)[number]) => number) => byKind.reduce((total, one) => total + of(one), 0);
  const live = sum(({ fresh, ageing, toVerify }) => fresh + ageing + toVerify);
  const figures = [
    { label: say.home.offers, count: live, href: OFFERS_PATH },
    ...FRESHNESS.map((state) => ({
      label: say.states[state],
      count: sum((one) => one[state]),
      href: `${OFFERS_PATH}?state=${state}`,
    })),
    { label: say.home.archived, count: sum(({ archived }) => archived), href: `${OFFERS_PATH}?state=archived` },
  ];
  return (
    <Page site={site} title={say.title} noIndex wide>
      <h1>{say.home.title}</h1>
      <p class="lead">{say.home.lead}</p>
      <p class="actions">
        <a class="button" href={NEW_PATH}>
          {say.home.add}
        </a>
        <a class="button button-quiet" href={OFFERS_PATH}>
          {say.home.all}
        </a>
        <a class="button button-quiet" href={TO_CHECK_PATH}>
          {say.freshness.queue.link(toCheck)}
        </a>
        <a class="button button-quiet" href={DOUBLES_PATH}>
          {say.freshness.doubles.link}
        </a>
        <a class="button button-quiet" href={IMPORTS_PATH}>
          {t.imports.title}
        </a>
        <a class="button button-quiet" href={EXPORTS_PATH}>
          {t.imports.exports.title}
        </a>
        <a class="button button-quiet" href={EVENTS_PATH}>
          {t.network.menu.events}
        </a>
        <a class="button button-quiet" href={LIBRARY_PATH}>
          {t.network.menu.library}
        </a>
        <a class="button button-quiet" href={LETTER_DESK_PATH}>
          {t.network.menu.letter}
        </a>
      </p>
      <ul class="offer-counts">
        {figures.map(({ label, count, href }) => (
          <li>
            <a href={href}>
              <strong>{count}</strong> {label}
            </a>
          </li>
        ))}
      </ul>
      <div>
        <h2>{say.home.picture}</h2>
        <section class="picture-scroll" tabindex={0} aria-label={say.home.picture}>
          <Picture byKind={byKind} />
        </section>
        <ul class="legend">
          {FRESHNESS.map((state) => (
            <li class={`legend-${state}`}>{say.states[state]}</li>
          ))}
        </ul>
        <section class="scroll" tabindex={0} aria-label={say.home.table}>
          <table>
            <caption>{say.home.table}</caption>
            <thead>
              <tr>
                <th scope="col">{say.home.kind}</th>
                {FRESHNESS.map((state) => (
                  <th scope="col">{say.states[state]}</th>
                ))}
                <th scope="col">{say.home.total}</th>
              </tr>
            </thead>
            <tbody>
              {byKind.map((one) => (
                <tr>
                  <th scope="row">
                    <a class="standing" href={`${OFFERS_PATH}?kind=${one.kind}`}>
                      {t.catalogue.kinds[one.kind]}
                    </a>
                  </th>
                  {FRESHNESS.map((state) => (
                    <td>{one[state]}</td>
                  ))}
                  <td>{one.fresh + one.ageing + one.toVerify}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
    </Page>
  );
}

/** Names stand above their bars, so that the picture is whole on a telephone. */
function Picture({ byKind }: { byKind: readonly KindCount[] }) {
  const most = Math.max(1, ...byKind.map(({ fresh, ageing, toVerify }) => fresh + ageing + toVerify));
  return (
    <svg
      class="freshness-picture"
      viewBox={`0 0 ${WIDTH} ${byKind.length * ROW}`}
      role="img"
      aria-label={say.home.picture}
    >
      {byKind.map((one, row) => {
        let from = 0;
        return (
          <g>
            <text x={0} y={row * ROW + NAME}>
              {say.home.bar(t.catalogue.kinds[one.kind], one.fresh + one.ageing + one.toVerify)}
            </text>
            {FRESHNESS.map((state) => {
              const x = from;
              const width = (WIDTH * one[state]) / most;
              from += width;
              return <rect class={`bar-${state}`} x={x} y={row * ROW + NAME + 8} width={width} height={BAR} />;
            })}
          </g>
        );
      })}
    </svg>
  );
}
