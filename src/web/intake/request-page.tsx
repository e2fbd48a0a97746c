import type { Child } from 'hono/jsx';
import type { Scope } from '../../domain/accounts/scopes.ts';
import { DECLINE_REASONS, OUTCOMES } from '../../domain/intake/request.ts';
import type { RequestAction } from '../../domain/intake/request-states.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Contacts } from '../../services/intake/get-contacts.ts';
import type { RequestToHandle } from '../../services/intake/get-request.ts';
import {
  ChoiceField,
  ErrorSummary,
  type FieldMessage,
  messageFor,
  SelectField,
  TextAreaField,
} from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { filePath } from '../people/person-names.ts';
import { IntakeMenu } from './intake-menu.tsx';
import { PersonContacts } from './person-contacts.tsx';
import { RequestFacts } from './request-facts.tsx';
import type { Typed } from './typed-form.ts';
import { DiscreetNotice, nameOf, OverdueTag, requestPath, StatusTag } from './words.tsx';

const { t } = FRENCH;
const say = t.intake.request;

type Props = {
  site: Site;
  scopes: ReadonlySet<Scope>;
  formToken: string;
  memberId: string;
  request: RequestToHandle;
  /** What was noted on it; null once there is a file, where it stands. */
  contacts: Contacts | null;
  timeZone: string;
  communeName: string | null;
  typed: Typed;
  errors: readonly FieldMessage[];
  /** Somebody was quicker: what they did is shown, and what was typed is kept. */
  conflict: string | null;
  once: string;
};

/** `/pro/demandes/:id`, for the team that received it. */
export function RequestPage(props: Props) {
  const { site, scopes, formToken, request, contacts, timeZone, errors, conflict } = props;
  const name = nameOf(request.person);
  const may = (action: RequestAction) => request.actions.includes(action);
  return (
    <Page site={site} title={say.title(name)} hasErrors={errors.length > 0 || conflict !== null} noIndex>
      <IntakeMenu scopes={scopes} here="inbox" />
      <p class="way-back">
        <a href="/pro/demandes">{say.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      {conflict !== null && <Conflict message={conflict} typed={props.typed} />}
      <h1 dir="auto">{say.title(name)}</h1>
      <p class="tags">
        {request.overdue && <OverdueTag />}
        <StatusTag status={request.status} />
      </p>
      <DiscreetNotice
        person={{
          discreet: request.person.discreet ?? false,
          safeHours: [],
          callWhen: request.person.callWhen ?? null,
        }}
      />
      <RequestFacts request={request} timeZone={timeZone} communeName={props.communeName} />
      {request.outcome !== null && (
        <section aria-labelledby="reponse">
          <h2 id="reponse">{say.answered}</h2>
          <p>{t.intake.outcomes[request.outcome as keyof typeof t.intake.outcomes]}</p>
          {request.outcomeText && (
            <p class="words" dir="auto">
              {request.outcomeText}
            </p>
          )}
        </section>
      )}
      {request.beneficiaryId !== null && (
        <p class="actions">
          <a class="button" href={filePath(request.beneficiaryId)}>
            {say.toFile}
          </a>
        </p>
      )}
      {may('takeUp') && <TakeUp {...props} />}
      {may('assign') && <Assign {...props} />}
      {may('decline') && <Decline {...props} />}
      {may('close') && <Close {...props} />}
      {contacts && (
        <PersonContacts contacts={contacts} formToken={formToken} timeZone={timeZone} once={props.once} isReachShown />
      )}
    </Page>
  );
}

/** The row as it is now is on the page; what was typed stays, to be sent again or not. */
function Conflict({ message, typed }: { message: string; typed: Typed }) {
  return (
    <div class="error-summary" role="alert">
      <h2>{say.conflictTitle}</h2>
      <p>{message}</p>
      {typed.text && (
        <>
          <p>
            <strong>{say.yourWords}</strong>
          </p>
          <p class="words" dir="auto">
            {typed.text}
          </p>
        </>
      )}
    </div>
  );
}

function ActionForm({
  request,
  formToken,
  action,
  children,
}: {
  request: RequestToHandle;
  formToken: string;
  action: string;
  children: Child;
}) {
  return (
    <form action={`${requestPath(request.id)}/${action}`} method="post" novalidate>
      <FormToken value={formToken} />
      <input type="hidden" name="seen" value={request.updatedAt} />
      {children}
    </form>
  );
}

function TakeUp(props: Props) {
  const { request, errors } = props;
  const { takeUp } = say;
  return (
    <section class="panel" aria-labelledby="prendre">
      <h2 id="prendre">{takeUp.title}</h2>
      <p>{request.beneficiaryId === null ? takeUp.text : takeUp.shared}</p>
      <ActionForm {...props} action="prendre">
        {request.likelyFiles.length > 0 && (
          <ChoiceField
            id="file"
            legend={takeUp.legend}
            values={[props.typed.file ?? '']}
            error={messageFor(errors, 'file')}
            options={[
              ...request.likelyFiles.map((file) => ({ value: file.id, label: takeUp.same(nameOf(file)) })),
              { value: 'nouveau', label: takeUp.fresh },
            ]}
          />
        )}
        <button type="submit" class="button">
          {takeUp.submit}
        </button>
      </ActionForm>
    </section>
  );
}

function Assign(props: Props) {
  const { request, memberId, errors } = props;
  const isMine = request.assignedTo === memberId;
  if (isMine && request.colleagues.length < 2) return null;
  return (
    <section class="panel" aria-labelledby="attribuer">
      <h2 id="attribuer">{say.assign.title}</h2>
      {request.colleagues.length > 1 && (
        <ActionForm {...props} action="attribuer">
          <SelectField
            id="memberId"
            label={say.assign.label}
            value={request.assignedTo ?? memberId}
            error={messageFor(errors, 'memberId')}
            options={request.colleagues.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <p class="actions">
            <button type="submit" class="button button-quiet">
              {say.assign.submit}
            </button>
          </p>
        </ActionForm>
      )}
      {!isMine && (
        <ActionForm {...props} action="attribuer">
          <input type="hidden" name="memberId" value={memberId} />
          <button type="submit" class="button button-quiet">
            {say.assign.mine}
          </button>
        </ActionForm>
      )}
    </section>
  );
}

const options = (codes: readonly (keyof typeof t.intake.outcomes)[]) =>
  codes.map((code) => ({ value: code, label: t.intake.outcomes[code] }));

function AnswerText({ request, typed, errors, id }: Props & { id: string }) {
  return (
    <>
      <TextAreaField
        id={id}
        name="text"
        label={say.decline.text}
        hint={say.decline.textHint}
        value={typed.text ?? ''}
        error={messageFor(errors, id)}
      />
      {request.origin === 'employer' && <p class="notice">{say.toEmployer}</p>}
    </>
  );
}

function Decline(props: Props) {
  const error = messageFor(props.errors, 'reason');
  return (
    <details class="more panel" open={error !== undefined || props.typed.reason !== undefined || undefined}>
      <summary>{say.decline.title}</summary>
      <ActionForm {...props} action="decliner">
        <ChoiceField
          id="reason"
          legend={say.decline.reason}
          values={[props.typed.reason ?? '']}
          error={error}
          options={options(DECLINE_REASONS)}
        />
        <AnswerText {...props} id="declineText" />
        <button type="submit" class="button button-quiet">
          {say.decline.submit}
        </button>
      </ActionForm>
    </details>
  );
}

function Close(props: Props) {
  return (
    <section class="panel" aria-labelledby="clore">
      <h2 id="clore">{say.close.title}</h2>
      <ActionForm {...props} action="clore">
        <ChoiceField
          id="outcome"
          legend={say.close.outcome}
          values={[props.typed.outcome ?? '']}
          error={messageFor(props.errors, 'outcome')}
          options={options(OUTCOMES)}
        />
        <AnswerText {...props} id="closeText" />
        <button type="submit" class="button">
          {say.close.submit}
        </button>
      </ActionForm>
    </section>
  );
}
