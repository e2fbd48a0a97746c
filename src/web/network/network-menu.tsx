import { FRENCH } from '../../i18n/languages.ts';
import {
  COMPANIES_PATH,
  EVENTS_PATH,
  LETTER_DESK_PATH,
  LETTER_PATH,
  LIBRARY_PATH,
  PARTNERS_PATH,
  PUBLIC_EVENTS_PATH,
  PUBLIC_LIBRARY_PATH,
} from './paths.ts';

const { menu } = FRENCH.t.network;
const PLACES = [
  ['partners', PARTNERS_PATH],
  ['events', EVENTS_PATH],
  ['library', LIBRARY_PATH],
  ['letter', LETTER_DESK_PATH],
] as const;

/** What the pôle ressources keeps of the network, one beside the other. */
export const NetworkMenu = ({ here }: { here: (typeof PLACES)[number][0] }) => (
  <nav class="network-menu" aria-label={menu.label}>
    <ul class="menu">
      {PLACES.map(([name, href]) => (
        <li>
          <a href={href} aria-current={name === here ? 'true' : undefined}>
            {menu[name]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const PUBLIC_PLACES = [
  ['events', PUBLIC_EVENTS_PATH],
  ['library', PUBLIC_LIBRARY_PATH],
  ['letter', LETTER_PATH],
  ['companies', COMPANIES_PATH],
] as const;

/** What anybody may read of the network, from its directory. */
export const NetworkLinks = () => (
  <nav aria-label={menu.elsewhere}>
    <ul class="menu">
      {PUBLIC_PLACES.map(([name, href]) => (
        <li>
          <a href={href}>{menu[name]}</a>
        </li>
      ))}
    </ul>
  </nav>
);
