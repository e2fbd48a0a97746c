import type { Offer } from '../../domain/catalogue/offer.ts';
import type { EditorGround } from './answers/answer.ts';
import { fieldsOf, SECTIONS } from './offer-fields.tsx';
import { valueAt } from './read-offer.ts';

/** Everything an offer says, in words, what it does not say left out. */
export function OfferFacts({ offer, ground }: { offer: Offer; ground: EditorGround }) {
  const fields = fieldsOf(offer.kind);
  return (
    <dl class="check-list">
      {SECTIONS.flatMap((section) =>
        fields[section].map(({ path, label, sort }) => {
          const told = sort.tell(valueAt(offer, path), ground);
          return told === null ? null : (
            <div>
              <dt>{label}</dt>
              <dd>{told}</dd>
            </div>
          );
        }),
      )}
    </dl>
  );
}
