import type postgres from 'postgres';
import type { TestApi } from './api.ts';
import { type createVisitor, formsOf, type Seen, wordsOf } from './visitor.ts';

type Visitor = ReturnType<typeof createVisitor>;
/** `others`: diagnostics that are no search of a page. */
type World = { api: TestApi; owner: postgres.Sql; others: ReadonlySet<string> };

/** From the first question to the answers to be checked. */
export async function answerAll(
  visitor: Visitor,
  { lang = 'fr', to = 'Bar-le-Duc', from = 'Commercy', day = '2026-11-25', at = '04:50', back = '', seats = '' } = {},
): Promise<Seen> {
  let page = await visitor.get(`/${lang}/reserver`);
  page = await visitor.send(page, { to });
  page = await visitor.send(page, { from });
  page = await visitor.send(page, { day, at });
  page = await visitor.send(page, back === '' ? { back: 'no' } : { back: 'yes', backAt: back });
  return visitor.send(page, seats === '' ? {} : { seats });
}

/** Searches, with what a worker does meanwhile. */
export async function searchRides(visitor: Visitor, check: Seen, world: World): Promise<Seen> {
  const sent = visitor.send(check);
  await matchUntil(sent, world);
  const page = await sent;
  return page.html.includes('http-equiv="refresh"') ? visitor.get(page.path) : page;
}

/** What a worker does until the page is answered: on a busy machine a search may begin late. */
export async function matchUntil(sent: Promise<unknown>, { api, owner, others }: World): Promise<void> {
  let isAnswered = false;
  const answered = () => {
    isAnswered = true;
  };
  void sent.then(answered, answered);
  for (;;) {
    const isLast = isAnswered;
    const all = await owner<{ diagnostic_id: string }[]>`select diagnostic_id from matches where status = 'pending'`;
    const pending = all.filter(({ diagnostic_id }) => !others.has(diagnostic_id));
    for (const { diagnostic_id } of pending) await api.matchNow(diagnostic_id);
    if (isLast) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Presses one of the rides that were found. */
export const choose = (visitor: Visitor, page: Seen, index = 0) => {
  const form = formsOf(page.html).filter(({ hidden }) => hidden.quote)[index];
  if (form === undefined) throw new Error(`Nothing to choose on ${page.path}: ${wordsOf(page.html)}`);
  return visitor.post(form.action, { ...form.hidden, action: 'choose' });
};
