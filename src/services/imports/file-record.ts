import type { OfferInput } from '../../domain/catalogue/offer.ts';
import type { MeetingPlaceInput, PartnerInput, RowProblem, SourceKey } from '../ports/imports.ts';

/** One record of a file, read by itself: what it is about, and what is wrong with it already. */
export type FileRecord = {
  row: number;
  /** What people know it by. */
  label: string;
  problems: RowProblem[];
  notes: string[];
} & (
  | {
      target: 'offer';
      /** Of an offer of the platform. */
      id: string | null;
      /** The one that its file was made of. */
      version?: number | null;
      key: SourceKey | null;
      /** Not checked yet. `present`: what is there; `before`: the record it came from last. */
      build(present: OfferInput | null, before: Record<string, unknown> | null): Record<string, unknown>;
      record?: Record<string, unknown>;
      /** What the page calls a path. */
      headingOf?(path: string): string | null;
    }
  | { target: 'partner'; key: SourceKey; partner: PartnerInput | null; record: Record<string, unknown> }
  | { target: 'place'; key: SourceKey; place: MeetingPlaceInput | null }
);

/** Cut to what a list shows. */
export const shortLabel = (label: string): string => (label.length > 120 ? `${label.slice(0, 119)}…` : label);
