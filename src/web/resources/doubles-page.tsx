import type { DuplicateReason } from '../../domain/catalogue/duplicates.ts';
import type { Offer } from '../../domain/catalogue/offer.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { LikelyPair, Merge } from '../../services/catalogue/duplicates.ts';
import { Tag } from '../components/tag.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import type { EditorGround } from './answers/answer.ts';
import { DOUBLES_PATH } from './freshness-paths.ts';
import { fieldsOf, SECTIONS } from './offer-fields.tsx';
import { offerPath, RESOURCES_PATH } from './paths.ts';
import { valueAt } from './read-offer.ts';

const { t } = FRENCH;
const say = t.resources.freshness.doubles;

type Props = {
  site: Site;
  formToken: string;
  timeZone: string;
  ground: EditorGround;
  found: { pairs: readonly LikelyPair[]; total: number; merges: readonly Merge[] };
  done: string | null;
  refused: string | null;
};

/** Offers that look like one, side by side, and what was merged of late. */
export function DoublesPage({ site, formToken, timeZone, ground, found, done, refused }: Props) {
  const { pairs, total, merges } = found;
  return (
    <Page site={site} title={say.title} noIndex wide>
      <p class="way-back">
        <a href={RESOURCES_PATH}>{t.resources.list.backHome}</a>
      </p>
      {done && (
        <p class="notice" role="status">
          {done}
        </p>
      )}
      {refused && (
        <p class="notice notice-ask" role="alert">
          {refused}
        </p>
      )}
      <h1>{say.title}</h1>
      <p class="lead">{total === 0 ? say.none : say.lead}</p>
      {total > 0 && <p class="soft">{say.found(total)}</p>}
      {pairs.map((pair, at) => (
        <Pair {...{ pair, at, formToken, ground }} />
      ))}
      {merges.length > 0 && (
        <section class="panel" aria-labelledby="reunies">
          <h2 id="reunies">{say.recent}</h2>
          <ul class="plain-list">
            {merges.map(({ firstId, secondId, at, kept, gone }) => (
              <li>
                <p>{say.mergedOn(kept.title, gone.title, t.format.instant(at, timeZone))}</p>
                <form action={`${DOUBLES_PATH}/defaire`} method="post">
                  <FormToken value={formToken} />
                  <input type="hidden" name="first" value={firstId} />
                  <input type="hidden" name="second" value={secondId} />
                  <button type="submit" class="button button-quiet" aria-label={`${say.undo} : ${gone.title}`}>
                    {say.undo}
                  </button>
                </form>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
}

function Pair({
  pair: { offers, reasons },
  at,
  formToken,
  ground,
}: {
  pair: LikelyPair;
  at: number;
  formToken: string;
  ground: EditorGround;
}) {
  const [a, b] = offers;
  const name = say.pair(at + 1);
  const hidden = (
    <>
      <FormToken value={formToken} />
      {offers.map(({ id, version }, i) => (
        <>
          <input type="hidden" name={i === 0 ? 'first' : 'second'} value={id} />
          <input type="hidden" name={i === 0 ? 'firstVersion' : 'secondVersion'} value={String(version)} />
        </>
      ))}
    </>
  );
  return (
    <article class="panel doubles" aria-labelledby={`paire-${at}`}>
      <h2 id={`paire-${at}`}>{name}</h2>
      <p class="tags">
        <Tag>{t.catalogue.kinds[a.kind]}</Tag>
      </p>
      <p>{t.format.capital(reasons.map(reasonText).join(', '))}</p>
      <section class="scroll" tabindex={0} aria-label={name}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say.fields}</th>
              {offers.map(({ id, title }, i) => (
                <th scope="col">
                  {say.which[i]} :{' '}
                  <a class="standing" href={offerPath(id)}>
                    {title}
                  </a>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rowsOf(a, b, ground).map(({ label, told }) => (
              <tr>
                <th scope="row">{label}</th>
                {told.map((text, i) => (
                  <td data-label={say.which[i]}>{text}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p>{say.mergeHow}</p>
      <form action={DOUBLES_PATH} method="post">
        {hidden}
        <p class="actions">
          {offers.map(({ title }, i) => (
            <button
              type="submit"
              class={i === 0 ? 'button' : 'button button-quiet'}
              name="keep"
              value={i === 0 ? 'first' : 'second'}
              aria-label={say.keep(title, say.which[i] ?? '')}
            >
              {say.keepShort(say.which[i] ?? '')}
            </button>
          ))}
          <button type="submit" class="button button-quiet" name="keep" value="both">
            {say.different}
          </button>
        </p>
      </form>
    </article>
  );
}

function reasonText(reason: DuplicateReason): string {
  if (reason.what === 'name') return say.reasons.name(reason.percent);
  return reason.what === 'address' ? say.reasons.address(reason.metres) : say.reasons[reason.what];
}

/** What they say, field by field, where either says something. */
function rowsOf(a: Offer, b: Offer, ground: EditorGround): { label: string; told: [string, string] }[] {
  const fields = fieldsOf(a.kind);
  const rows = SECTIONS.flatMap((section) =>
    fields[section].flatMap(({ path, label, sort }) => {
      const [one, other] = [sort.tell(valueAt(a, path), ground), sort.tell(valueAt(b, path), ground)];
      if (one === null && other === null) return [];
      const told: [string, string] = [one ?? say.nothing, other ?? say.nothing];
      return [{ label, told }];
    }),
  );
  const day = (date: string | null) => (date === null ? say.never : t.format.date(date));
  return [...rows, { label: say.confirmedAt, told: [day(a.confirmedAt), day(b.confirmedAt)] }];
}
