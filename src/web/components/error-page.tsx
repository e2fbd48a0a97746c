import type { Child } from 'hono/jsx';
import { Page, type Site } from '../layout/page.tsx';

/** A dead end that says what happened and shows ways on. */
export function ErrorPage({
  site,
  title,
  text,
  ways,
}: {
  site: Site;
  title: string;
  text: Child;
  ways: readonly { href: string; label: string }[];
}) {
  return (
    <Page site={site} title={title} noIndex>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <ul class="ways">
        {ways.map(({ href, label }) => (
          <li>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
    </Page>
  );
}
