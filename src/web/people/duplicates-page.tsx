import { FRENCH } from '../../i18n/languages.ts';
import type { LookalikePair, NamedFile } from '../../services/people/list-duplicates.ts';
import { Page, type Site } from '../layout/page.tsx';
import { filePath } from './person-names.ts';

const { t } = FRENCH;
const say = t.people.duplicates;

/** `/pro/personnes/doublons` */
export function DuplicatesPage(props: {
  site: Site;
  pairs: readonly LookalikePair[];
  total: number;
  communeName(code: string): string | null;
}) {
  const { site, pairs, total } = props;
  const file = ({ id, name, birthDate, commune }: NamedFile) => (
    <li>
      <a href={filePath(id)} class="quiet-link">
        {name ?? t.people.nameless}
      </a>{' '}
      <span class="soft">
        {[birthDate && say.born(t.format.date(birthDate)), commune && (props.communeName(commune) ?? commune)]
          .filter(Boolean)
          .join(', ')}
      </span>
    </li>
  );
  return (
    <Page site={site} title={say.title} section="people" noIndex>
      <p class="way-back">
        <a href="/pro/personnes">{t.people.file.back}</a>
      </p>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      {pairs.length === 0 ? <p>{say.none}</p> : <p>{say.count(pairs.length, total)}</p>}
      <ul class="cards lookalikes">
        {pairs.map(({ a, b, likeness }) => (
          <li class="panel">
            <h2>{say.why[likeness]}</h2>
            <ul class="plain-list">
              {file(a)}
              {file(b)}
            </ul>
          </li>
        ))}
      </ul>
    </Page>
  );
}
