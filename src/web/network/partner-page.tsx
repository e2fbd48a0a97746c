import { Temporal } from 'temporal-polyfill';
import { dateAt } from '../../domain/schedule/dates.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { TerritoryHandle } from '../../services/context.ts';
import type { PartnerSheet } from '../../services/network/get-partner.ts';
import type { Partner, PartnerContact } from '../../services/ports/partners.ts';
import { Tag } from '../components/tag.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { Fact } from './fact.tsx';
import { coverageNames, PartnerTags, placeLine, telephone } from './partner-list-page.tsx';
import { PARTNERS_PATH, PUBLIC_PARTNERS_PATH, partnerPath } from './paths.ts';

const { t } = FRENCH;
const say = t.network.partners;
const { sheet } = say;

type Props = {
  site: Site;
  handle: TerritoryHandle;
  found: PartnerSheet;
  /** Absent for the public. */
  professional?: { formToken: string; mayWrite: boolean; done: string | null };
};

export function PartnerPage({ site, handle, found, professional }: Props) {
  const { partner, contacts } = found;
  return (
    <Page site={site} title={partner.name} noIndex={professional !== undefined}>
      <p class="way-back">
        <a href={professional ? PARTNERS_PATH : PUBLIC_PARTNERS_PATH}>{say.backToList}</a>
      </p>
      {professional?.done && (
        <p class="notice" role="status">
          {professional.done}
        </p>
      )}
      <h1>{partner.name}</h1>
      <p class="tags">
        <Tag tone="plain">{t.network.kinds[partner.kind]}</Tag>
        <PartnerTags partner={partner} />
      </p>
      {partner.description !== '' && <p class="written">{partner.description}</p>}
      <Reach partner={partner} handle={handle} />
      {professional && (
        <Contacts partner={partner} contacts={contacts} mayWrite={professional.mayWrite} handle={handle} />
      )}
      {professional?.mayWrite && <Desk partner={partner} formToken={professional.formToken} />}
    </Page>
  );
}

function Reach({ partner, handle }: { partner: Partner; handle: TerritoryHandle }) {
  const { phone, email, website, openingHours, siret, themes, coverage, confirmedOn, updatedOn } = partner;
  const where = placeLine(partner, handle);
  const date = (on: string) => (/^\d{4}-\d{2}-\d{2}$/.test(on) ? t.format.date(on) : on);
  return (
    <dl class="facts partner-sheet">
      {where !== '' && <Fact term={sheet.address}>{where}</Fact>}
      {phone !== '' && (
        <Fact term={sheet.phone}>
          <a href={telephone(phone)}>{phone}</a>
        </Fact>
      )}
      {email !== '' && (
        <Fact term={sheet.email}>
          <a href={`mailto:${email}`}>{email}</a>
        </Fact>
      )}
      {website !== '' && (
        <Fact term={sheet.website}>{/^https?:\/\//i.test(website) ? <a href={website}>{website}</a> : website}</Fact>
      )}
      {openingHours !== '' && <Fact term={sheet.openingHours}>{openingHours}</Fact>}
      {siret !== '' && <Fact term={sheet.siret}>{siret}</Fact>}
      {themes.length > 0 && (
        <Fact term={sheet.themes}>{t.format.list(themes.map((theme) => t.catalogue.themes[theme]))}</Fact>
      )}
      <Fact term={sheet.coverage}>{coverage.length > 0 ? coverageNames(partner, handle) : sheet.noCoverage}</Fact>
      <Fact term={sheet.source}>
        {[
          partner.importedFrom === null
            ? partner.knownFrom || sheet.typedHere
            : sheet.importedFrom(partner.importedFrom),
          confirmedOn === null
            ? updatedOn === null
              ? sheet.unconfirmed
              : sheet.changedThere(date(updatedOn))
            : sheet.confirmed(date(confirmedOn)),
        ].join('. ')}
      </Fact>
    </dl>
  );
}

type ContactsProps = {
  partner: Partner;
  contacts: readonly PartnerContact[];
  mayWrite: boolean;
  handle: TerritoryHandle;
};

function Contacts({ partner, contacts, mayWrite, handle }: ContactsProps) {
  const { contacts: words } = say;
  const day = (at: string) => t.format.date(dateAt(Temporal.Instant.from(at), handle.territory.timeZone));
  return (
    <section class="panel partner-sheet" aria-labelledby="contacts">
      <h2 id="contacts">{words.title}</h2>
      <p class="hint">{words.basis}</p>
      {contacts.length === 0 && <p>{words.none}</p>}
      <ul class="plain-list">
        {contacts.map(({ id, name, role, phone, email, confirmedAt, purgeAfter }) => (
          <li>
            <p>
              <strong>{name}</strong>
              {role !== '' && `, ${role}`}
            </p>
            {phone !== '' && (
              <p>
                <a href={telephone(phone)}>{phone}</a>
              </p>
            )}
            {email !== '' && (
              <p>
                <a href={`mailto:${email}`}>{email}</a>
              </p>
            )}
            <p class="soft">{words.until(day(confirmedAt), day(purgeAfter))}</p>
            {mayWrite && (
              <p>
                <a href={partnerPath(partner.id, 'contacts', id)} aria-label={words.changeOf(name)}>
                  {words.change}
                </a>
              </p>
            )}
          </li>
        ))}
      </ul>
      {mayWrite && (
        <p>
          <a class="button button-quiet" href={partnerPath(partner.id, 'contacts', 'nouveau')}>
            {words.add}
          </a>
        </p>
      )}
    </section>
  );
}

function Desk({ partner, formToken }: { partner: Partner; formToken: string }) {
  const isArchived = partner.archivedAt !== null;
  return (
    <>
      <p class="actions">
        {!isArchived && (
          <a class="button" href={partnerPath(partner.id, 'modifier')}>
            {sheet.change}
          </a>
        )}
        <a class="button button-quiet" href={partnerPath(partner.id, 'versions')}>
          {sheet.versions}
        </a>
      </p>
      <form action={partnerPath(partner.id, isArchived ? 'retablir' : 'archiver')} method="post">
        <FormToken value={formToken} />
        {!isArchived && <p class="hint">{sheet.archiveText}</p>}
        <button type="submit" class="button button-quiet">
          {isArchived ? sheet.restore : sheet.archive}
        </button>
      </form>
    </>
  );
}
