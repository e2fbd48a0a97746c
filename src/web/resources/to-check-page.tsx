import { FRENCH } from '../../i18n/languages.ts';
import { CHECKED_AT_ONCE, type OfferToCheck } from '../../services/catalogue/list-to-check.ts';
import { Tag } from '../components/tag.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { TO_CHECK_PATH } from './freshness-paths.ts';
import { offerPath, RESOURCES_PATH } from './paths.ts';
import { ReportsList } from './reports-list.tsx';

const { t } = FRENCH;
const say = t.resources.freshness.queue;
const DAYS_PER_MONTH = 30.4375;

type Props = {
  site: Site;
  formToken: string;
  timeZone: string;
  found: { items: readonly OfferToCheck[]; total: number };
  skip: number;
  done: string | null;
  wrong: string | null;
};

/** What to check first, each with its buttons. */
export function ToCheckPage({ site, formToken, timeZone, found: { items, total }, skip, done, wrong }: Props) {
  const isWhole = skip === 0 && items.length === total;
  return (
    <Page site={site} title={say.title} noIndex>
      <p class="way-back">
        <a href={RESOURCES_PATH}>{t.resources.list.backHome}</a>
      </p>
      {done && (
        <p class="notice" role="status">
          {done}
        </p>
      )}
      <h1>{say.title}</h1>
      <p class="lead">{total === 0 ? say.none : say.lead}</p>
      {!isWhole && items.length > 0 && <p class="soft">{say.page(skip + 1, skip + items.length, total)}</p>}
      <ul class="plain-list to-check">
        {items.map((one) => (
          <Line {...{ one, formToken, timeZone, wrong }} />
        ))}
      </ul>
      {!isWhole && (
        <nav class="pages" aria-label={t.resources.list.pages}>
          {skip > 0 && <a href={TO_CHECK_PATH}>{say.first}</a>}
          {skip + items.length < total && (
            <a class="button button-quiet" rel="next" href={`${TO_CHECK_PATH}?apres=${skip + CHECKED_AT_ONCE}`}>
              {say.next}
            </a>
          )}
        </nav>
      )}
    </Page>
  );
}

function Line({
  one: { offer, reports, people, ageDays, askedAt, canBeAsked },
  formToken,
  timeZone,
  wrong,
}: {
  one: OfferToCheck;
  formToken: string;
  timeZone: string;
  wrong: string | null;
}) {
  const months = ageDays === null ? 0 : Math.round(ageDays / DAYS_PER_MONTH);
  const confirmedOn = t.format.date(offer.confirmedAt ?? '');
  const age =
    ageDays === null ? say.never : months < 1 ? say.confirmedLately(confirmedOn) : say.confirmed(confirmedOn, months);
  const button = (where: string, text: string, quiet: boolean) => (
    <form action={offerPath(offer.id, where)} method="post">
      <FormToken value={formToken} />
      <input type="hidden" name="back" value="liste" />
      <button type="submit" class={quiet ? 'button button-quiet' : 'button'} aria-label={say.of(text, offer.title)}>
        {text}
      </button>
    </form>
  );
  return (
    <li class="panel">
      <p class="tags">
        <Tag>{t.catalogue.kinds[offer.kind]}</Tag>
        {reports.length > 0 && <Tag>{say.reports(reports.length)}</Tag>}
        {offer.illustrative && <Tag tone="example">{t.resources.offer.illustrative}</Tag>}
      </p>
      <h2>
        <a class="standing" href={offerPath(offer.id)}>
          {offer.title}
        </a>
      </h2>
      <p class="soft">
        {[offer.provider.name, age, askedAt && say.asked(t.format.instant(askedAt, timeZone))]
          .filter(Boolean)
          .join(', ')}
      </p>
      <p>{say.people(people)}</p>
      {!canBeAsked && <p class="soft">{say.toCall}</p>}
      {reports.length > 0 && <ReportsList {...{ reports, formToken, timeZone, wrong }} back="liste" />}
      <div class="actions">
        {button('confirmer', say.confirm, false)}
        {canBeAsked && button('relancer', say.remind, true)}
        <a
          class="button button-quiet"
          href={offerPath(offer.id, 'modifier')}
          aria-label={say.of(say.edit, offer.title)}
        >
          {say.edit}
        </a>
      </div>
    </li>
  );
}
