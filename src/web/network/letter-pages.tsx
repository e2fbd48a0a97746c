import { FRENCH } from '../../i18n/languages.ts';
import type { previewLetter } from '../../services/network/send-letters.ts';
import { ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { NetworkMenu } from './network-menu.tsx';
import { LETTER_PATH } from './paths.ts';

const { t } = FRENCH;
const say = t.network.letter;

type Props = {
  site: Site;
  typed: string;
  errors: readonly FieldMessage[];
  isAsked: boolean;
  /** Who is signed in, where somebody is. */
  member: { formToken: string; email: string; isReader: boolean } | null;
};

/** `/fr/lettre` */
export function LetterPage({ site, typed, errors, isAsked, member }: Props) {
  return (
    <Page site={site} title={say.title} description={say.lead} hasErrors={errors.length > 0}>
      {isAsked && (
        <p class="notice" role="status">
          {say.asked}
        </p>
      )}
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      {member === null ? (
        !isAsked && (
          <form action={LETTER_PATH} method="post" class="questions" novalidate>
            <TextField
              id="email"
              type="email"
              label={say.email}
              hint={say.emailHint}
              value={typed}
              error={messageFor(errors, 'email')}
            />
            <p class="actions">
              <button type="submit" class="button">
                {say.submit}
              </button>
            </p>
          </form>
        )
      ) : (
        <form action={`${LETTER_PATH}/compte`} method="post">
          <FormToken value={member.formToken} />
          <input type="hidden" name="wanted" value={member.isReader ? 'no' : 'yes'} />
          <p>{member.isReader ? say.member.subscribed : say.member.text(member.email)}</p>
          <p class="actions">
            <button type="submit" class={member.isReader ? 'button button-quiet' : 'button'}>
              {member.isReader ? say.member.leave : say.member.subscribe}
            </button>
          </p>
        </form>
      )}
    </Page>
  );
}

/** What a link leads to: one button. Reading it changes nothing. */
export function LetterLinkPage({
  site,
  path,
  what,
  isDone,
}: {
  site: Site;
  path: string;
  what: 'confirm' | 'leave';
  isDone: boolean;
}) {
  const words = say[what];
  return (
    <Page site={site} title={words.title} noIndex>
      <h1>{words.title}</h1>
      {isDone ? (
        <p class="notice" role="status">
          {words.done}
        </p>
      ) : (
        <form action={path} method="post">
          <p>{words.text}</p>
          <p class="actions">
            <button type="submit" class="button">
              {words.submit}
            </button>
          </p>
        </form>
      )}
    </Page>
  );
}

export const GoneLetterPage = ({ site }: { site: Site }) => (
  <Page site={site} title={say.gone.title} noIndex>
    <h1>{say.gone.title}</h1>
    <p class="lead">{say.gone.text}</p>
    <p class="actions">
      <a class="button button-quiet" href={LETTER_PATH}>
        {say.title}
      </a>
    </p>
  </Page>
);

type DeskProps = { site: Site; timeZone: string; preview: Awaited<ReturnType<typeof previewLetter>> };

/** `/ressources/lettre`: what the next one would hold. */
export function LetterDeskPage({ site, timeZone, preview: { parts, readers, since } }: DeskProps) {
  const { desk } = say;
  return (
    <Page site={site} title={desk.title} noIndex>
      <NetworkMenu here="letter" />
      <h1>{desk.title}</h1>
      <p class="lead">{desk.lead}</p>
      <p>{desk.readers(readers)}</p>
      <h2>{desk.next}</h2>
      <p class="hint">{desk.since(t.format.instant(since, timeZone))}</p>
      {parts.length === 0 && <p>{desk.nothing}</p>}
      {parts.map(({ title, lines }) => (
        <section class="partner-sheet">
          <h3>{title}</h3>
          <ul class="plain-list">
            {lines.map(({ title: line, url, detail }) => (
              <li>
                <a href={new URL(url).pathname}>{line}</a>
                {detail !== '' && <p class="soft">{detail}</p>}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p class="actions">
        <a class="button button-quiet" href={LETTER_PATH}>
          {desk.publicPage}
        </a>
      </p>
    </Page>
  );
}
