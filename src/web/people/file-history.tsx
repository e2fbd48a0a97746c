import { FRENCH } from '../../i18n/languages.ts';
import type { FileProps } from './file-page.tsx';
import { filePath } from './person-names.ts';

const { t } = FRENCH;
const say = t.people.file.history;
/** More of them are shown on demand. */
const LINES = 15;

/** What happened, the newest first: ids and names of actions become words, what has none is left out. */
export function HistorySection({ view, timeZone, wholeHistory }: FileProps) {
  const lines = view.history.flatMap(({ action, at, name }) => {
    const words = say.actions[action];
    return words === undefined ? [] : [{ at, words, name }];
  });
  const shown = wholeHistory ? lines : lines.slice(0, LINES);
  return (
    <section id="historique" aria-labelledby="historique-titre">
      <h2 id="historique-titre">{say.heading}</h2>
      {lines.length === 0 && <p>{say.none}</p>}
      <ol class="plain-list history">
        {shown.map(({ at, words, name }) => (
          <li>
            <time datetime={at} class="soft">
              {t.format.instant(at, timeZone)}
            </time>{' '}
            {words}
            {name && <span class="soft">{` ${say.by(name)}`}</span>}
          </li>
        ))}
      </ol>
      {shown.length < lines.length && (
        <p class="ways">
          <a href={`${filePath(view.file.id)}?historique=tout#historique`}>{say.show}</a>
        </p>
      )}
    </section>
  );
}
