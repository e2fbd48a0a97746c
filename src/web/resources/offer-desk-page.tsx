import { FRENCH } from '../../i18n/languages.ts';
import type { OfferOnDesk } from '../../services/catalogue/get-kept-offer.ts';
import type { OfferStanding } from '../../services/catalogue/get-offer-freshness.ts';
import { Tag } from '../components/tag.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import type { EditorGround } from './answers/answer.ts';
import { StateTag } from './list-page.tsx';
import { fieldsOf, SECTIONS } from './offer-fields.tsx';
import { AskProvider, Confirmations } from './offer-standing.tsx';
import { OFFERS_PATH, offerPath } from './paths.ts';
import { valueAt } from './read-offer.ts';
import { ReportsList } from './reports-list.tsx';

const { t } = FRENCH;
const say = t.resources;

type Props = {
  site: Site;
  formToken: string;
  desk: OfferOnDesk;
  standing: OfferStanding;
  ground: EditorGround;
  timeZone: string;
  /** What has just been done. */
  done: string | null;
};

/** One offer, for whoever keeps it true: everything it holds, each part with its way to be changed. */
export function OfferDeskPage({ site, formToken, desk, standing, ground, timeZone, done }: Props) {
  const { offer, archivedAt, freshness } = desk;
  const fields = fieldsOf(offer.kind);
  const isArchived = archivedAt !== null;
  return (
    <Page site={site} title={offer.title} noIndex>
      <p class="way-back">
        <a href={OFFERS_PATH}>{say.list.back}</a>
      </p>
      {done && (
        <p class="notice" role="status">
          {done}
        </p>
      )}
      <p class="tags">
        <Tag>{t.catalogue.kinds[offer.kind]}</Tag>
        <StateTag state={isArchived ? 'archived' : freshness} />
        {offer.illustrative && <Tag tone="example">{say.offer.illustrative}</Tag>}
      </p>
      <h1>{offer.title}</h1>
      <p class="soft">
        {offer.confirmedAt ? t.catalogue.confirmed(t.format.date(offer.confirmedAt)) : t.catalogue.neverConfirmed}
      </p>
      {isArchived && <p class="notice notice-ask">{say.offer.archivedNotice}</p>}
      {standing.goneInto && (
        <p class="notice">
          {say.freshness.doubles.goneInto}{' '}
          <a class="standing" href={offerPath(standing.goneInto.id)}>
            {standing.goneInto.title}
          </a>
        </p>
      )}
      {standing.reports.length > 0 && (
        <section class="panel" aria-labelledby="signalements">
          <h2 id="signalements">{say.freshness.reports.title}</h2>
          <ReportsList reports={standing.reports} formToken={formToken} timeZone={timeZone} back="offre" />
        </section>
      )}
      <p class="actions">
        <a class="button button-quiet" href={offerPath(offer.id, 'versions')}>
          {say.offer.versions}
        </a>
        {!isArchived && offer.visibility === 'public' && (
          <a class="button button-quiet" href={`/fr/catalogue/${encodeURIComponent(offer.id)}`}>
            {say.offer.public}
          </a>
        )}
      </p>
      {SECTIONS.map((section) => (
        <section class="panel check" aria-labelledby={`partie-${section}`}>
          <h2 id={`partie-${section}`}>{say.form.sections[section]}</h2>
          <dl class="check-list">
            {fields[section].map(({ path, label, sort }) => {
              const told = sort.tell(valueAt(offer, path), ground);
              return (
                <div>
                  <dt>{label}</dt>
                  <dd class={told === null ? 'unknown' : undefined}>{told ?? say.form.words.notAnswered}</dd>
                </div>
              );
            })}
          </dl>
          {!isArchived && (
            <p>
              <a
                class="standing"
                href={`${offerPath(offer.id, 'modifier', 'nouveau', section)}?retour=verifier`}
                aria-label={say.offer.changeOf(say.form.sections[section])}
              >
                {say.offer.change}
              </a>
            </p>
          )}
        </section>
      ))}
      {!isArchived && (
        <section class="panel" aria-labelledby="confirmer">
          <h2 id="confirmer">{say.offer.confirm}</h2>
          <p>{say.offer.confirmText}</p>
          <form action={offerPath(offer.id, 'confirmer')} method="post">
            <FormToken value={formToken} />
            <button type="submit" class="button">
              {say.offer.confirmButton}
            </button>
          </form>
        </section>
      )}
      {!isArchived && standing.canBeAsked && <AskProvider offerId={offer.id} {...{ formToken, standing, timeZone }} />}
      <Confirmations standing={standing} />
      <section class="panel" aria-labelledby="archiver">
        <h2 id="archiver">{isArchived ? say.offer.restore : say.offer.archive}</h2>
        <p>{isArchived ? say.offer.restoreText : say.offer.archiveText}</p>
        <form action={offerPath(offer.id, isArchived ? 'retablir' : 'archiver')} method="post">
          <FormToken value={formToken} />
          <button type="submit" class={isArchived ? 'button' : 'button button-quiet'}>
            {isArchived ? say.offer.restore : say.offer.archive}
          </button>
        </form>
      </section>
    </Page>
  );
}
