import { FRENCH } from '../../i18n/languages.ts';
import type { Letter } from '../../services/ports/messages.ts';
import { Page, type Site } from '../layout/page.tsx';

const { t } = FRENCH;
const say = t.letters;

type Props = { site: Site; letters: readonly Letter[]; timeZone: string; publicUrl: string };

export function LettersPage({ site, letters, timeZone, publicUrl }: Props) {
  return (
    <Page site={site} title={say.title} noIndex>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      {letters.length === 0 ? (
        <p>{say.none}</p>
      ) : (
        <ol class="letters" aria-label={say.list}>
          {letters.map((letter) => (
            <li class="letter">
              <h2>{letter.subject}</h2>
              <p class="soft">
                {say.to(letter.to)}, {say.at(t.format.instant(letter.at, timeZone))}
              </p>
              <p class="letter-text">{withLinks(letter.text, publicUrl)}</p>
            </li>
          ))}
        </ol>
      )}
    </Page>
  );
}

/**
 * The text with the links of our own site to be followed, by path: whoever reads it here reached the site by this address,
 * which may not be the one that mails tell.
 */
export function withLinks(text: string, publicUrl: string) {
  const parts = text.split(/(https?:\/\/\S+)/);
  return parts.map((part) =>
    part.startsWith(`${publicUrl}/`) ? <a href={part.slice(publicUrl.length)}>{part}</a> : part,
  );
}
