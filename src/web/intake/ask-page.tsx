import { GOAL_KINDS } from '../../domain/intake/request.ts';
import type { AskMessages } from '../../i18n/ask/index.ts';
import { FRENCH, findSpeech, type Language } from '../../i18n/languages.ts';
import type { Commune } from '../../services/ports.ts';
import {
  ChoiceField,
  ErrorSummary,
  type FieldMessage,
  messageFor,
  SelectField,
  TextAreaField,
  TextField,
} from '../forms/fields.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { CommuneField, OneBox } from './request-form-page.tsx';
import type { Typed } from './typed-form.ts';

export type AskSpeech = { language: Language; t: AskMessages };
type Call = { phone: string | null; hours: string | null };

/** The frame of the site speaks the language where it can, and French where it cannot yet. */
const frameOf = ({ language }: AskSpeech) => ({ language, t: (findSpeech(language.code) ?? FRENCH).t });

const telephone = (phone: string) => `tel:${phone.replace(/[^+\d]/g, '')}`;

/** `/{lang}/demande` */
export function AskPage({
  site,
  speech,
  teams,
  communes,
  candidates,
  call,
  typed,
  errors,
  tooMany,
}: {
  site: Site;
  speech: AskSpeech;
  teams: readonly { id: string; name: string }[];
  communes: readonly Commune[];
  candidates: readonly Commune[];
  call: Call;
  typed: Typed;
  errors: readonly FieldMessage[];
  tooMany: boolean;
}) {
  const { t, language } = speech;
  const frame = frameOf(speech);
  const error = (id: string) => messageFor(errors, id);
  const text = (id: 'phone' | 'email' | 'place' | 'when' | 'callWhen', hint?: string) => (
    <TextField id={id} label={t[id]} hint={hint} value={typed[id] ?? ''} error={error(id)} />
  );
  if (teams.length === 0) {
    return (
      <Page site={site} speech={frame} title={t.closed.title}>
        <h1>{t.closed.title}</h1>
        <p class="lead">{t.closed.text}</p>
        <CallUs t={t} call={call} say={t.orCall} />
      </Page>
    );
  }
  return (
    <Page site={site} speech={frame} title={t.title} description={t.lead} hasErrors={errors.length > 0 || tooMany}>
      <ErrorSummary title={frame.t.errors.summary} errors={errors} />
      {tooMany && (
        <div class="error-summary" role="alert">
          <p>{t.tooMany}</p>
          <CallUs t={t} call={call} say={t.orCall} />
        </div>
      )}
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <CallUs t={t} call={call} say={t.orCall} />
      <form action={`/${language.code}/demande`} method="post" class="questions" novalidate>
        <input type="hidden" name="once" value={typed.once} />
        {teams.length > 1 && (
          <SelectField
            id="team"
            label={t.team}
            value={typed.team ?? ''}
            error={error('team')}
            options={teams.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <section class="panel" aria-labelledby="besoin">
          <h2 id="besoin">{t.need}</h2>
          <ChoiceField
            id="goalKind"
            legend={t.goal}
            values={[typed.goalKind ?? '']}
            error={error('goalKind')}
            options={GOAL_KINDS.map((kind) => ({ value: kind, label: t.goals[kind] }))}
          />
          {text('place', t.placeHint)}
          {text('when', t.whenHint)}
          <TextAreaField
            id="need"
            label={t.words}
            hint={t.wordsHint}
            value={typed.need ?? ''}
            error={error('need')}
            rows={4}
          />
        </section>
        <section class="panel" aria-labelledby="vous">
          <h2 id="vous">{t.you}</h2>
          <TextField id="firstName" label={t.firstName} value={typed.firstName ?? ''} error={error('firstName')} />
          {text('phone')}
          {text('email', t.emailHint)}
          <CommuneField typed={typed} error={error('commune')} words={t} communes={communes} candidates={candidates} />
          {text('callWhen', t.callWhenHint)}
          <OneBox id="discreet" label={t.discreet} checked={typed.discreet === 'oui'} />
        </section>
        <p class="notice">{t.notice}</p>
        <p class="actions">
          <button type="submit" class="button">
            {t.submit}
          </button>
        </p>
      </form>
    </Page>
  );
}

/** The number to call in words of the page, and when; nothing where there is none. */
function CallUs({ t, call: { phone, hours }, say }: { t: AskMessages; call: Call; say(phone: string): string }) {
  if (phone === null) return null;
  return (
    <p class="phone">
      <a href={telephone(phone)}>{say(phone)}</a>
      {hours && <span> {t.done.hours(hours)}</span>}
    </p>
  );
}

/** `/{lang}/demande/envoyee`: the same for everybody, whoever they are to us. */
export function AskedPage({ site, speech, call }: { site: Site; speech: AskSpeech; call: Call }) {
  const { t } = speech;
  return (
    <Page site={site} speech={frameOf(speech)} title={t.done.title} noIndex>
      <h1>{t.done.title}</h1>
      <h2>{t.done.next}</h2>
      <ol class="next-steps">
        {t.done.steps.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      {call.phone === null ? <p>{t.done.noPhone}</p> : <CallUs t={t} call={call} say={t.done.call} />}
    </Page>
  );
}
