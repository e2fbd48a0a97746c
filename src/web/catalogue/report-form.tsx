import { REPORT_KINDS } from '../../domain/catalogue/freshness.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { ChoiceField, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { offerPath } from '../resources/paths.ts';

const say = FRENCH.t.resources.freshness.report;

/** What has become of a report, by `?signale=`. */
const SAID: Record<string, string> = { oui: say.done, deja: say.already };

/** By which a professional who is signed in says what is wrong with an offer. */
export function ReportForm({
  offerId,
  formToken,
  said,
}: {
  offerId: string;
  formToken: string;
  said: string | undefined;
}) {
  const told = SAID[said ?? ''];
  return (
    <section class="panel" id="signaler" aria-labelledby="signaler-titre">
      <h2 id="signaler-titre">{say.title}</h2>
      {told ? (
        <p class="notice" role="status">
          {told}
        </p>
      ) : (
        <>
          <p>{say.text}</p>
          <form action={offerPath(offerId, 'signaler')} method="post">
            <FormToken value={formToken} />
            <ChoiceField
              id="kind"
              legend={say.kind}
              values={[]}
              options={REPORT_KINDS.map((kind) => ({ value: kind, label: say.kinds[kind] }))}
              error={said === 'incomplet' ? say.chooseKind : undefined}
            />
            <TextField id="note" label={say.note} hint={say.noteHint} size="long" />
            <button type="submit" class="button button-quiet">
              {say.button}
            </button>
          </form>
        </>
      )}
    </section>
  );
}
