import type { DueGroup } from '../../domain/intake/call-back.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { CallToMake } from '../../services/intake/call-backs.ts';
import { ErrorSummary, type FieldMessage } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { CallFields } from './call-fields.tsx';
import { newFormKey, type Typed } from './typed-form.ts';
import { callPath, HowToReach, moment, nameOf, SubjectField, subjectPath } from './words.tsx';

const { t } = FRENCH;
const say = t.intake.call;

type Common = { site: Site; formToken: string; timeZone: string };

/** `/pro/rappels` */
export function CallsPage({
  site,
  formToken,
  timeZone,
  everybody,
  calls,
}: Common & { everybody: boolean; calls: readonly CallToMake[] }) {
  return (
    <Page site={site} title={say.title} noIndex wide>
      <h1>{say.title}</h1>
      <p class="lead">{everybody ? say.everybodyLead : say.lead}</p>
      <nav class="views" aria-label={say.filter}>
        <ul>
          <li>
            <a href="/pro/rappels" aria-current={everybody ? undefined : 'page'}>
              {say.mine}
            </a>
          </li>
          <li>
            <a href="/pro/rappels?tous=1" aria-current={everybody ? 'page' : undefined}>
              {say.everybody}
            </a>
          </li>
        </ul>
      </nav>
      {(['now', 'today', 'later'] as const satisfies readonly DueGroup[]).map((group) => {
        const due = calls.filter((call) => call.group === group);
        return (
          <section aria-labelledby={group}>
            <h2 id={group}>
              {say.groups[group].title} <span class="tally">{due.length}</span>
            </h2>
            {due.length === 0 ? (
              <p class="soft">{say.groups[group].empty}</p>
            ) : (
              <ul class="entries">
                {due.map((call) => (
                  <li class="entry">
                    <p class="entry-title">
                      <a href={subjectPath(call.subject)}>
                        <strong dir="auto">{nameOf(call.person)}</strong>
                      </a>
                    </p>
                    <CallFacts call={call} timeZone={timeZone} />
                    <CallActions call={call} formToken={formToken} />
                    <p class="open">
                      <a href={callPath(call.id)}>{say.later}</a>
                    </p>
                  </li>
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </Page>
  );
}

function CallFacts({ call, timeZone }: { call: CallToMake; timeZone: string }) {
  return (
    <>
      <p>
        <span dir="auto">{call.reason}</span>
        <span class="soft">
          {` – ${say.due(moment(call.dueAt, timeZone))}. ${
            call.memberName === null ? say.forTeam : say.forMember(call.memberName)
          }.`}
        </span>
      </p>
      <HowToReach person={call.person} />
    </>
  );
}

function CallActions({ call, formToken }: { call: CallToMake; formToken: string }) {
  return (
    <div class="actions">
      <form action={`${callPath(call.id)}/fait`} method="post">
        <FormToken value={formToken} />
        <button type="submit" class="button">
          {say.done}
          <span class="unseen">{` : ${nameOf(call.person)}`}</span>
        </button>
      </form>
      <form action="/pro/contacts" method="post">
        <FormToken value={formToken} />
        <SubjectField subject={call.subject} />
        <input type="hidden" name="once" value={newFormKey()} />
        <input type="hidden" name="kind" value="voicemail" />
        <input type="hidden" name="rappel" value={call.id} />
        <input type="hidden" name="retour" value="appels" />
        <button type="submit" class="button button-quiet" title={say.noAnswerHint}>
          {say.noAnswer}
          <span class="unseen">{` : ${nameOf(call.person)}`}</span>
        </button>
      </form>
    </div>
  );
}

/** `/pro/rappels/:id`: made, or put off with a reason. */
export function CallPage({
  site,
  formToken,
  timeZone,
  call,
  typed,
  errors,
}: Common & { call: CallToMake; typed: Typed; errors: readonly FieldMessage[] }) {
  const title = say.one(nameOf(call.person));
  return (
    <Page site={site} title={title} hasErrors={errors.length > 0} noIndex>
      <p class="way-back">
        <a href="/pro/rappels">{say.title}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1 dir="auto">{title}</h1>
      <CallFacts call={call} timeZone={timeZone} />
      <CallActions call={call} formToken={formToken} />
      <section class="panel" aria-labelledby="reporter">
        <h2 id="reporter">{say.later}</h2>
        <form action={`${callPath(call.id)}/reporter`} method="post" novalidate>
          <FormToken value={formToken} />
          <CallFields typed={typed} errors={errors} reasonLabel={say.laterReason} />
          <button type="submit" class="button button-quiet">
            {say.submitLater}
          </button>
        </form>
      </section>
    </Page>
  );
}
