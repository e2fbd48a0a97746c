import type { Need } from '../../domain/people/needs-today.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { ListedPerson } from '../../services/people/list-people.ts';
import { Tag } from '../components/tag.tsx';
import { needPath } from './need-links.ts';
import { filePath, shownName } from './person-names.ts';

const { t } = FRENCH;
const say = t.people;

type Where = { timeZone: string; communeName(code: string): string | null };

/** What calls for somebody, each with the way to where it is dealt with. */
export function Needs({ personId, needs, timeZone }: { personId: string; needs: readonly Need[]; timeZone: string }) {
  if (needs.length === 0) return null;
  return (
    <ul class="needs">
      {needs.map((need) => (
        <li class={`need need-${need.kind}`}>
          <a href={needPath(personId, need)}>{say.need(need, timeZone)}</a>
        </li>
      ))}
    </ul>
  );
}

/** One person a line, by name; with `tick`, each can be chosen to be handed over. */
export function PeopleList({ people, tick, where }: { people: readonly ListedPerson[]; tick: boolean; where: Where }) {
  return (
    <ul class="people">
      {people.map((person, index) => (
        <PersonLine person={person} tick={tick} where={where} index={index} />
      ))}
    </ul>
  );
}

function PersonLine({
  person,
  tick,
  where,
  index,
}: {
  person: ListedPerson;
  tick: boolean;
  where: Where;
  index: number;
}) {
  const name = shownName(person);
  const boxId = `personne-${index}`;
  return (
    <li class="person-line">
      {tick && (
        <span class="choice person-tick">
          <input type="checkbox" id={boxId} name="personne" value={person.id} />
          <label class="unseen" for={boxId}>
            {say.list.tick(name)}
          </label>
        </span>
      )}
      <div class="person-text">
        <p class="person-name">
          <a href={filePath(person.id)} class="quiet-link">
            <strong>{name}</strong>
          </a>
          <span class="tags">
            <Tag>{say.statuses[person.status]}</Tag>
            {person.illustrative && <Tag tone="example">{say.example}</Tag>}
          </span>
        </p>
        <p class="soft person-facts">{factsOf(person, where).join(' · ')}</p>
        <Needs personId={person.id} needs={person.needs} timeZone={where.timeZone} />
      </div>
    </li>
  );
}

function factsOf(person: ListedPerson, { timeZone, communeName }: Where): string[] {
  const { list } = say;
  const commune = person.commune === null ? null : (communeName(person.commune) ?? person.commune);
  const isNamedByReference = shownName(person) === person.reference;
  const referent = person.referentName ?? (person.referent ? list.otherOrganisation : list.noReferent);
  return [
    ...(commune === null ? [] : [commune]),
    ...(person.reference === null || isNamedByReference ? [] : [list.reference(person.reference)]),
    `${list.referent} : ${referent}`,
    person.lastContactAt === null ? list.noContact : list.lastContact(t.format.instant(person.lastContactAt, timeZone)),
  ];
}
