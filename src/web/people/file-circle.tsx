import { FRENCH } from '../../i18n/languages.ts';
import { unusedConsent } from '../../services/people/share-person.ts';
import { messageFor, SelectField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import type { FileProps } from './file-page.tsx';
import { filePath } from './person-names.ts';

const { t } = FRENCH;
const say = t.people.file.circle;

/** Who may see the person, on what ground, and the way to let another organisation in. */
export function CircleSection({ view, formToken, timeZone, mayWrite, partners, errors, typed }: FileProps) {
  const path = filePath(view.file.id);
  const at = (instant: string) => t.format.instant(instant, timeZone);
  const present = view.circle.filter((one) => one.now);
  const past = view.circle.filter((one) => !one.now);
  const others = partners.filter(({ id }) => !present.some((one) => one.organisationId === id));
  const hasConsent = unusedConsent(view.consents, view.circle) !== undefined;
  return (
    <section id="cercle" aria-labelledby="cercle-titre">
      <h2 id="cercle-titre">{say.heading}</h2>
      <ul class="plain-list file-list">
        {present.map(({ organisationId, organisationName, basis, from, mayEnd }) => {
          const name = organisationName ?? say.unknown;
          return (
            <li>
              <p class="file-line">{say.line(name, say.bases[basis] ?? basis, at(from))}</p>
              {mayWrite && mayEnd && (
                <form action={`${path}/partage/fin`} method="post">
                  <FormToken value={formToken} />
                  <input type="hidden" name="organisationId" value={organisationId} />
                  <button type="submit" class="button button-quiet" aria-label={say.endThis(name)}>
                    {say.end}
                  </button>
                </form>
              )}
            </li>
          );
        })}
      </ul>
      {past.length > 0 && (
        <>
          <h3>{say.before}</h3>
          <ul class="plain-list">
            {past.map(({ organisationName, from, until }) => (
              <li>{say.past(organisationName ?? say.unknown, at(from), at(until ?? from))}</li>
            ))}
          </ul>
        </>
      )}
      {mayWrite && others.length > 0 && (
        <details class="folded" open={messageFor(errors, 'organisationId') !== undefined}>
          <summary>{say.share}</summary>
          {!hasConsent && <p class="notice notice-ask">{say.needsConsent}</p>}
          <form action={`${path}/partage`} method="post">
            <FormToken value={formToken} />
            <SelectField
              id="organisationId"
              label={say.organisation}
              value={typed.get('organisationId') ?? ''}
              error={messageFor(errors, 'organisationId')}
              options={others.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <button type="submit" class="button button-quiet">
              {say.submit}
            </button>
          </form>
        </details>
      )}
    </section>
  );
}
