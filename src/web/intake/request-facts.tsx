import { FRENCH } from '../../i18n/languages.ts';
import type { ReceivedRequest, SentRequest } from '../../services/intake/request-view.ts';
import { moment } from './words.tsx';

const { t } = FRENCH;
const say = t.intake.request;

/** What a request says, on either side of it. */
export function RequestFacts({
  request,
  timeZone,
  communeName,
}: {
  request: ReceivedRequest | SentRequest;
  timeZone: string;
  communeName: string | null;
}) {
  const { person, goal, need, createdAt, senderName } = request;
  const from = request.side === 'receiver' ? request.fromOrganisationName : null;
  const rows: [label: string, value: string | null | undefined, href?: string][] = [
    [say.facts.sentOn, moment(createdAt, timeZone)],
    [say.facts.sender, [senderName, from].filter(Boolean).join(', ') || t.intake.origins[request.origin]],
    request.side === 'receiver' ? [say.facts.assigned, request.assignedName] : [say.facts.team, request.teamName],
    [say.facts.goal, t.intake.goals[goal.kind]],
    [say.facts.place, goal.place],
    [say.facts.when, goal.when],
    [say.facts.commune, communeName],
    [say.facts.phone, person.phone, person.phone && `tel:${person.phone.replace(/[^+\d]/g, '')}`],
    [say.facts.email, person.email, person.email && `mailto:${person.email}`],
  ];
  return (
    <>
      <dl class="request-facts">
        {rows
          .filter(([, value]) => value)
          .map(([label, value, href]) => (
            <div>
              <dt>{label}</dt>
              <dd dir="auto">{href ? <a href={href}>{value}</a> : value}</dd>
            </div>
          ))}
      </dl>
      <h2>{say.need}</h2>
      {need === '' ? (
        <p class="soft">{say.noNeed}</p>
      ) : (
        <p class="words" dir="auto">
          {need}
        </p>
      )}
    </>
  );
}
