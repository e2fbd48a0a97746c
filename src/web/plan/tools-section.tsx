import { FRENCH } from '../../i18n/languages.ts';
import { PERSON_LANGUAGES } from '../../i18n/person/index.ts';
import type { PlanView } from '../../services/plans/view-plan.ts';
import { SelectField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import type { PlanPageProps } from './plan-page.tsx';

const { t } = FRENCH;
const { tools: say } = t.plan;

/** How the person gets the plan: on paper, or under a link, in their language. */
export function ToolsSection(props: PlanPageProps & { plan: PlanView; path: string }) {
  const { plan, path, person, formToken, isUnsaved, secret, timeZone } = props;
  const language = person.language ?? 'fr';
  if (isUnsaved) {
    return (
      <section class="panel" aria-labelledby="tools">
        <h2 id="tools">{say.heading}</h2>
        <p>{say.unsavedFirst}</p>
      </section>
    );
  }
  return (
    <section class="panel screen-only" aria-labelledby="tools">
      <h2 id="tools">{say.heading}</h2>
      <ul class="kinds" aria-label={say.printIn}>
        {PERSON_LANGUAGES.map(({ code, name, htmlLang }) => (
          <li>
            <a href={`${path}/imprimer?langue=${code}`} lang={htmlLang}>
              {code === 'fr' ? say.print : name}
            </a>
          </li>
        ))}
      </ul>
      <h3>{say.share}</h3>
      <p>{say.shareText}</p>
      {plan.share && <p>{say.shared(t.format.instant(plan.share.expiresAt, timeZone))}</p>}
      <form method="post" action={`${path}/partager`}>
        <FormToken value={formToken} />
        <input type="hidden" name="planId" value={plan.id} />
        <input type="hidden" name="secret" value={secret} />
        <SelectField
          id="langue"
          label={say.language}
          value={language}
          options={PERSON_LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
        />
        <p class="actions">
          <button type="submit" name="action" value="link" class="button">
            {say.make}
          </button>
          {person.email && !person.discreet && (
            <button type="submit" name="action" value="mail" class="button button-quiet">
              {say.makeAndMail(person.email)}
            </button>
          )}
        </p>
        {(!person.email || person.discreet) && <p class="soft">{person.discreet ? say.discreet : say.noEmail}</p>}
      </form>
      {plan.share && (
        <form method="post" action={`${path}/partage/fermer`}>
          <FormToken value={formToken} />
          <input type="hidden" name="planId" value={plan.id} />
          <button type="submit" class="button button-quiet">
            {say.stop}
          </button>
        </form>
      )}
    </section>
  );
}
