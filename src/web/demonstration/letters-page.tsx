import { FRENCH } from '../../i18n/languages.ts';
import type { ShownMessage } from '../../services/messages/list-letters.ts';
import { Page, type Site } from '../layout/page.tsx';

const { t } = FRENCH;
const say = t.letters;

type Props = { site: Site; letters: readonly ShownMessage[]; timeZone: string; publicUrl: string };

export function LettersPage({ site, letters, timeZone, publicUrl }: Props) {
  return (
    <Page site={site} title={say.title} noIndex>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      {letters.length === 0 ? (
        <p>{say.none}</p>
      ) : (
        <ol class="letters" aria-label={say.list}>
          {letters.map((message) => (
            <ShownLetter message={message} timeZone={timeZone} publicUrl={publicUrl} />
          ))}
        </ol>
      )}
    </Page>
  );
}

function ShownLetter({
  message,
  timeZone,
  publicUrl,
}: { message: ShownMessage } & Pick<Props, 'timeZone' | 'publicUrl'>) {
  const when = say.at(t.format.instant(message.at, timeZone));
  if (message.channel === 'email') {
    return (
      <li class="letter">
        <h2>{message.subject}</h2>
        <p class="soft">
          {say.to(message.to)}, {when}
        </p>
        <p class="letter-text">{withLinks(message.text, publicUrl)}</p>
      </li>
    );
  }
  return (
    <li class="sms">
      <h2>{say.sms(message.segments)}</h2>
      <p class="soft">
        {say.to(say.number(message.to))}, {when}
      </p>
      {/* Of any language: each line is read in the direction of its first letter. */}
      <p class="sms-bubble" dir="auto">
        {withLinks(message.text, publicUrl)}
      </p>
    </li>
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
