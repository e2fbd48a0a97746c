import { OFFER_KINDS, THEMES } from '../../domain/catalogue/offer.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { type FoundOffer, OFFER_STATES, type OfferState } from '../../services/catalogue/search-offers.ts';
import type { Page as PageOf } from '../../services/ports.ts';
import { Tag } from '../components/tag.tsx';
import { SelectField, TextField } from '../forms/fields.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { NEW_PATH, OFFERS_PATH, offerPath, RESOURCES_PATH } from './paths.ts';

const { t } = FRENCH;
const say = t.resources;
const words = say.list;

const one = <Code extends string>(codes: readonly Code[], text: string): Code | undefined =>
  codes.find((code) => code === text);

/** What is looked for, as the address says it; what it does not know is left out. */
export function readListQuery(query: Readonly<Record<string, string>>) {
  const skipped = Number(query.skipped ?? 0);
  return {
    q: (query.q ?? '').slice(0, 200).replaceAll('\0', ''),
    provider: (query.provider ?? '').slice(0, 200).replaceAll('\0', ''),
    kind: one(OFFER_KINDS, query.kind ?? ''),
    theme: one(THEMES, query.theme ?? ''),
    state: one(OFFER_STATES, query.state ?? ''),
    cursor: query.cursor?.slice(0, 400).replaceAll('\0', ''),
    skipped: Number.isInteger(skipped) && skipped > 0 ? skipped : 0,
  };
}
type ListQuery = ReturnType<typeof readListQuery>;

function addressOf(query: ListQuery, more: { cursor?: string; skipped?: number } = {}): string {
  const { q, provider, kind, theme, state } = query;
  const given = Object.entries({ q, provider, kind, theme, state, ...more }).filter(([, value]) => Boolean(value));
  const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return search === '' ? OFFERS_PATH : `${OFFERS_PATH}?${search}`;
}

export const StateTag = ({ state }: { state: OfferState }) => (
  <Tag tone={state === 'fresh' ? 'possible' : state === 'archived' ? 'plain' : 'toVerify'}>{say.stateOfOne[state]}</Tag>
);

type Props = { site: Site; query: ListQuery; found: PageOf<FoundOffer> & { isNear: boolean } };

export function ListPage({ site, query, found }: Props) {
  const { items, nextCursor, isNear } = found;
  const isWhole = query.skipped === 0 && nextCursor === null;
  return (
    <Page site={site} title={words.title} noIndex wide>
      <p class="way-back">
        <a href={RESOURCES_PATH}>{words.backHome}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="actions">
        <a class="button" href={NEW_PATH}>
          {say.home.add}
        </a>
      </p>
      <div class="beside">
        <Search query={query} />
        <section class="results" aria-labelledby="results">
          <h2 id="results">
            {isWhole ? words.found(items.length) : words.foundPart(query.skipped + 1, query.skipped + items.length)}
          </h2>
          {isNear && <p class="notice">{words.near}</p>}
          {items.length === 0 && <p>{words.none}</p>}
          <ul class="offers">
            {items.map((one) => (
              <OfferLine found={one} />
            ))}
          </ul>
          {!isWhole && (
            <nav class="pages" aria-label={words.pages}>
              {query.skipped > 0 && <a href={addressOf(query)}>{words.first}</a>}
              {nextCursor !== null && (
                <a
                  class="button button-quiet"
                  rel="next"
                  href={addressOf(query, { cursor: nextCursor, skipped: query.skipped + items.length })}
                >
                  {words.next}
                </a>
              )}
            </nav>
          )}
        </section>
      </div>
    </Page>
  );
}

function Search({ query }: { query: ListQuery }) {
  const { filter, kinds, themes } = t.catalogue;
  return (
    <search class="panel search" aria-labelledby="search-heading">
      <form action={OFFERS_PATH} method="get">
        <h2 id="search-heading">{words.heading}</h2>
        <TextField id="q" type="search" label={words.q} hint={words.qHint} value={query.q} />
        <SelectField
          id="state"
          label={words.state}
          value={query.state ?? ''}
          options={[
            { value: '', label: words.anyState },
            ...OFFER_STATES.map((state) => ({ value: state, label: say.states[state] })),
          ]}
        />
        <SelectField
          id="kind"
          label={words.kind}
          value={query.kind ?? ''}
          options={[
            { value: '', label: filter.anyKind },
            ...OFFER_KINDS.map((kind) => ({ value: kind, label: kinds[kind] })),
          ]}
        />
        <SelectField
          id="theme"
          label={words.theme}
          value={query.theme ?? ''}
          options={[
            { value: '', label: filter.anyTheme },
            ...THEMES.map((theme) => ({ value: theme, label: themes[theme] })),
          ]}
        />
        <TextField id="provider" label={words.provider} hint={words.providerHint} value={query.provider} />
        <p class="actions">
          <button type="submit" class="button">
            {words.submit}
          </button>
          <a class="quiet-link" href={OFFERS_PATH}>
            {words.reset}
          </a>
        </p>
      </form>
    </search>
  );
}

function OfferLine({ found: { offer, state, archivedAt } }: { found: FoundOffer }) {
  const told =
    archivedAt !== null
      ? words.archivedOn(t.format.date(archivedAt.slice(0, 10)))
      : offer.confirmedAt === null
        ? words.neverConfirmed
        : words.confirmed(t.format.date(offer.confirmedAt));
  return (
    <li class="offer">
      <p class="tags">
        <Tag>{t.catalogue.kinds[offer.kind]}</Tag>
        <StateTag state={state} />
        {offer.illustrative && <Tag tone="example">{say.offer.illustrative}</Tag>}
      </p>
      <h3>
        <a href={offerPath(offer.id)}>{offer.title}</a>
      </h3>
      <p class="soft">
        {offer.provider.name}, {told}
      </p>
    </li>
  );
}

/** Of which kind the new offer is. */
export function ChooseKindPage({ site }: { site: Site }) {
  return (
    <Page site={site} title={say.choose.title} noIndex>
      <p class="way-back">
        <a href={OFFERS_PATH}>{words.back}</a>
      </p>
      <h1>{say.choose.title}</h1>
      <p class="lead">{say.choose.lead}</p>
      <ul class="plain-list kind-list">
        {OFFER_KINDS.map((kind) => (
          <li>
            <a class="standing" href={`${NEW_PATH}/${kind}`}>
              {t.catalogue.kinds[kind]}
            </a>
            <span class="hint">{say.choose.about[kind]}</span>
          </li>
        ))}
      </ul>
    </Page>
  );
}
