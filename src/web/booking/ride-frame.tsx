import type { Context } from 'hono';
import type { PropsWithChildren } from 'hono/jsx';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import { FormToken } from '../forms/form-token.tsx';
import { callOf } from '../intake/call-of.ts';
import { Page, type Site } from '../layout/page.tsx';
import type { PagesEnv } from '../layout/visit.ts';
import { PersonFrame } from '../plan/person-frame.tsx';

export type Call = { phone: string | null; hours: string | null };
/** What every page of rides stands on. */
export type RideFrame = {
  site: Site;
  told: RideSpeech;
  call: Call;
  inLanguage: ((code: string) => string) | null;
  /** The pages on which a ride is chosen and asked for, and those of the rides themselves. */
  book(...places: readonly string[]): string;
  rides(...places: readonly string[]): string;
  /** A professional books for somebody, in their own pages. */
  office: { formToken: string; back: string; backLabel: string } | null;
};

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
  const { code } = told.speech.language;
  return {
    site: c.var.visit.site,
    told,
    call: await callOf(c),
    inLanguage,
    book: (...places) => bookPath(code, ...places),
    rides: (...places) => ridesPath(code, ...places),
    office: null,
  };
}

/** Into each form of these pages. */
export const FrameToken = ({ frame: { office } }: { frame: RideFrame }) =>
  office && <FormToken value={office.formToken} />;

/** Its children bring the heading. */
export function RidePage({
  frame: { site, told, call, inLanguage, office, rides },
  title,
  hasErrors = false,
  refreshSeconds,
  live = false,
  children,
}: PropsWithChildren<{
  frame: RideFrame;
  title: string;
  hasErrors?: boolean | undefined;
  refreshSeconds?: number | undefined;
  /** It holds a `data-live`: browsers with script are told, and ask again for nothing. */
  live?: boolean;
}>) {
  const { say, speech } = told;
  if (office !== null) {
    const looksAgain = refreshSeconds === undefined ? {} : { refreshSeconds };
    return (
      <Page site={site} title={title} section="people" hasErrors={hasErrors} noIndex {...looksAgain}>
        <p class="way-back">
          <a href={office.back}>{office.backLabel}</a>
        </p>
        {children}
      </Page>
    );
  }
  return (
    <PersonFrame
      site={site}
      speech={speech}
      title={`${hasErrors ? say.titlePrefix : ''}${title}`}
      inLanguage={inLanguage}
      refreshSeconds={refreshSeconds}
      scripts={live ? [...LISTEN, 'live'] : LISTEN}
    >
      <button type="button" class="button button-quiet listen" hidden data-listen={say.listen} data-stop={say.stop}>
        {say.listen}
      </button>
      {children}
      <footer class="ride-foot">
        {call.phone === null ? (
          <p>{speech.t.noNumber}</p>
        ) : (
          <p class="phone">
            <a href={telephone(call.phone)}>{say.help(told.whole(call.phone))}</a>
            {call.hours && <span> {say.hours(call.hours)}</span>}
          </p>
        )}
        <ul class="plain-links">
          <li>
            <a class="standing" href="/fr/demande" hreflang="fr">
              {speech.t.askUs}
            </a>
          </li>
          <li>
            <a class="standing" href={rides()}>
              {say.rides}
            </a>
          </li>
        </ul>
      </footer>
    </PersonFrame>
  );
}
