import { PERSON_STATUSES, type PersonStatus } from '../../domain/people/status.ts';
import type { PeopleQuery } from '../../services/people/list-people.ts';

/** What the address of the list asks for. */
export type PeopleSearch = {
  q: string;
  whose: 'mine' | 'organisation';
  status: PersonStatus | null;
  needing: boolean;
  cursor: string | null;
  /** Anything but the plain list. */
  isAsked: boolean;
  /** By more than what is typed. */
  isNarrowed: boolean;
  toInput(): PeopleQuery;
  /** The same search, elsewhere in its pages. */
  toQuery(more: { suite?: string }): string;
};

/** Longer than anybody's name; what is pasted beyond is not looked for. */
const LONGEST_SEARCH = 200;

/** Addresses are typed and shortened by hand: what cannot be read is left out. */
export function readPeopleSearch(query: (name: string) => string | undefined): PeopleSearch {
  const q = (query('q') ?? '').slice(0, LONGEST_SEARCH).trim();
  const whose = query('qui') === 'organisation' ? 'organisation' : 'mine';
  const status = PERSON_STATUSES.find((one) => one === query('etat')) ?? null;
  const needing = query('attente') === 'oui';
  const cursor = query('suite') || null;
  return {
    q,
    whose,
    status,
    needing,
    cursor,
    isNarrowed: whose !== 'mine' || status !== null || needing,
    isAsked: q !== '' || whose !== 'mine' || status !== null || needing,
    toInput: () => ({
      whose,
      needing,
      ...(q === '' ? {} : { q }),
      ...(status === null ? {} : { status }),
      ...(cursor === null ? {} : { cursor }),
      ...(needing ? { limit: 100 } : {}),
    }),
    toQuery({ suite }) {
      const asked = new URLSearchParams();
      if (q) asked.set('q', q);
      if (whose !== 'mine') asked.set('qui', whose);
      if (status) asked.set('etat', status);
      if (needing) asked.set('attente', 'oui');
      if (suite) asked.set('suite', suite);
      return asked.toString();
    },
  };
}
