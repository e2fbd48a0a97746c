import type { Operation } from './open-api.ts';

/** Sends the call from this page. Hidden until the script shows it: without script there is nothing to send with. */
export function TryForm({ method, path, operation }: { method: string; path: string; operation: Operation }) {
  const content = Object.entries(operation.requestBody?.content ?? {})[0];
  const example = Object.values(content?.[1].examples ?? {})[0]?.value;
  const field = (name: string) => `${operation.operationId}-${name}`;
  return (
    <details class="try" data-script hidden>
      <summary>Essayer</summary>
      <form data-method={method.toUpperCase()} data-path={path} data-type={content?.[0]}>
        {operation.parameters?.map(({ name, in: where, required }) => (
          <p>
            <label for={field(name)}>
              {name} {required && '(obligatoire)'}
            </label>
            <input id={field(name)} name={name} data-in={where} required={required} autocomplete="off" />
          </p>
        ))}
        {content && (
          <p>
            <label for={field('body')}>Corps</label>
            <textarea id={field('body')} name="body" rows={14} spellcheck={false}>
              {example === undefined ? '{}' : JSON.stringify(example, null, 2)}
            </textarea>
          </p>
        )}
        <button type="submit">Envoyer</button>
        <output aria-live="polite" />
      </form>
    </details>
  );
}
