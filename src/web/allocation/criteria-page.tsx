import type { AllocationCriteria } from '../../domain/allocation/criteria.ts';
import { criteriaProse, ruleProse } from '../../domain/allocation/criteria-prose.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { Page, type Site } from '../layout/page.tsx';

const { t } = FRENCH;
const say = t.waiting.published;

/** `/fr/attribution`: the criteria as they are applied, in words made from them. */
export function CriteriaPage({ site, criteria }: { site: Site; criteria: AllocationCriteria }) {
  return (
    <Page site={site} title={say.title}>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      <h2>{say.rule}</h2>
      <ul>
        {ruleProse(criteria).map((sentence) => (
          <li>{t.format.typeset(sentence)}</li>
        ))}
      </ul>
      <h2>{say.criteria}</h2>
      {criteriaProse(criteria).map(({ name, sentences }) => (
        <>
          <h3>{name}</h3>
          <ul>
            {sentences.map((sentence) => (
              <li>{t.format.typeset(sentence)}</li>
            ))}
          </ul>
        </>
      ))}
      <p class="soft">{say.version(criteria.version)}</p>
    </Page>
  );
}
