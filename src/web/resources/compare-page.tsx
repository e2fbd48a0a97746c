import type { Offer } from '../../domain/catalogue/offer.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { ChoiceField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import type { Standing } from './compare-offers.ts';
import { controlOf } from './offer-fields.tsx';
import { offerPath } from './paths.ts';
import { VERSION_CONTROL } from './read-offer.ts';

const { t } = FRENCH;
const say = t.resources.conflict;

export const choiceControl = (path: string) => `choix-${controlOf(path)}`;

type Props = {
  site: Site;
  formToken: string;
  stored: Offer;
  standings: readonly Standing[];
  draftId: string;
  /** Who stored theirs, and when. */
  who: string | null;
  when: string;
};

/** Two people changed one offer: both texts side by side, nothing lost, and a choice where they differ. */
export function ComparePage({ site, formToken, stored, standings, draftId, who, when }: Props) {
  const nothing = t.resources.versions.nothing;
  const by = (whose: Standing['by']) => standings.filter((one) => one.by === whose);
  return (
    <Page site={site} title={say.title} noIndex wide>
      <h1>{say.title}</h1>
      <p class="notice notice-ask" role="alert">
        {say.lead(who ?? say.someone, when)}
      </p>
      <form action={offerPath(stored.id, 'comparer', draftId)} method="post" class="questions">
        <FormToken value={formToken} />
        <input type="hidden" name={VERSION_CONTROL} value={String(stored.version)} />
        {by('both').length > 0 && <h2>{say.both}</h2>}
        {by('both').map(({ field, mine, theirs }) => (
          <ChoiceField
            id={choiceControl(field.path)}
            legend={field.label}
            values={['mine']}
            options={[
              { value: 'mine', label: say.keepMine(mine ?? nothing) },
              { value: 'theirs', label: say.takeTheirs(theirs ?? nothing) },
            ]}
          />
        ))}
        {(['theirs', 'mine'] as const).map(
          (whose) =>
            by(whose).length > 0 && (
              <section class="scroll" tabindex={0} aria-label={say[whose]}>
                <table>
                  <caption>{say[whose]}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{t.resources.versions.field}</th>
                      <th scope="col">{say.yours}</th>
                      <th scope="col">{say.stored}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {by(whose).map(({ field, mine, theirs }) => (
                      <tr>
                        <th scope="row">{field.label}</th>
                        <td>{mine ?? nothing}</td>
                        <td>{theirs ?? nothing}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
            ),
        )}
        <p class="actions">
          <button type="submit" class="button">
            {say.submit}
          </button>
        </p>
      </form>
    </Page>
  );
}
