import { FRENCH } from '../../i18n/languages.ts';
import type { TypedAnswers } from '../../services/ports/drafts.ts';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { KeptAnswers } from './interrupted.tsx';

const { kept } = FRENCH.t.accounts;

/** The answers of a form that was interrupted, to be sent by their owner's hand. */
export function KeptPage({ site, formToken, typed }: { site: Site; formToken: string; typed: TypedAnswers }) {
  return (
    <Page site={site} title={kept.title} noIndex>
      <h1>{kept.title}</h1>
      <p class="lead">{kept.text}</p>
      <form action="/connexion/reponses/envoyer" method="post">
        <FormToken value={formToken} />
        <KeptAnswers typed={typed} />
        <p class="actions">
          <button type="submit" class="button">
            {kept.submit}
          </button>
        </p>
      </form>
      <form action="/connexion/reponses/laisser" method="post">
        <FormToken value={formToken} />
        <p class="actions">
          <button type="submit" class="button button-quiet">
            {kept.drop}
          </button>
        </p>
      </form>
    </Page>
  );
}
