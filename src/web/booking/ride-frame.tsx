import type { Context } from 'hono';
import type { PropsWithChildren } from 'hono/jsx';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import { callOf } from '../intake/call-of.ts';
import type { Site } from '../layout/page.tsx';
import type { PagesEnv } from '../layout/visit.ts';
import { PersonFrame } from '../plan/person-frame.tsx';

export type Call = { phone: string | null; hours: string | null };
/** What every page of rides stands on. */
export type RideFrame = { site: Site; told: RideSpeech; call: Call; inLanguage: ((code: string) => string) | null };

/** Reads aloud; nothing rests on it. */
const LISTEN = ['listen'];

export const bookPath = (language: string, ...places: readonly string[]) =>
  [`/${language}/reserver`, ...places.map(encodeURIComponent)].join('/');
export const ridesPath = (language: string, ...places: readonly string[]) =>
  [`/${language}/mes-trajets`, ...places.map(encodeURIComponent)].join('/');

export const telephone = (phone: string) => `tel:${phone.replace(/[^+\d]/g, '')}`;

export async function rideFrame(
  c: Context<PagesEnv>,
  told: RideSpeech,
  inLanguage: RideFrame['inLanguage'] = null,
): Promise<RideFrame> {
  return { site: c.var.visit.site, told, call: await callOf(c), inLanguage };
}

/** Its children bring the heading. */
export function RidePage({
  frame: { site, told, call, inLanguage },
  title,
  hasErrors = false,
  refreshSeconds,
  children,
}: PropsWithChildren<{
  frame: RideFrame;
  title: string;
  hasErrors?: boolean | undefined;
  refreshSeconds?: number | undefined;
}>) {
  const { say, speech } = told;
  const { code } = speech.language;
  return (
    <PersonFrame
      site={site}
      speech={speech}
      title={`${hasErrors ? say.titlePrefix : ''}${title}`}
      inLanguage={inLanguage}
      refreshSeconds={refreshSeconds}
      scripts={LISTEN}
    >
      <button type="button" class="button button-quiet listen" hidden data-listen={say.listen} data-stop={say.stop}>
        {say.listen}
      </button>
      {children}
      <footer class="ride-foot">
        {call.phone !== null && (
          <p class="phone">
            <a href={telephone(call.phone)}>{say.help(told.whole(call.phone))}</a>
            {call.hours && <span> {say.hours(call.hours)}</span>}
          </p>
        )}
        <ul class="plain-links">
          <li>
            <a class="standing" href="/fr/demande" hreflang="fr">
              {say.askUs}
            </a>
          </li>
          <li>
            <a class="standing" href={ridesPath(code)}>
              {say.rides}
            </a>
          </li>
        </ul>
      </footer>
    </PersonFrame>
  );
}
