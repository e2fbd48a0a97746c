import type { PropsWithChildren } from 'hono/jsx';
import { FRENCH, OFFERED_LANGUAGES, type Speech } from '../../i18n/languages.ts';
import type { OfficePlace } from '../accounts/office.ts';
import { FormToken } from '../forms/form-token.tsx';
import { ASSET_PATHS, scriptPath, stylePath } from './assets.ts';
import { Brand } from './brand.tsx';

/** Which entry of the menu the page belongs to. */
export type Section = 'home' | 'people' | 'catalogue' | 'trial';

/** What every page knows of where it stands; null where not even that could be read. */
export type Site = {
  territory: { id: string; name: string } | null;
  /** Who is signed in, where somebody is. */
  member?: {
    name: string;
    organisation: string;
    formToken: string;
    office: readonly (OfficePlace & { here: boolean })[];
  };
};

export type PageProps = PropsWithChildren<{
  site: Site;
  speech?: Speech;
  title: string;
  description?: string;
  section?: Section;
  /** For pages that belong to one person's search. */
  noIndex?: boolean;
  /** The form came back with errors: said first in the title, so that it is heard first. */
  hasErrors?: boolean;
  /** Asks the browser to look again, without script. */
  refreshSeconds?: number;
  /** Where it looks then, itself where absent: a browser that looks again at its own address forgets the place in the page. */
  refreshTo?: string | undefined;
  /** Files of `src/web/assets`, without `.js`, that improve the page. Its route calls `allowScripts` too. */
  scripts?: readonly string[];
  /** Stylesheets that the house's is not made of. */
  styles?: readonly string[];
  /** Wider than a column of text: results with figures. */
  wide?: boolean;
}>;

export function Page(props: PageProps) {
  const { site, speech = FRENCH, title, section } = props;
  const { t, language } = speech;
  const prefix = props.hasErrors ? t.errors.titlePrefix : '';
  return (
    <html lang={language.htmlLang} dir={language.dir} data-territory={site.territory?.id}>
      <head>
        <meta charset="utf-8" />
        <title>{`${prefix}${title} – ${t.layout.name}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {props.description && <meta name="description" content={props.description} />}
        {props.noIndex && <meta name="robots" content="noindex, nofollow" />}
        {props.refreshSeconds && (
          <Refresh seconds={props.refreshSeconds} to={props.refreshTo} onlyWithoutScript={!!props.scripts} />
        )}
        <meta name="color-scheme" content="light" />
        <meta name="theme-color" content="#0d5c63" />
        <link rel="icon" href={ASSET_PATHS.favicon} type="image/svg+xml" />
        {props.styles?.map((name) => (
          <link rel="stylesheet" href={stylePath(name)} />
        ))}
        <link rel="stylesheet" href={ASSET_PATHS.stylesheet} />
        {props.scripts?.map((name) => (
          <script src={scriptPath(name)} defer />
        ))}
      </head>
      <body>
        <a class="skip" href="#contenu">
          {t.layout.skip}
        </a>
        <header class="banner">
          <div class="banner-inner">
            <Brand
              name={t.layout.name}
              territory={site.territory && t.layout.territory(site.territory.name)}
              home={`/${language.code}/`}
            />
            <details class="menus">
              <summary>{t.layout.menu}</summary>
              <div class="menus-inner">
                <nav aria-label={t.layout.navigation}>
                  <ul class="menu">
                    <MenuEntry
                      href={`/${language.code}/catalogue`}
                      label={t.layout.catalogue}
                      here={section === 'catalogue'}
                    />
                    <MenuEntry href="/pro/essai" label={t.layout.trial} here={section === 'trial'} />
                    {!site.member && <MenuEntry href={`/${language.code}/demande`} label={t.layout.ask} here={false} />}
                  </ul>
                </nav>
                <Signed member={site.member} t={t} />
                <Office places={site.member?.office ?? []} t={t} />
              </div>
            </details>
          </div>
        </header>
        <main id="contenu" class={props.wide ? undefined : 'narrow'} tabindex={-1}>
          {props.children}
        </main>
        <footer class="foot">
          <div class="foot-inner">
            {OFFERED_LANGUAGES.length > 1 && <LanguageLinks label={t.layout.chooseLanguage} />}
            <p>{t.layout.footer.demonstration}</p>
            <p>{t.layout.footer.privacy}</p>
          </div>
        </footer>
      </body>
    </html>
  );
}

/** The way to a person who helps, for whoever is looking for themselves. */
export function ForYou({ speech = FRENCH }: { speech?: Speech }) {
  const { layout } = speech.t;
  return (
    <p>
      {layout.forYou}{' '}
      <a class="standing" href={`/${speech.language.code}/demande`}>
        {layout.forYouLink}
      </a>
    </p>
  );
}

/** Who one is here, and the way out; or the way in. */
function Signed({ member, t }: { member: Site['member']; t: Speech['t'] }) {
  const { header } = t.accounts;
  if (!member) {
    return (
      <p class="signed">
        <a href="/connexion">{header.signIn}</a>
      </p>
    );
  }
  return (
    <section class="signed" aria-label={header.label}>
      <p class="signed-who">
        <a href="/compte" title={header.account}>
          {member.name}
        </a>
        <span>{member.organisation}</span>
      </p>
      <form action="/deconnexion" method="post">
        <FormToken value={member.formToken} />
        <button type="submit" class="button button-quiet">
          {header.signOut}
        </button>
      </form>
    </section>
  );
}

/** What this professional goes back to all day. */
function Office({ places, t }: { places: NonNullable<Site['member']>['office']; t: Speech['t'] }) {
  if (places.length === 0) return null;
  return (
    <nav class="office" aria-label={t.layout.office.label}>
      <ul class="menu">
        {places.map(({ name, href, here }) => (
          <MenuEntry href={href} label={t.layout.office.places[name]} here={here} />
        ))}
      </ul>
    </nav>
  );
}

/** A script that knows when to look again is not to be cut short. */
/** Into the head of a page. */
export function Refresh(props: { seconds: number; to?: string | undefined; onlyWithoutScript: boolean }) {
  const { seconds, to, onlyWithoutScript } = props;
  const meta = <meta http-equiv="refresh" content={to === undefined ? String(seconds) : `${seconds}; url=${to}`} />;
  return onlyWithoutScript ? <noscript>{meta}</noscript> : meta;
}

function MenuEntry({ href, label, here }: { href: string; label: string; here: boolean }) {
  return (
    <li>
      <a href={href} aria-current={here ? 'true' : undefined}>
        {label}
      </a>
    </li>
  );
}

/** Each language in its own words, so that whoever needs it can read it. */
export function LanguageLinks({
  label,
  languages = OFFERED_LANGUAGES,
}: {
  label: string;
  languages?: typeof OFFERED_LANGUAGES;
}) {
  return (
    <nav aria-label={label}>
      <ul class="languages">
        {languages.map(({ code, name, htmlLang, dir }) => (
          <li>
            <a href={`/${code}/`} lang={htmlLang} dir={dir} hreflang={htmlLang}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
