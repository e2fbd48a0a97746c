import type { Section } from '../layout/page.tsx';

export type Link = { href: string; label: string };

/** Where a result stands: a trial's address or a person's file. Every link of the page begins with `path`. */
export type ResultPlace = {
  /** `/pro/essai/{id}` or `/pro/personnes/{id}/diagnostic/{diagnosticId}`. */
  path: string;
  section?: Section;
  title: string;
  back: Link | null;
  /** To answer anew. */
  change: Link;
  /** In every form of a signed-in page; null where nobody is signed in. */
  formToken: string | null;
  /** What is done with an offer for a person; null for a trial. */
  forPerson: { personPath: string; diagnosticId: string } | null;
};

/** Where one offer of the list stands in the page. */
export const offerAnchor = (offerId: string) => `offre-${offerId.replace(/[^\w-]/g, '')}`;
