import { ROLES } from '../../domain/accounts/roles.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Team } from '../../services/accounts/list-members.ts';
import { type Member, ORGANISATION_KINDS } from '../../services/ports/accounts.ts';
import { ErrorSummary, type FieldMessage, messageFor, SelectField, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';

const { t } = FRENCH;
const words = t.accounts.team;
const roleOptions = ROLES.map((role) => ({ value: role, label: t.accounts.roles[role] }));
const CHOOSE = { value: '', label: words.choose };

export type TeamDone = keyof typeof words.done;
/** What was typed into one of the forms, shown again with its errors. */
export type TeamAnswers = Readonly<Record<string, string>>;

type Props = {
  site: Site;
  team: Team;
  territory: { name: string; timeZone: string };
  formToken: string;
  now: string;
  done: TeamDone | null;
  errors: readonly FieldMessage[];
  answers: TeamAnswers;
};

export function TeamPage(props: Props) {
  const { site, team, territory, done, errors } = props;
  return (
    <Page site={site} title={words.title} hasErrors={errors.length > 0} noIndex>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{words.title}</h1>
      {done && (
        <p class="notice" role="status">
          {words.done[done]}
        </p>
      )}
      <p class="lead">{words.lead(territory.name)}</p>
      <section aria-labelledby="membres">
        <h2 id="membres">{words.membersHeading}</h2>
        <ul class="plain-list member-list">
          {team.members.map((member) => (
            <MemberRow {...props} member={member} />
          ))}
        </ul>
      </section>
      <InviteForm {...props} />
      <OrganisationForm {...props} />
    </Page>
  );
}

function MemberRow({ member, team, formToken, now, territory }: Props & { member: Member }) {
  const isMe = member.id === team.me.id;
  const { displayName: name } = member;
  return (
    <li>
      <p>
        <strong>{name}</strong> · {t.accounts.roles[member.role]}
        <br />
        {member.organisationName} · <span class="address">{member.email}</span>
      </p>
      <p class="hint">{stateOf(member, now, territory.timeZone)}</p>
      {!isMe && member.closedAt === null && (
        <div class="actions">
          <form action="/compte/equipe/role" method="post" class="inline-form">
            <FormToken value={formToken} />
            <input type="hidden" name="membre" value={member.id} />
            <input type="hidden" name="avant" value={member.role} />
            <SelectField
              id={`role-${member.id}`}
              name="role"
              label={words.setRoleOf(name)}
              value={member.role}
              options={roleOptions}
            />
            <button type="submit" class="button button-quiet">
              {words.setRole}
            </button>
          </form>
          <form action="/compte/equipe/fermer" method="post">
            <FormToken value={formToken} />
            <input type="hidden" name="membre" value={member.id} />
            <button type="submit" class="button button-quiet" aria-label={words.closeOf(name)}>
              {words.close}
            </button>
          </form>
        </div>
      )}
      {!isMe && (member.closedAt !== null || member.joinedAt === null) && (
        <form action="/compte/equipe/inviter" method="post" class="actions">
          <FormToken value={formToken} />
          <input type="hidden" name="organisationId" value={member.organisationId} />
          <input type="hidden" name="displayName" value={name} />
          <input type="hidden" name="email" value={member.email} />
          <input type="hidden" name="role" value={member.role} />
          <button type="submit" class="button button-quiet" aria-label={words.againOf(name)}>
            {words.again}
          </button>
        </form>
      )}
    </li>
  );
}

function stateOf({ closedAt, joinedAt, invitationExpiresAt }: Member, now: string, timeZone: string): string {
  if (closedAt !== null) return words.states.closed;
  if (joinedAt !== null) return words.states.joined;
  const isOver = invitationExpiresAt === null || Date.parse(invitationExpiresAt) <= Date.parse(now);
  return isOver ? words.states.expired : words.states.invited(t.format.instant(invitationExpiresAt, timeZone));
}

function InviteForm({ team, formToken, errors, answers }: Props) {
  const organisations = team.organisations.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <section aria-labelledby="inviter">
      <h2 id="inviter">{words.inviteHeading}</h2>
      <p>{words.inviteText}</p>
      <form action="/compte/equipe/inviter" method="post" class="questions" novalidate>
        <FormToken value={formToken} />
        <SelectField
          id="organisationId"
          label={words.organisation}
          value={answers.organisationId ?? team.me.organisationId}
          options={organisations}
          error={messageFor(errors, 'organisationId')}
        />
        <TextField
          id="displayName"
          label={words.name}
          value={answers.displayName ?? ''}
          error={messageFor(errors, 'displayName')}
        />
        <TextField
          id="email"
          label={words.email}
          type="email"
          value={answers.email ?? ''}
          error={messageFor(errors, 'email')}
        />
        <SelectField
          id="role"
          label={words.role}
          value={answers.role ?? ''}
          options={[CHOOSE, ...roleOptions]}
          error={messageFor(errors, 'role')}
        />
        <dl class="role-hints">
          {ROLES.map((role) => (
            <>
              <dt>{t.accounts.roles[role]}</dt>
              <dd>{t.accounts.roleHints[role]}</dd>
            </>
          ))}
        </dl>
        <p class="actions">
          <button type="submit" class="button">
            {words.inviteSubmit}
          </button>
        </p>
      </form>
    </section>
  );
}

function OrganisationForm({ team, formToken, errors, answers }: Props) {
  const kinds = ORGANISATION_KINDS.map((kind) => ({ value: kind, label: t.accounts.kinds[kind] }));
  return (
    <section aria-labelledby="structures">
      <h2 id="structures">{words.organisationsHeading}</h2>
      <ul>
        {team.organisations.map(({ name, kind }) => (
          <li>
            {name} · {t.accounts.kinds[kind]}
          </li>
        ))}
      </ul>
      <h3>{words.addOrganisation}</h3>
      <form action="/compte/equipe/structures" method="post" class="questions" novalidate>
        <FormToken value={formToken} />
        <TextField
          id="name"
          label={words.organisationName}
          value={answers.name ?? ''}
          error={messageFor(errors, 'name')}
        />
        <SelectField
          id="kind"
          label={words.kind}
          value={answers.kind ?? ''}
          options={[CHOOSE, ...kinds]}
          error={messageFor(errors, 'kind')}
        />
        <p class="actions">
          <button type="submit" class="button button-quiet">
            {words.addSubmit}
          </button>
        </p>
      </form>
    </section>
  );
}
