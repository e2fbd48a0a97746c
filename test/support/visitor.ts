import type { Hono } from 'hono';

export type Seen = {
  status: number;
  /** Where the last answer came from, without the host. */
  path: string;
  html: string;
  headers: Headers;
};

/** A browser without script, as small as one can be: it keeps cookies, follows redirects and presses buttons. */
export function createVisitor(app: Pick<Hono, 'request'>, { cookies = true }: { cookies?: boolean } = {}) {
  const jar = new Map<string, string>();

  async function call(method: 'GET' | 'POST', path: string, body?: string): Promise<Seen> {
    const headers: Record<string, string> = {
      ...(jar.size > 0 ? { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }),
    };
    const answer = await app.request(path, { method, headers, ...(body === undefined ? {} : { body }) });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (!cookies) continue;
      if (/max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const to = answer.headers.get('location');
    if (answer.status >= 300 && answer.status < 400 && to !== null) return call('GET', to);
    return { status: answer.status, path, html: await answer.text(), headers: answer.headers };
  }

  const encoded = (fields: Readonly<Record<string, string | readonly string[]>>) =>
    new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
    ).toString();

  return {
    jar,
    get: (path: string) => call('GET', path),
    post: (path: string, fields: Readonly<Record<string, string | readonly string[]>> = {}) =>
      call('POST', path, encoded(fields)),
    /** Sends a form of that page, with what stands in it, the fields given and one of its buttons. */
    send(page: Seen, fields: Readonly<Record<string, string | readonly string[]>> = {}, action = page.path) {
      const form = formsOf(page.html).find((one) => one.action === action) ?? formsOf(page.html)[0];
      if (form === undefined) throw new Error(`There is no form on ${page.path}.`);
      return call('POST', form.action, encoded({ ...form.hidden, ...fields }));
    },
  };
}

/** The forms of a page in order, each with its hidden fields. */
export function formsOf(html: string): { action: string; hidden: Record<string, string>; html: string }[] {
  return [...html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)].map(([, attributes = '', inside = '']) => ({
    action: unescaped(/action="([^"]*)"/.exec(attributes)?.[1] ?? ''),
    hidden: Object.fromEntries(
      [...inside.matchAll(/<input([^>]*type="hidden"[^>]*)>/g)].map(([, one = '']) => [
        /name="([^"]*)"/.exec(one)?.[1] ?? '',
        unescaped(/value="([^"]*)"/.exec(one)?.[1] ?? ''),
      ]),
    ),
    html: inside,
  }));
}

export const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** What a page says, without its tags. */
export const wordsOf = (html: string): string =>
  unescaped(html.replace(/^.*?<main/s, '<main').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
