import type { Child, PropsWithChildren } from 'hono/jsx';
import type { WayInSpeech } from '../../i18n/way-in/index.ts';
import { ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import type { Site } from '../layout/page.tsx';
import { CallUs } from '../plan/call-us.tsx';
import { PersonFrame } from '../plan/person-frame.tsx';

export type Call = { phone: string | null; hours: string | null };

type FrameProps = {
  site: Site;
  told: WayInSpeech;
  call: Call;
  /** The same page in that language; null where there is no choice. */
  inLanguage: ((code: string) => string) | null;
};
type Form = { typed: string; errors: readonly FieldMessage[]; tooMany?: boolean };

export const wayInPath = (language: string, place: string) => `/${language}/mes-trajets/${place}`;
/** With the form that waits for it. */
export const withDraft = (path: string, draftId: string | null): string =>
  draftId === null ? path : `${path}?reservation=${encodeURIComponent(draftId)}`;

function Frame({
  site,
  told: { speech, say },
  call,
  inLanguage,
  title,
  errors = [],
  tooMany = false,
  children,
}: PropsWithChildren<FrameProps & { title: string; errors?: readonly FieldMessage[]; tooMany?: boolean }>) {
  const isWrong = errors.length > 0 || tooMany;
  return (
    <PersonFrame
      site={site}
      speech={speech}
      title={`${isWrong ? say.titlePrefix : ''}${title}`}
      inLanguage={inLanguage}
    >
      <ErrorSummary title={say.summary} errors={errors} />
      {tooMany && (
        <div class="error-summary" role="alert">
          <p>{say.tooMany}</p>
        </div>
      )}
      <h1>{title}</h1>
      {children}
      <CallUs call={call} say={say} speech={speech} />
    </PersonFrame>
  );
}

const Actions = ({ children }: { children: Child }) => <p class="actions way-in-actions">{children}</p>;
const Send = ({ text }: { text: string }) => (
  <Actions>
    <button type="submit" class="button">
      {text}
    </button>
  </Actions>
);

/** `/{lang}/mes-trajets/entrer` */
export function EnterPage({
  typed,
  errors,
  tooMany,
  draftId,
  ...props
}: FrameProps & Form & { draftId: string | null }) {
  const { say, speech } = props.told;
  const { code } = speech.language;
  return (
    <Frame {...props} title={say.enter.title} errors={errors} tooMany={tooMany ?? false}>
      <p class="lead">{say.enter.lead}</p>
      <form action={wayInPath(code, 'entrer')} method="post" novalidate>
        {draftId !== null && <input type="hidden" name="reservation" value={draftId} />}
        <TextField
          id="contact"
          label={say.enter.contact}
          hint={say.enter.hint}
          error={messageFor(errors, 'contact')}
          value={typed}
        />
        <Send text={say.enter.submit} />
      </form>
      <p class="ways">
        <a href={withDraft(wayInPath(code, 'code'), draftId)}>{say.enter.code}</a>
      </p>
    </Frame>
  );
}

/** `/{lang}/mes-trajets/envoye`: the same for everybody, whoever they are to us. */
export function SentPage({
  channel,
  draftId,
  ...props
}: FrameProps & { channel: 'sms' | 'email'; draftId: string | null }) {
  const { say, speech } = props.told;
  const { code } = speech.language;
  return (
    <Frame {...props} title={say.sent.title}>
      <p class="lead">{say.sent[channel]}</p>
      <p>{say.sent.life}</p>
      <p class="ways">
        <a href={withDraft(wayInPath(code, 'entrer'), draftId)}>{say.sent.again}</a>
      </p>
      <p class="ways">
        <a href={withDraft(wayInPath(code, 'code'), draftId)}>{say.enter.code}</a>
      </p>
    </Frame>
  );
}

/** `/l/{territory}/{token}`: one button. */
export function LinkPage({ path, deviceSecret, ...props }: FrameProps & { path: string; deviceSecret: string }) {
  const { say, speech } = props.told;
  return (
    <Frame {...props} title={say.link.title}>
      <p class="lead">{say.link.lead}</p>
      <Enter path={path} fields={{ appareil: deviceSecret, langue: speech.language.code }} text={say.link.submit} />
      <p class="soft">{say.link.kept}</p>
    </Frame>
  );
}

function Enter({ path, fields, text }: { path: string; fields: Record<string, string>; text: string }) {
  return (
    <form action={path} method="post">
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Send text={text} />
    </form>
  );
}

/** Used, past its time, or never there. */
export function GonePage({ why, ...props }: FrameProps & { why: 'used' | 'gone' }) {
  const { say, speech } = props.told;
  return (
    <Frame {...props} title={say.gone.title}>
      <p class="lead">{why === 'used' ? say.gone.used : say.gone.old}</p>
      <Actions>
        <a class="button" href={wayInPath(speech.language.code, 'entrer')}>
          {say.gone.ask}
        </a>
      </Actions>
    </Frame>
  );
}

/** What was sent is sent again by the button: nothing was used up. */
export function CookiesPage({ path, fields, ...props }: FrameProps & { path: string; fields: Record<string, string> }) {
  const { say } = props.told;
  return (
    <Frame {...props} title={say.cookies.title}>
      <p class="lead">{say.cookies.text}</p>
      <p>{say.cookies.how}</p>
      <p>{say.cookies.kept}</p>
      <Enter path={path} fields={fields} text={say.cookies.again} />
    </Frame>
  );
}

/** `/{lang}/mes-trajets/code` */
export function CodePage({
  typed,
  errors,
  tooMany,
  draftId,
  deviceSecret,
  ...props
}: FrameProps & Form & { draftId: string | null; deviceSecret: string }) {
  const { say, speech } = props.told;
  const { code } = speech.language;
  return (
    <Frame {...props} title={say.code.title} errors={errors} tooMany={tooMany ?? false}>
      <p class="lead">{say.code.lead}</p>
      <form action={wayInPath(code, 'code')} method="post" novalidate>
        <input type="hidden" name="appareil" value={deviceSecret} />
        {draftId !== null && <input type="hidden" name="reservation" value={draftId} />}
        <TextField
          id="code"
          label={say.code.label}
          hint={say.code.hint}
          error={messageFor(errors, 'code')}
          value={typed}
          size="medium"
        />
        <Send text={say.code.submit} />
      </form>
      <p class="ways">
        <a href={withDraft(wayInPath(code, 'entrer'), draftId)}>{say.code.without}</a>
      </p>
    </Frame>
  );
}

/** `/{lang}/mes-trajets/annee` */
export function YearPage({ typed, errors, ...props }: FrameProps & Form) {
  const { say, speech } = props.told;
  const { code } = speech.language;
  return (
    <Frame {...props} title={say.year.title} errors={errors}>
      <p class="lead">{say.year.lead}</p>
      <form action={wayInPath(code, 'annee')} method="post" novalidate>
        <TextField
          id="year"
          label={say.year.label}
          hint={say.year.hint}
          error={messageFor(errors, 'year')}
          value={typed}
          size="short"
          inputmode="numeric"
        />
        <Send text={say.year.submit} />
      </form>
      <p class="ways">
        <a href={wayInPath(code, 'entrer')}>{say.year.without}</a>
      </p>
    </Frame>
  );
}

/** A device that needs another link: nobody knows the year, or three were wrong. */
export function NewLinkPage({ why, ...props }: FrameProps & { why: 'newLink' | 'ended' }) {
  const { say, speech } = props.told;
  return (
    <Frame {...props} title={say.year.newLinkTitle}>
      <p class="lead">{say.year[why]}</p>
      <Actions>
        <a class="button" href={wayInPath(speech.language.code, 'entrer')}>
          {say.gone.ask}
        </a>
      </Actions>
    </Frame>
  );
}

/** The device is nobody's. */
export function LeftPage(props: FrameProps) {
  const { say, speech } = props.told;
  return (
    <Frame {...props} title={say.left.title}>
      <p class="lead">{say.left.text}</p>
      <p class="ways">
        <a href={wayInPath(speech.language.code, 'entrer')}>{say.left.again}</a>
      </p>
    </Frame>
  );
}

/** Ends the device: to be put on the page of one's rides. */
export const LeaveForm = ({ told: { speech, say } }: { told: WayInSpeech }) => (
  <form action={wayInPath(speech.language.code, 'quitter')} method="post">
    <button type="submit" class="button button-quiet">
      {say.left.submit}
    </button>
  </form>
);
