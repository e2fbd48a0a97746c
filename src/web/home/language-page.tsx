import { FRENCH } from '../../i18n/languages.ts';
import { LanguageLinks, Page, type Site } from '../layout/page.tsx';

/** The door when several languages are complete: each offered in its own words. */
export function LanguagePage({ site }: { site: Site }) {
  const { home } = FRENCH.t;
  return (
    <Page site={site} title={home.languages.title}>
      <h1>{home.languages.heading}</h1>
      <LanguageLinks label={home.languages.heading} />
    </Page>
  );
}
