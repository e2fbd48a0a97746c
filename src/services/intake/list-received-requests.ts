import type { RequestStatus } from '../../domain/intake/request-states.ts';
import { type Context, requireScope } from '../context.ts';
import { officeOf } from './office-of.ts';
import { personsOf, type ReceivedRequest, receivedView } from './request-view.ts';

export const INBOX_VIEWS = ['received', 'mine', 'underWay', 'closed'] as const;
export type InboxView = (typeof INBOX_VIEWS)[number];

const SHOWN: Record<InboxView, readonly RequestStatus[]> = {
  received: ['received', 'assigned'],
  mine: ['assigned', 'underWay'],
  underWay: ['underWay'],
  closed: ['closed', 'declined'],
};
const PER_PAGE = 50;

export type Inbox = {
  view: InboxView;
  counts: Record<InboxView, number>;
  /** Overdue ones first, then by age. */
  requests: ReceivedRequest[];
  page: number;
  pages: number;
};

/** The team's inbox. `page` from 1. Throws `forbidden`. */
export async function listReceivedRequests({
  ctx,
  input: { view, page },
}: {
  ctx: Context;
  input: { view: InboxView; page: number };
}): Promise<Inbox> {
  requireScope(ctx, 'requests:handle');
  const { actor, deps } = ctx;
  const office = await officeOf(ctx);
  return deps.database.transact(actor, async (stores) => {
    const groups = await stores.intake.countReceived();
    const countOf = (asked: InboxView) =>
      groups
        .filter(
          ({ status, assignedTo }) => SHOWN[asked].includes(status) && (asked !== 'mine' || assignedTo === actor.id),
        )
        .reduce((sum, { count }) => sum + count, 0);
    const counts = {
      received: countOf('received'),
      mine: countOf('mine'),
      underWay: countOf('underWay'),
      closed: countOf('closed'),
    };
    const pages = Math.max(1, Math.ceil(counts[view] / PER_PAGE));
    const at = Math.min(Math.max(1, Math.trunc(page) || 1), pages);
    const rows = await stores.intake.listReceived({
      statuses: SHOWN[view],
      ...(view === 'mine' ? { assignedTo: actor.id } : {}),
      limit: PER_PAGE,
      offset: (at - 1) * PER_PAGE,
    });
    const persons = await personsOf(stores, rows);
    const requests = rows.map((row) => receivedView(row, persons.get(row.id) ?? {}, { ctx, office }));
    // The oldest come first already; those under way, which nobody waits for, may stand between.
    const overdueFirst = requests.toSorted((a, b) => Number(b.overdue) - Number(a.overdue));
    return { view, counts, requests: overdueFirst, page: at, pages };
  });
}
