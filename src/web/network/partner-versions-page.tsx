import { FRENCH } from '../../i18n/languages.ts';
import type { TerritoryHandle } from '../../services/context.ts';
import type { Partner, PartnerVersion } from '../../services/ports/partners.ts';
import { zoneNames } from '../catalogue/zone-names.ts';
import { Page, type Site } from '../layout/page.tsx';
import { partnerPath } from './paths.ts';

const { t } = FRENCH;
const say = t.network.partners.versions;

type Props = { site: Site; handle: TerritoryHandle; partner: Partner; versions: readonly PartnerVersion[] };

/** Who changed what and when, newest first, each beside the one before. */
export function PartnerVersionsPage({ site, handle, partner, versions }: Props) {
  const { timeZone } = handle.territory;
  return (
    <Page site={site} title={`${say.title} – ${partner.name}`} noIndex>
      <p class="way-back">
        <a href={partnerPath(partner.id)}>{partner.name}</a>
      </p>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      {versions.map((version, index) => (
        <section class="panel" aria-labelledby={`v${version.version}`}>
          <h2 id={`v${version.version}`}>{say.version(version.version)}</h2>
          <p>
            {say.by(
              version.by.name ?? (version.by.kind === 'member' ? say.somebody : say.system),
              t.format.instant(version.at, timeZone),
            )}
          </p>
          <Changes version={version} before={versions[index + 1] ?? null} handle={handle} />
        </section>
      ))}
    </Page>
  );
}

type ChangesProps = { version: PartnerVersion; before: PartnerVersion | null; handle: TerritoryHandle };

function Changes({ version, before, handle }: ChangesProps) {
  if (before === null) return <p>{say.first}</p>;
  const told = ({ facts }: PartnerVersion, name: string) => wordsOf(name, facts[name], handle);
  const changed = Object.keys(say.fields).filter((name) => told(version, name) !== told(before, name));
  if (changed.length === 0) return <p>{say.nothing}</p>;
  return (
    <section class="scroll" tabindex={0} aria-label={say.version(version.version)}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say.field}</th>
            <th scope="col">{say.before}</th>
            <th scope="col">{say.after}</th>
          </tr>
        </thead>
        <tbody>
          {changed.map((name) => (
            <tr>
              <th scope="row">{say.fields[name]}</th>
              <td>{told(before, name)}</td>
              <td>{told(version, name)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function wordsOf(name: string, value: unknown, handle: TerritoryHandle): string {
  if (value === null || value === undefined || value === '') return say.empty;
  if (typeof value === 'boolean') return value ? say.yes : say.no;
  if (name === 'kind') return (t.network.kinds as Readonly<Record<string, string>>)[String(value)] ?? String(value);
  if (name === 'commune') return handle.gazetteer.findByCode(String(value))?.name ?? String(value);
  if (name === 'archived_at') return t.format.instant(String(value), handle.territory.timeZone);
  if (name === 'confirmed_on') return t.format.date(String(value));
  if (!Array.isArray(value)) return String(value);
  if (value.length === 0) return say.empty;
  const texts = value.map(String);
  if (name === 'coverage') return zoneNames(texts, handle).join(', ');
  return texts.map((text) => (t.catalogue.themes as Readonly<Record<string, string>>)[text] ?? text).join(', ');
}
