import { FRENCH } from '../../i18n/languages.ts';

const say = FRENCH.t.employer.conflict;

/** Two people changed the same thing: what is stored, beside what was typed. */
export const Changed = ({ lines }: { lines: readonly string[] }) => (
  <div class="notice notice-ask" role="alert">
    <h2>{say.title}</h2>
    <p>{say.text}</p>
    <h3>{say.stored}</h3>
    <ul>
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  </div>
);
