import type { PropsWithChildren } from 'hono/jsx';
import type { CheckKind, DriverKind } from '../../domain/drivers/driver.ts';
import type { DriveSpeech } from '../../i18n/drive/index.ts';
import type { DrivingStructure } from '../../services/ports/drivers.ts';
import type { Commune } from '../../services/ports.ts';
import { ChoiceField, ErrorSummary, type FieldMessage, messageFor } from '../forms/fields.tsx';
import { OneBox } from '../intake/request-form-page.tsx';
import type { Typed } from '../intake/typed-form.ts';
import type { Site } from '../layout/page.tsx';
import { CallUs } from '../plan/call-us.tsx';
import { PersonFrame } from '../plan/person-frame.tsx';
import { TRIPS } from './drive-answers.ts';
import { DriverFields } from './driver-fields.tsx';

type FrameProps = {
  site: Site;
  told: DriveSpeech;
  call: { phone: string | null; hours: string | null };
  /** The same page in that language; null where there is no choice. */
  inLanguage: ((code: string) => string) | null;
};

export const drivePath = (language: string) => `/${language}/conduire`;

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

type Structure = Omit<DrivingStructure, 'email'>;
type FormProps = FrameProps & {
  structures: readonly Structure[];
  typed: Typed;
  errors: readonly FieldMessage[];
  candidates: Readonly<Record<string, readonly Commune[]>>;
  promises: readonly string[];
  required: Readonly<Record<DriverKind, readonly CheckKind[]>>;
  tooMany?: boolean;
};

/** `/{lang}/conduire` */
export function DrivePage({ structures, typed, errors, candidates, promises, required, tooMany, ...frame }: FormProps) {
  const { say, speech } = frame.told;
  if (structures.length === 0) {
    return (
      <Frame {...frame} title={say.closed.title}>
        <p class="lead">{say.closed.text}</p>
      </Frame>
    );
  }
  const kinds = (['volunteer', 'carpooler'] as const).filter((kind) =>
    structures.some((structure) => structure.kinds.includes(kind)),
  );
  const papers = kinds.map((kind) => required[kind]).reduce((a, b) => (a.length >= b.length ? a : b), []);
  return (
    <Frame {...frame} title={say.title} errors={errors} tooMany={tooMany ?? false}>
      <p class="lead">{say.lead}</p>
      <form action={drivePath(speech.language.code)} method="post" class="questions" novalidate>
        <input type="hidden" name="once" value={typed.once} />
        <ChoiceField
          id="structure"
          legend={say.structure}
          values={[typed.structure || (structures.length === 1 ? (structures[0]?.id ?? '') : '')]}
          error={messageFor(errors, 'structure')}
          options={structures.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <DriverFields say={say} kinds={kinds} {...{ typed, errors, candidates }} />
        <section class="panel" aria-labelledby="charte">
          <h2 id="charte">{say.charter}</h2>
          <ul>
            {promises.map((promise) => (
              <li>{promise}</li>
            ))}
          </ul>
          {messageFor(errors, 'charter') && <p class="wrong">{messageFor(errors, 'charter')}</p>}
          <OneBox id="charter" label={say.agree} checked={typed.charter === 'oui'} />
        </section>
        <p>{say.seen(papers.map((kind) => say.checks[kind]).join(say.and))}</p>
        <p class="notice">{say.privacy}</p>
        <p class="actions">
          <button type="submit" class="button" name="step" value="check">
            {say.submit}
          </button>
        </p>
      </form>
    </Frame>
  );
}

/** What was typed, once more, before it leaves. */
export function DriveCheckPage({
  typed,
  structures,
  ...frame
}: FrameProps & { typed: Typed; structures: readonly Structure[] }) {
  const { say, speech } = frame.told;
  const days = (n: string) =>
    (typed[`days${n}`] ?? '')
      .split(' ')
      .flatMap((day) => say.weekdays[Number(day) - 1] ?? [])
      .join(', ');
  const rows: [string, string][] = [
    [say.structure, structures.find(({ id }) => id === typed.structure)?.name ?? ''],
    [say.kind, typed.kind === 'volunteer' || typed.kind === 'carpooler' ? say.kinds[typed.kind] : ''],
    ...TRIPS.flatMap((n): [string, string][] => [
      [say.from, typed[`from${n}`] ?? ''],
      [say.to, typed[`to${n}`] ?? ''],
      [say.days, days(n)],
      [say.departure, typed[`time${n}`] ?? ''],
      [say.back, typed[`back${n}`] ?? ''],
    ]),
    [say.seats, typed.seats ?? ''],
    [say.detour, typed.detour ?? ''],
    [say.firstName, typed.firstName ?? ''],
    [say.lastName, typed.lastName ?? ''],
    [say.phone, typed.phone ?? ''],
    [say.email, typed.email ?? ''],
    [say.commune, typed.commune ?? ''],
    [say.charter, say.agree],
  ];
  return (
    <Frame {...frame} title={say.check.title}>
      <p class="lead">{say.check.next}</p>
      <dl class="facts">
        {rows
          .filter(([, value]) => value.trim() !== '')
          .map(([term, value]) => (
            <div>
              <dt>{term}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
      </dl>
      <form action={drivePath(speech.language.code)} method="post">
        {Object.entries(typed)
          .filter(([name]) => name !== 'step')
          .map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
        <p class="actions">
          <button type="submit" class="button" name="step" value="send">
            {say.check.send}
          </button>{' '}
          <button type="submit" class="button button-quiet" name="step" value="change">
            {say.check.change}
          </button>
        </p>
      </form>
    </Frame>
  );
}

/** `/{lang}/conduire/envoye`: the same for everybody, known or not. */
export function DriveSentPage(frame: FrameProps) {
  const { done } = frame.told.say;
  return (
    <Frame {...frame} title={done.title}>
      <p class="lead">{done.text}</p>
      <p>{done.link}</p>
    </Frame>
  );
}

/** `/{lang}/conduire/retrait/{territory}/{token}`. `structure` null: the link leads nowhere. */
export function LeavePage({
  path,
  structure,
  hasLeft,
  ...frame
}: FrameProps & { path: string; structure: string | null; hasLeft: boolean }) {
  const { leave } = frame.told.say;
  const [title, text] =
    structure === null
      ? [leave.goneTitle, leave.gone]
      : hasLeft
        ? [leave.doneTitle, leave.done]
        : [leave.title, leave.lead(structure)];
  return (
    <Frame {...frame} title={title}>
      <p class="lead">{text}</p>
      {structure !== null && !hasLeft && (
        <form action={path} method="post">
          <p class="actions">
            <button type="submit" class="button">
              {leave.submit}
            </button>
          </p>
        </form>
      )}
    </Frame>
  );
}
