import { PERSON_STATUSES } from '../../domain/people/status.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { ListedPeople } from '../../services/people/list-people.ts';
import { ChoiceField, SelectField, TextField } from '../forms/fields.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { PeopleList } from './people-list.tsx';
import type { PeopleSearch } from './people-query.ts';

const { t } = FRENCH;
const say = t.people.list;

type Props = {
  site: Site;
  search: PeopleSearch;
  found: ListedPeople;
  mayTransfer: boolean;
  mayOpen: boolean;
  timeZone: string;
  communeName(code: string): string | null;
};

/** `/pro/personnes` */
export function PeopleListPage({ site, search, found, mayTransfer, mayOpen, timeZone, communeName }: Props) {
  const { dashboard } = t.people;
  const next = found.nextCursor && `/pro/personnes?${search.toQuery({ suite: found.nextCursor })}`;
  return (
    <Page site={site} title={say.title} section="people" noIndex wide>
      <h1>{say.title}</h1>
      <p class="actions">
        {mayOpen && (
          <a href="/pro/personnes/nouvelle" class="button">
            {dashboard.newPerson}
          </a>
        )}
        <a href="/pro/personnes/doublons" class="quiet-link">
          {dashboard.links.duplicates}
        </a>
        {mayOpen && (
          <a href="/pro/personnes/importer" class="quiet-link">
            {dashboard.links.import}
          </a>
        )}
        <a href="/pro/personnes/export.csv" class="quiet-link" download>
          {say.export}
        </a>
      </p>
      <div class="beside">
        <search>
          <form action="/pro/personnes" method="get" class="panel search">
            <TextField id="q" label={say.q} value={search.q} type="search" />
            <details class="more" open={search.isNarrowed}>
              <summary>{say.narrow}</summary>
              <ChoiceField
                id="qui"
                legend={say.whose}
                values={[search.whose]}
                options={[
                  { value: 'mine', label: say.mine },
                  { value: 'organisation', label: say.organisation },
                ]}
              />
              <SelectField
                id="etat"
                label={say.status}
                value={search.status ?? ''}
                options={[
                  { value: '', label: say.anyStatus },
                  ...PERSON_STATUSES.map((value) => ({ value, label: t.people.statuses[value] })),
                ]}
              />
              <ChoiceField
                id="attente"
                type="checkbox"
                legend={<span class="unseen">{say.needing}</span>}
                values={search.needing ? ['oui'] : []}
                options={[{ value: 'oui', label: say.needing }]}
              />
            </details>
            <p class="actions">
              <button type="submit" class="button">
                {say.submit}
              </button>
              {search.isAsked && (
                <a href="/pro/personnes" class="quiet-link">
                  {say.reset}
                </a>
              )}
            </p>
          </form>
        </search>
        <section aria-labelledby="resultats">
          <h2 id="resultats">{say.count(found.total)}</h2>
          {found.items.length === 0 ? (
            <p>{search.isAsked ? say.none : say.noneYet}</p>
          ) : (
            <form action="/pro/personnes/confier" method="get">
              <PeopleList people={found.items} tick={mayTransfer} where={{ timeZone, communeName }} />
              {mayTransfer && (
                <p class="actions">
                  <button type="submit" class="button button-quiet">
                    {say.transfer}
                  </button>
                </p>
              )}
            </form>
          )}
          {(next || search.cursor) && (
            <p class="pages">
              {next && (
                <a href={next} class="button button-quiet" rel="next">
                  {say.next}
                </a>
              )}
              {search.cursor && <a href={`/pro/personnes?${search.toQuery({})}`}>{say.first}</a>}
            </p>
          )}
        </section>
      </div>
    </Page>
  );
}
