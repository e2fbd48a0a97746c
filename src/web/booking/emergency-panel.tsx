import type { PropsWithChildren } from 'hono/jsx';
import { emergencyWords, type Territory } from '../../domain/territory.ts';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import { telephone } from './ride-frame.tsx';

/** Hours and numbers among words that are read the other way. */
const wholeFigures = (text: string, { whole }: RideSpeech): string =>
  text.replace(/\+?\d(?:[\d\s:.]*\d)?/g, (figures) => whole(figures));

/** What a territory does when nobody comes; where there is nobody to call, it says so before the night it matters. */
export function EmergencyPanel({
  told,
  plan,
  isOpen = false,
  children,
}: PropsWithChildren<{ told: RideSpeech; plan: Territory['rules']['emergencyPlan']; isOpen?: boolean }>) {
  const { say, whole, speech } = told;
  const { wrong, call } = say.ride;
  const { phone, illustrative } = plan;
  const { hours, text, isOwn } = emergencyWords(plan, speech.language.code);
  return (
    <section class="panel" aria-labelledby="wrong">
      <h2 id="wrong">{wrong.title}</h2>
      {children}
      {phone === null ? (
        <p class="notice">{wrong.nobody}</p>
      ) : (
        <>
          <p class="phone">
            <a href={telephone(phone)}>{call(whole(phone))}</a>
          </p>
          <p>{wrong.night(isOwn ? wholeFigures(hours, told) : hours)}</p>
        </>
      )}
      {illustrative && phone !== null && <p class="tag tag-example">{say.example}</p>}
      <details class="more" open={isOpen}>
        <summary>{isOwn ? wrong.localOwn : wrong.local}</summary>
        {isOwn ? (
          <p>{wholeFigures(text, told)}</p>
        ) : (
          <p lang="fr" dir="ltr">
            {text}
          </p>
        )}
      </details>
    </section>
  );
}
