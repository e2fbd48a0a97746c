import type { Scope } from '../../domain/accounts/scopes.ts';
import { FRENCH } from '../../i18n/languages.ts';

const say = FRENCH.t.intake.menu;

export type IntakePlace = 'inbox' | 'lines' | 'sent' | 'send';
const ENTRIES: readonly { place: IntakePlace; href: string; scope: Scope }[] = [
  { place: 'inbox', href: '/pro/demandes', scope: 'requests:handle' },
  { place: 'lines', href: '/pro/lignes', scope: 'requests:handle' },
  { place: 'sent', href: '/pro/demandes/envoyees', scope: 'requests:send' },
  { place: 'send', href: '/pro/demandes/nouvelle', scope: 'requests:send' },
];

/** The pages about requests that are this member's to open; calls and appointments are in the menu of the office. */
export function IntakeMenu({ scopes, here }: { scopes: ReadonlySet<Scope>; here?: IntakePlace }) {
  return (
    <nav class="intake-menu" aria-label={say.label}>
      <ul>
        {ENTRIES.filter(({ scope }) => scopes.has(scope)).map(({ place, href }) => (
          <li>
            <a href={href} aria-current={place === here ? 'page' : undefined}>
              {say[place]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
