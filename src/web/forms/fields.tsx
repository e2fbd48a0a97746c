import type { Child, PropsWithChildren } from 'hono/jsx';

/** One thing wrong with an answer; `field` is the id of the control to go to. */
export type FieldMessage = { field: string; message: string };

export const messageFor = (errors: readonly FieldMessage[], field: string): string | undefined =>
  errors.find((error) => error.field === field)?.message;

type Common = {
  id: string;
  /** Under which the answer is sent; the id where absent. */
  name?: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
};

const describedBy = (id: string, hint: unknown, error: unknown): string | undefined =>
  [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;

/** What `describedBy` points at. */
function Notes({ id, hint, error }: Pick<Common, 'id' | 'hint' | 'error'>) {
  return (
    <>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span class="wrong" id={`${id}-error`}>
          {error}
        </span>
      )}
    </>
  );
}

function Frame({ id, label, hint, error, children }: PropsWithChildren<Common>) {
  return (
    <div class={error ? 'field field-wrong' : 'field'}>
      <label for={id}>{label}</label>
      <Notes id={id} hint={hint} error={error} />
      {children}
    </div>
  );
}

export function TextField(
  props: Common & {
    value?: string;
    type?: 'text' | 'search' | 'date' | 'time' | 'email' | 'password';
    inputmode?: 'numeric' | 'decimal';
    /** In characters, how long an answer usually is. */
    size?: 'short' | 'medium' | 'long';
    suffix?: string;
    list?: string;
    /** Of one's own account only: forms here are about other people. */
    autocomplete?: 'username' | 'current-password' | 'new-password' | 'one-time-code';
  },
) {
  const { id, hint, error, value, type = 'text', size = 'long' } = props;
  const input = (
    <input
      id={id}
      name={props.name ?? id}
      type={type}
      value={value ?? ''}
      class={`input-${size}`}
      inputmode={props.inputmode}
      list={props.list}
      autocomplete={props.autocomplete ?? 'off'}
      maxlength={200}
      aria-describedby={describedBy(id, hint, error)}
      aria-invalid={error ? 'true' : undefined}
    />
  );
  return (
    <Frame {...props}>
      {props.suffix ? (
        <span class="with-suffix">
          {input}
          <span aria-hidden="true">{props.suffix}</span>
        </span>
      ) : (
        input
      )}
    </Frame>
  );
}

/** Several lines; as many characters as a paste brings, so that nothing of it is cut off before somebody says why. */
export function TextAreaField(props: Common & { value?: string; rows?: number; maxlength?: number }) {
  const { id, hint, error, value } = props;
  return (
    <Frame {...props}>
      <textarea
        id={id}
        name={props.name ?? id}
        rows={props.rows ?? 4}
        class="input-long"
        maxlength={props.maxlength}
        aria-describedby={describedBy(id, hint, error)}
        aria-invalid={error ? 'true' : undefined}
      >
        {value ?? ''}
      </textarea>
    </Frame>
  );
}

export type Option = { value: string; label: string; hint?: string };

export function SelectField(props: Common & { value?: string; options: readonly Option[] }) {
  const { id, hint, error, value = '', options } = props;
  return (
    <Frame {...props}>
      <select
        id={id}
        name={props.name ?? id}
        aria-describedby={describedBy(id, hint, error)}
        aria-invalid={error ? 'true' : undefined}
      >
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** Radio buttons or boxes to tick. The first control bears the id, so that the error summary leads to it. */
export function ChoiceField(
  props: Omit<Common, 'label' | 'name'> & {
    legend: Child;
    type?: 'radio' | 'checkbox';
    values: readonly string[];
    options: readonly Option[];
    inline?: boolean;
  },
) {
  const { id, hint, error, legend, type = 'radio', values, options } = props;
  return (
    <fieldset
      class={error ? 'field choices field-wrong' : 'field choices'}
      aria-describedby={describedBy(id, hint, error)}
    >
      <legend>{legend}</legend>
      <Notes id={id} hint={hint} error={error} />
      <div class={props.inline ? 'choice-row' : 'choice-list'}>
        {options.map((option, index) => {
          const optionId = index === 0 ? id : `${id}-${index}`;
          return (
            <div class="choice">
              <input
                type={type}
                id={optionId}
                name={id}
                value={option.value}
                checked={values.includes(option.value)}
                aria-describedby={option.hint ? `${optionId}-about` : undefined}
              />
              <div class="choice-text">
                <label for={optionId}>{option.label}</label>
                {option.hint && (
                  <span class="hint" id={`${optionId}-about`}>
                    {option.hint}
                  </span>
                )}
              </div>
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

/** What is wrong, all together above the form, each line leading to its answer. */
export function ErrorSummary({ title, errors }: { title: string; errors: readonly FieldMessage[] }) {
  if (errors.length === 0) return null;
  return (
    <div class="error-summary" role="alert" aria-labelledby="error-summary-title" tabindex={-1}>
      <h2 id="error-summary-title">{title}</h2>
      <ul>
        {errors.map(({ field, message }) => (
          <li>{field ? <a href={`#${field}`}>{message}</a> : message}</li>
        ))}
      </ul>
    </div>
  );
}
