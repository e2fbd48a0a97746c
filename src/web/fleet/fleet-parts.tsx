import type { Child, PropsWithChildren } from 'hono/jsx';
import { Temporal } from 'temporal-polyfill';
import { dateAt } from '../../domain/schedule/dates.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { HoldFile } from '../../services/ports/fleet.ts';
import { Tag } from '../components/tag.tsx';
import { ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import type { Typed } from '../intake/typed-form.ts';
import { Page, type Site } from '../layout/page.tsx';

const { t } = FRENCH;
const say = t.fleet;

export type FormProps = {
  formToken: string;
  /** Goes into each form: it does its work once. */
  once: string;
  typed?: Typed;
  errors?: readonly FieldMessage[];
  /** Somebody was quicker: why nothing was done. */
  late?: string;
};
export type PageProps = FormProps & { site: Site };

export const nameOf = ({ firstName, lastName }: { firstName: string; lastName: string | null }) =>
  [firstName, lastName].filter(Boolean).join(' ');

/** What a hold is, in a few words; whose it is for the structure alone. */
export const holdWords = ({ contract, maintenance }: HoldFile): string =>
  maintenance
    ? say.maintenance.line(maintenance.kind, maintenance.garage)
    : contract
      ? nameOf(contract.borrower)
      : say.calendar.loan;

/** The day an instant (ISO 8601) falls on, there. */
export const dayOf = (instant: string, timeZone: string): string => dateAt(Temporal.Instant.from(instant), timeZone);

export function FleetPage({
  site,
  title,
  back,
  errors = [],
  late,
  illustrative = false,
  heading,
  children,
}: PropsWithChildren<{
  site: Site;
  title: string;
  back: { href: string; label: string } | null;
  errors?: readonly FieldMessage[] | undefined;
  late?: string | undefined;
  illustrative?: boolean;
  heading?: Child;
}>) {
  return (
    <Page site={site} title={title} noIndex hasErrors={errors.length > 0 || late !== undefined}>
      {back && (
        <p class="way-back screen-only">
          <a href={back.href}>{back.label}</a>
        </p>
      )}
      <ErrorSummary title={t.errors.summary} errors={errors} />
      {late !== undefined && (
        <div class="error-summary" role="alert">
          <h2>{say.late}</h2>
          <p>{late}</p>
        </div>
      )}
      {illustrative && (
        <p class="tags">
          <Tag tone="example">{t.catalogue.illustrative}</Tag>
        </p>
      )}
      <h1>{heading ?? title}</h1>
      {children}
    </Page>
  );
}

/** One thing that is done, in a form of its own. */
export function Act({
  action,
  what,
  version,
  formToken,
  once,
  title,
  heading: Heading = 'h3',
  lead,
  button,
  main = false,
  children,
}: PropsWithChildren<
  Pick<FormProps, 'formToken' | 'once'> & {
    action: string;
    what: string;
    version?: number;
    title?: string;
    /** `h2` where no section of the page holds it. */
    heading?: 'h2' | 'h3';
    lead?: string;
    button: string;
    main?: boolean;
  }
>) {
  return (
    <form method="post" action={action} class="panel" aria-label={title ?? button} novalidate>
      <FormToken value={formToken} />
      <input type="hidden" name="what" value={what} />
      <input type="hidden" name="once" value={once} />
      {version !== undefined && <input type="hidden" name="expectedVersion" value={String(version)} />}
      {title && <Heading>{title}</Heading>}
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

type FieldProps = { id: string; label: string; known?: string | number | null; hint?: string } & Pick<
  FormProps,
  'typed' | 'errors'
>;

export function Field({
  id,
  label,
  known,
  hint,
  typed,
  errors = [],
  kind = 'text',
}: FieldProps & { kind?: 'text' | 'date' | 'number' | 'email' | 'short' }) {
  return (
    <TextField
      id={id}
      label={label}
      hint={hint}
      type={kind === 'date' || kind === 'email' ? kind : 'text'}
      size={kind === 'number' ? 'short' : kind === 'date' || kind === 'short' ? 'medium' : 'long'}
      {...(kind === 'number' ? { inputmode: 'decimal' as const } : {})}
      value={typed?.[id] ?? (known === null || known === undefined ? '' : String(known))}
      error={messageFor(errors, id)}
    />
  );
}

export const Facts = ({ rows }: { rows: readonly (readonly [string, Child | null])[] }) => (
  <dl class="facts">
    {rows.map(([term, value]) =>
      value === null || value === '' ? null : (
        <div>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ),
    )}
  </dl>
);

export const callLink = (phone: string | null) =>
  phone && (
    <a class="standing" href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
      {phone}
    </a>
  );
