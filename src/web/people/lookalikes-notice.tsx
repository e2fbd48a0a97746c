import { FRENCH } from '../../i18n/languages.ts';
import type { Lookalike } from '../../services/people/list-duplicates.ts';
import { filePath } from './person-names.ts';

const { t } = FRENCH;
const say = t.people.lookalikes;

/** In a form that comes with it, whoever sends it has been shown the files that look alike. */
export const LOOKALIKES_SEEN = 'lookalikesSeen';

/** Inside a form that would open a file: who there is already, and the way to open one all the same. */
export function LookalikesNotice({ lookalikes, submit }: { lookalikes: readonly Lookalike[]; submit: string }) {
  if (lookalikes.length === 0) return null;
  return (
    <div class="notice notice-ask" role="alert">
      <h2>{say.title}</h2>
      <p>{say.text(submit)}</p>
      <ul class="plain-list">
        {lookalikes.map(({ id, name, birthDate, likeness }) => (
          <li>
            <a href={filePath(id)} class="quiet-link">
              {name ?? t.people.nameless}
            </a>{' '}
            <span class="soft">
              {[birthDate && t.people.duplicates.born(t.format.date(birthDate)), t.people.duplicates.why[likeness]]
                .filter(Boolean)
                .join(', ')}
            </span>
          </li>
        ))}
      </ul>
      <input type="hidden" name={LOOKALIKES_SEEN} value="oui" />
    </div>
  );
}
