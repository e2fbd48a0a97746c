import type { WishChange } from '../../domain/booking/nearest-wish.ts';
import type { RideWish } from '../../domain/booking/wish.ts';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import { type TypedAnswers, textsOf } from '../forms/typed.ts';
import type { RideInHand } from './ride-draft.ts';
import { FrameToken, type RideFrame } from './ride-frame.tsx';
import { wishText } from './series-question.tsx';

/** Told of what the engine found; more is a list to be read. */
const MOST_WAYS = 3;

/** Nothing was found: what one change would make possible, each a button that searches again. */
export function NearestWays({
  frame,
  path,
  nearest,
  wishes,
}: {
  frame: RideFrame;
  path: string;
  nearest: readonly WishChange[];
  wishes: readonly RideWish[];
}) {
  const { told } = frame;
  const { nearest: words } = told.say;
  if (nearest.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="nearest">
      <h2 id="nearest">{words.title}</h2>
      <p>{words.lead}</p>
      <ul class="ride-ways">
        {nearest.slice(0, MOST_WAYS).map((change) => (
          <li>
            <form action={path} method="post">
              <FrameToken frame={frame} />
              <input type="hidden" name="change" value={change.what} />
              <button type="submit" class="button" name="action" value="nearest">
                {changeWords(change, told, wishes.length > 1)}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `withDay`: several rides are wished for, or the hour is of another day. */
function changeWords(change: WishChange, told: RideSpeech, withDay: boolean): string {
  const { nearest } = told.say;
  if (change.what !== 'hour') return nearest[change.what](change.minutes);
  const { of, to, later } = change;
  const way = nearest[to.direction === 'outbound' ? 'there' : 'back'];
  const words = way[later ? 'later' : 'earlier'](told.clock(to.at));
  return withDay || of.date !== to.date ? `${told.date(to.date)} – ${words}` : words;
}

/** The form as it would have been filled in with that change; which of its controls it replaces. */
export function typedWith(
  { draft, journey }: Pick<RideInHand, 'draft' | 'journey'>,
  change: WishChange,
): { typed: TypedAnswers; controls: string[] } {
  if (change.what !== 'hour') {
    const others = textsOf(draft.typed, 'limits').filter((text) => !text.startsWith(`${change.what} `));
    return { typed: { limits: [...others, `${change.what} ${change.minutes}`] }, controls: ['limits'] };
  }
  const { of, to } = change;
  const isForm = textsOf(draft.typed, 'allWishes').length === 0 && textsOf(draft.typed, 'mode').length === 0;
  if (isForm && of.date === to.date) {
    const control = to.direction === 'outbound' ? 'at' : 'backAt';
    return { typed: { [control]: [to.at] }, controls: [control] };
  }
  const same = (wish: RideWish) => wish.direction === of.direction && wish.date === of.date && wish.at === of.at;
  const wishes = (journey?.rides ?? []).map((wish) => wishText(same(wish) ? to : wish));
  return { typed: { allWishes: wishes, wishes }, controls: ['allWishes', 'wishes'] };
}
