import { FRENCH } from '../../i18n/languages.ts';
import type { LinkedOffer } from '../../services/catalogue/offer-link.ts';
import { ErrorSummary, type FieldMessage, messageFor, TextAreaField } from '../forms/fields.tsx';
import { Page, type Site } from '../layout/page.tsx';
import type { EditorGround } from './answers/answer.ts';
import { OfferFacts } from './offer-facts-list.tsx';
import { VERSION_CONTROL } from './read-offer.ts';

const { t } = FRENCH;
const say = t.resources.freshness.link;

type Props = {
  site: Site;
  linked: Exclude<LinkedOffer, { state: 'expired' }>;
  ground: EditorGround;
  typed?: string;
  errors?: readonly FieldMessage[];
  /** It was confirmed as it was before somebody changed it. */
  isChanged?: boolean;
};

/** What a provider reads of its own offer, and the one button; afterwards what was kept. */
export function ConfirmLinkPage({ site, linked, ground, typed = '', errors = [], isChanged = false }: Props) {
  const { offer, state } = linked;
  if (state !== 'open') {
    return (
      <Page site={site} title={say.thanks} noIndex>
        <h1>{say.thanks}</h1>
        <p class="lead">{offer.title}</p>
        <p class="notice" role="status">
          {state === 'confirmed' ? say.confirmed(t.format.date(offer.confirmedAt ?? '')) : say.told}
        </p>
      </Page>
    );
  }
  return (
    <Page site={site} title={say.title} noIndex>
      {errors.length > 0 && <ErrorSummary title={say.errors} errors={errors} />}
      <h1>{say.title}</h1>
      {isChanged && (
        <p class="notice" role="alert">
          {say.meanwhile}
        </p>
      )}
      <p class="lead">{say.lead}</p>
      <section class="panel check" aria-labelledby="offre">
        <h2 id="offre">{offer.title}</h2>
        <OfferFacts offer={offer} ground={ground} />
      </section>
      <form method="post">
        <input type="hidden" name={VERSION_CONTROL} value={String(offer.version)} />
        <p class="actions">
          <button type="submit" class="button" name="answer" value="confirmed">
            {say.confirm}
          </button>
        </p>
      </form>
      <section class="panel" aria-labelledby="change">
        <h2 id="change">{say.changed}</h2>
        <p>{say.changedText}</p>
        <form method="post">
          <TextAreaField
            id="text"
            label={say.changedField}
            hint={say.changedHint}
            value={typed}
            rows={4}
            maxlength={2000}
            error={messageFor(errors, 'text')}
          />
          <button type="submit" class="button button-quiet" name="answer" value="changed">
            {say.send}
          </button>
        </form>
      </section>
    </Page>
  );
}
