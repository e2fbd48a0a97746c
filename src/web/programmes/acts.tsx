import type { PropsWithChildren } from 'hono/jsx';
import { FRENCH } from '../../i18n/languages.ts';
import { FormToken } from '../forms/form-token.tsx';

/** What goes into each form of a page that changes something. */
export type FormKeys = { formToken: string; once: string; version: number };

/** One thing that can be done on a page, with its button. */
export function Act({
  action,
  what,
  keys,
  title,
  lead,
  button,
  main = false,
  children,
}: PropsWithChildren<{
  action: string;
  what: string;
  keys: FormKeys;
  title?: string;
  lead?: string | undefined;
  button: string;
  main?: boolean;
}>) {
  return (
    <form method="post" action={action} class="panel" aria-label={title ?? button} novalidate>
      <FormToken value={keys.formToken} />
      <input type="hidden" name="what" value={what} />
      <input type="hidden" name="once" value={keys.once} />
      <input type="hidden" name="version" value={String(keys.version)} />
      {title && <h2>{title}</h2>}
      {lead && <p>{lead}</p>}
      {children}
      <p>
        <button type="submit" class={main ? 'button' : 'button button-quiet'}>
          {button}
        </button>
      </p>
    </form>
  );
}

/** Somebody was quicker: what they did is kept, and so is what was typed. */
export function Late({ message }: { message: string | undefined }) {
  if (message === undefined) return null;
  return (
    <div class="error-summary" role="alert">
      <h2>{FRENCH.t.programmes.cohort.late}</h2>
      <p>{message}</p>
    </div>
  );
}
