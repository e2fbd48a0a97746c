import type { PropsWithChildren } from 'hono/jsx';
import { FRENCH } from '../../i18n/languages.ts';
import { PERSON_LANGUAGES, type PersonSpeech } from '../../i18n/person/index.ts';
import { ASSET_PATHS, scriptPath } from '../layout/assets.ts';
import { Refresh, type Site } from '../layout/page.tsx';

type Props = PropsWithChildren<{
  site: Site;
  speech: PersonSpeech;
  title: string;
  /** The same page in that language; null where there is no choice. */
  inLanguage: ((code: string) => string) | null;
  /** Asks the browser to look again, without script. */
  refreshSeconds?: number | undefined;
  /** Files of `src/web/assets`, without `.js`. Its route calls `allowScripts` too. */
  scripts?: readonly string[] | undefined;
}>;

/** Looks again by itself when there is something new. */
const LIVE = 'live';

/** A page for somebody who is accompanied: their language, big letters, no menu to get lost in. */
export function PersonFrame({ site, speech, title, inLanguage, refreshSeconds, scripts = [], children }: Props) {
  const { language, t } = speech;
  return (
    <html lang={language.htmlLang} dir={language.dir} data-territory={site.territory?.id}>
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light" />
        {refreshSeconds && <Refresh seconds={refreshSeconds} onlyWithoutScript={scripts.includes(LIVE)} />}
        <link rel="icon" href={ASSET_PATHS.favicon} type="image/svg+xml" />
        <link rel="stylesheet" href={ASSET_PATHS.stylesheet} />
        {scripts.map((name) => (
          <script src={scriptPath(name)} defer />
        ))}
      </head>
      <body class="person">
        <a class="skip" href="#contenu">
          {t.skip}
        </a>
        <header class="person-head screen-only">
          <p lang="fr">{FRENCH.t.layout.name}</p>
          {inLanguage && (
            <nav aria-label={t.languages}>
              <ul class="kinds">
                {PERSON_LANGUAGES.map(({ code, name, htmlLang, dir }) => (
                  <li>
                    <a
                      href={inLanguage(code)}
                      lang={htmlLang}
                      dir={dir}
                      hreflang={htmlLang}
                      aria-current={code === language.code ? 'true' : undefined}
                    >
                      {name}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          )}
        </header>
        <main id="contenu" class="narrow" tabindex={-1}>
          {children}
        </main>
      </body>
    </html>
  );
}
