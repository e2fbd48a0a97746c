import { FRENCH } from '../../i18n/languages.ts';
import type { KeptOffer, OfferVersion } from '../../services/ports/catalogue.ts';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import type { EditorGround } from './answers/answer.ts';
import { changesBetween } from './compare-offers.ts';
import { offerPath } from './paths.ts';
import { VERSION_CONTROL } from './read-offer.ts';

const { t } = FRENCH;
const say = t.resources.versions;

type Props = {
  site: Site;
  formToken: string;
  kept: KeptOffer & { versions: readonly OfferVersion[] };
  ground: EditorGround;
  timeZone: string;
};

/** Who changed what and when, newest first, in words; and the way back. */
export function VersionsPage({ site, formToken, kept, ground, timeZone }: Props) {
  const { offer, archivedAt, versions } = kept;
  return (
    <Page site={site} title={say.title(offer.title)} noIndex>
      <p class="way-back">
        <a href={offerPath(offer.id)}>{offer.title}</a>
      </p>
      <h1>{say.title(offer.title)}</h1>
      <p class="lead">{say.lead}</p>
      <ol class="plain-list offer-versions" reversed>
        {versions.map((one, at) => (
          <li class="panel">
            <h2 id={`version-${one.version}`}>
              {say.version(one.version)}
              {one.version === offer.version && archivedAt === null ? ` (${say.current})` : ''}
            </h2>
            <p class="soft">{[t.format.instant(one.at, timeZone), authorOf(one)].filter(Boolean).join(', ')}</p>
            <Changes one={one} before={versions[at + 1] ?? null} earlier={versions.slice(at + 1)} ground={ground} />
            {archivedAt === null && one.offer !== null && one.version !== offer.version && (
              <form action={offerPath(offer.id, 'versions', String(one.version), 'retablir')} method="post">
                <FormToken value={formToken} />
                <input type="hidden" name={VERSION_CONTROL} value={String(offer.version)} />
                <button type="submit" class="button button-quiet">
                  {say.bringBack(one.version)}
                </button>
              </form>
            )}
          </li>
        ))}
      </ol>
    </Page>
  );
}

export function authorOf({ by }: OfferVersion): string | null {
  if (by.kind === null) return null;
  if (by.kind === 'member') return say.by.member(by.name ?? say.memberGone);
  return by.kind === 'program' ? say.by.program : say.by.system;
}

function Changes({
  one,
  before,
  earlier,
  ground,
}: {
  one: OfferVersion;
  before: OfferVersion | null;
  earlier: readonly OfferVersion[];
  ground: EditorGround;
}) {
  if (one.isUnreadable) return <p>{say.notKept}</p>;
  if (one.offer === null) return <p>{say.archived}</p>;
  if (before === null) return <p>{one.version === 1 ? say.created : say.notKept}</p>;
  // An archived version has no content of its own: the one before it has.
  const last = earlier.find(({ offer }) => offer !== null)?.offer;
  if (!last) return <p>{say.notKept}</p>;
  const { changes, others } = changesBetween(last, one.offer, ground);
  return (
    <>
      {one.restoredFrom !== null && <p>{say.restored(one.restoredFrom)}</p>}
      {before.offer === null && !before.isUnreadable && <p>{say.revived}</p>}
      {changes.length > 0 && (
        <section class="scroll" tabindex={0} aria-label={say.tableOf(one.version)}>
          <table>
            <caption>{say.changed(changes.length)}</caption>
            <thead>
              <tr>
                <th scope="col">{say.field}</th>
                <th scope="col">{say.before}</th>
                <th scope="col">{say.after}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ field, before, after }) => (
                <tr>
                  <th scope="row">{field.label}</th>
                  <td>{before ?? say.nothing}</td>
                  <td>{after ?? say.nothing}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {others && <p class="soft">{say.other}</p>}
    </>
  );
}
