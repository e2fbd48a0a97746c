import { THEMES } from '../../domain/catalogue/offer.ts';
import { PARTNER_KINDS } from '../../domain/network/partner.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { TerritoryHandle } from '../../services/context.ts';
import type { Partner } from '../../services/ports/partners.ts';
import { zoneNames } from '../catalogue/zone-names.ts';
import { Tag } from '../components/tag.tsx';
import { chooseCommune } from '../forms/commune-choice.ts';
import { ErrorSummary, type FieldMessage, messageFor, SelectField, TextField } from '../forms/fields.tsx';
import { CommunesList } from '../forms/place-question.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { NetworkLinks, NetworkMenu } from './network-menu.tsx';
import { PARTNERS_PATH, PUBLIC_PARTNERS_PATH } from './paths.ts';

const { t } = FRENCH;
const say = t.network.partners;

const one = <Code extends string>(codes: readonly Code[], text: string | undefined): Code | undefined =>
  codes.find((code) => code === text);

/** What the address asks for. `communeText` is as it was typed. */
export function readPartnerQuery(query: Readonly<Record<string, string>>, { gazetteer }: TerritoryHandle) {
  const communeText = (query.commune ?? '').trim().slice(0, 200);
  const choice = chooseCommune({ text: communeText, gazetteer, inside: true });
  const asked = {
    q: (query.q ?? '').slice(0, 200).replaceAll('\0', ''),
    kind: one(PARTNER_KINDS, query.kind),
    theme: one(THEMES, query.theme),
    commune: choice.kind === 'found' ? choice.commune.code : undefined,
  };
  const errors: FieldMessage[] =
    communeText !== '' && choice.kind !== 'found'
      ? [{ field: 'commune', message: say.search.unknownCommune(communeText) }]
      : [];
  return { asked, communeText, errors };
}
type PartnerQuery = ReturnType<typeof readPartnerQuery>;

/** What the service is asked: nothing of what was left empty. */
export const askedOf = ({ asked }: PartnerQuery) =>
  Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined && value !== ''));

type Props = {
  site: Site;
  handle: TerritoryHandle;
  query: PartnerQuery;
  found: readonly Partner[];
  /** Who reads: anybody, or a professional, who may write. */
  reader: 'public' | 'professional' | 'writer';
};

export function PartnerListPage({ site, handle, query, found, reader }: Props) {
  const base = reader === 'public' ? PUBLIC_PARTNERS_PATH : PARTNERS_PATH;
  return (
    <Page site={site} title={say.title} hasErrors={query.errors.length > 0} noIndex={reader !== 'public'} wide>
      <ErrorSummary title={t.errors.summary} errors={query.errors} />
      {reader === 'writer' ? <NetworkMenu here="partners" /> : <NetworkLinks />}
      <h1>{say.title}</h1>
      <p class="lead">{reader === 'public' ? say.publicLead : say.lead}</p>
      <p class="actions">
        {reader === 'writer' && (
          <a class="button" href={`${PARTNERS_PATH}/nouveau`}>
            {say.add}
          </a>
        )}
        <a class="button button-quiet" href={`${base}/carte`}>
          {say.map}
        </a>
      </p>
      <div class="beside">
        <Search base={base} query={query} handle={handle} />
        <section class="results" aria-labelledby="results">
          <h2 id="results">{say.found(found.length)}</h2>
          {found.length === 0 && <p>{say.none}</p>}
          <PartnerLines partners={found} handle={handle} base={base} />
          {reader === 'writer' && (
            <p class="actions">
              <a class="button button-quiet" href={`${PARTNERS_PATH}/archives`}>
                {say.archivedLink}
              </a>
            </p>
          )}
        </section>
      </div>
    </Page>
  );
}

export function ArchivedPartnersPage({ site, handle, found }: Pick<Props, 'site' | 'handle' | 'found'>) {
  return (
    <Page site={site} title={say.archivedTitle} noIndex wide>
      <p class="way-back">
        <a href={PARTNERS_PATH}>{say.backToList}</a>
      </p>
      <h1>{say.archivedTitle}</h1>
      {found.length === 0 && <p>{say.found(0)}</p>}
      <PartnerLines partners={found} handle={handle} base={PARTNERS_PATH} />
    </Page>
  );
}

function Search({ base, query, handle }: { base: string; query: PartnerQuery; handle: TerritoryHandle }) {
  const { search } = say;
  const any = { value: '', label: search.all };
  return (
    <search class="panel search" aria-labelledby="search-heading">
      <form action={base} method="get">
        <h2 id="search-heading">{search.heading}</h2>
        <TextField id="q" type="search" label={search.q} value={query.asked.q} />
        <SelectField
          id="theme"
          label={search.theme}
          value={query.asked.theme ?? ''}
          options={[any, ...THEMES.map((theme) => ({ value: theme, label: t.catalogue.themes[theme] }))]}
        />
        <TextField
          id="commune"
          label={search.commune}
          hint={search.communeHint}
          value={query.communeText}
          list="communes"
          error={messageFor(query.errors, 'commune')}
        />
        <CommunesList gazetteer={handle.gazetteer} />
        <SelectField
          id="kind"
          label={search.kind}
          value={query.asked.kind ?? ''}
          options={[any, ...PARTNER_KINDS.map((kind) => ({ value: kind, label: t.network.kinds[kind] }))]}
        />
        <button type="submit" class="button">
          {search.submit}
        </button>
      </form>
    </search>
  );
}

type LinesProps = { partners: readonly Partner[]; handle: TerritoryHandle; base: string };

function PartnerLines({ partners, handle, base }: LinesProps) {
  return (
    <ul class="offers partners">
      {partners.map((partner) => (
        <li class="offer">
          <h3>
            <a href={`${base}/${encodeURIComponent(partner.id)}`}>{partner.name}</a>
          </h3>
          <p class="tags">
            <Tag tone="plain">{t.network.kinds[partner.kind]}</Tag>
            <PartnerTags partner={partner} />
          </p>
          <p>{placeLine(partner, handle)}</p>
          {partner.coverage.length > 0 && (
            <p class="soft">{`${say.sheet.coverage} : ${coverageNames(partner, handle)}`}</p>
          )}
          {partner.phone !== '' && (
            <p>
              <a href={telephone(partner.phone)}>{partner.phone}</a>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

export const PartnerTags = ({ partner }: { partner: Partner }) => (
  <>
    {partner.illustrative && <Tag tone="toVerify">{say.example}</Tag>}
    {!partner.isPublic && <Tag tone="plain">{say.private}</Tag>}
    {partner.archivedAt !== null && <Tag tone="plain">{say.archived}</Tag>}
  </>
);

/** Street and commune, as far as they are known. */
export const placeLine = ({ address, commune }: Partner, { gazetteer }: TerritoryHandle): string => {
  const known = commune === null ? null : gazetteer.findByCode(commune);
  const town = known === null ? '' : [known.postcodes[0], known.name].filter(Boolean).join(' ');
  return [address, town].filter(Boolean).join(', ');
};

const SHOWN = 12;
export function coverageNames({ coverage }: Partner, handle: TerritoryHandle): string {
  const names = zoneNames(coverage, handle);
  const left = names.length - SHOWN;
  return left > 1 ? `${names.slice(0, SHOWN).join(', ')}… (+ ${left})` : t.format.list(names);
}

export const telephone = (phone: string) => `tel:${phone.replace(/[^\d+]/g, '')}`;
