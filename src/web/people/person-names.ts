import { personName } from '../../domain/people/identity.ts';
import { FRENCH } from '../../i18n/languages.ts';

/** How a person is called on a page; never nothing. */
export const shownName = (person: Parameters<typeof personName>[0]): string =>
  personName(person) ?? FRENCH.t.people.nameless;

export const filePath = (id: string): string => `/pro/personnes/${encodeURIComponent(id)}`;
