import { FRENCH } from '../../i18n/languages.ts';
import type { ResultView } from '../../services/result/browse-result.ts';
import { ChoiceField, SelectField, TextField } from '../forms/fields.tsx';
import { filterCount, type ResultQuery, VERDICT_VALUES, verdictValue } from './result-query.ts';

const { t } = FRENCH;
const say = t.result.filter;

/** Narrows the offers that carry, by the address alone. */
export function FilterForm({ view, query, path }: { view: ResultView; query: ResultQuery; path: string }) {
  const { filter } = query;
  const count = filterCount(filter);
  const { maxCostPerMonthCents: most } = filter;
  return (
    <details class="folded filters" open={count > 0 || undefined}>
      <summary>{count > 0 ? say.active(count) : say.heading}</summary>
      <form method="get" action={`${path}#offres`}>
        <ChoiceField
          id="type"
          type="checkbox"
          legend={say.kinds}
          values={filter.kinds}
          options={view.kinds.map(({ kind, offers }) => ({
            value: kind,
            label: say.kind(t.catalogue.kinds[kind], offers),
          }))}
        />
        <SelectField
          id="reponse"
          label={say.verdict}
          value={verdictValue(filter)}
          options={['' as const, ...VERDICT_VALUES].map((value) => ({ value, label: say.verdicts[value] }))}
        />
        <fieldset class="field choices">
          <legend>{say.more}</legend>
          <div class="choice-list">
            <Tick name="retour" label={say.bothWays} checked={filter.bothWays} />
            <Tick name="sanspermis" label={say.withoutLicence} checked={filter.withoutLicence} />
          </div>
        </fieldset>
        <TextField
          id="prix"
          label={say.price}
          hint={say.priceHint}
          value={most === null ? '' : String(most / 100).replace('.', ',')}
          suffix={say.priceSuffix}
          size="short"
          inputmode="decimal"
        />
        <p class="actions">
          <button type="submit" class="button">
            {say.submit}
          </button>
          {count > 0 && (
            <a class="quiet-link" href={`${path}#offres`}>
              {say.reset}
            </a>
          )}
        </p>
      </form>
    </details>
  );
}

function Tick({ name, label, checked }: { name: string; label: string; checked: boolean }) {
  return (
    <div class="choice">
      <input type="checkbox" id={name} name={name} value="1" checked={checked} />
      <div class="choice-text">
        <label for={name}>{label}</label>
      </div>
    </div>
  );
}
