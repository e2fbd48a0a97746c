import { FRENCH } from '../../i18n/languages.ts';
import type { OfferPreview } from '../../services/catalogue/preview-offer.ts';
import { FormToken } from '../forms/form-token.tsx';

const { t } = FRENCH;
const say = t.resources.preview;

/** How many people the offer would serve, before it is in the catalogue: asked for by a button, told so that nobody is known by it. */
export function PreviewPanel({
  preview,
  action,
  formToken,
}: {
  preview: OfferPreview;
  action: string;
  formToken: string;
}) {
  return (
    <section class="panel" aria-labelledby="apercu">
      <h2 id="apercu">{say.heading}</h2>
      <p>{told(preview)}</p>
      <p class="hint">{say.how}</p>
      {(preview.kind === 'notAsked' || preview.kind === 'tooLong') && (
        <form action={action} method="post">
          <FormToken value={formToken} />
          <button type="submit" class="button button-quiet">
            {say.ask}
          </button>
        </form>
      )}
    </section>
  );
}

function told(preview: OfferPreview): string {
  switch (preview.kind) {
    case 'notAsked':
      return say.notAsked(t.format.date(preview.asOf));
    case 'told':
      return preview.atLeast === null
        ? say.few(t.format.date(preview.asOf))
        : say.atLeast(preview.atLeast, t.format.date(preview.asOf));
    case 'usedUp':
      return say.usedUp(t.format.date(preview.next));
    case 'tooLong':
      return say.tooLong;
  }
}
