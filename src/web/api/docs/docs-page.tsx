import type { Body, OpenApi, Operation, Parameter } from './open-api.ts';
import { Fields, SchemaLink, schemaAnchor } from './schema-view.tsx';
import { Sheet } from './sheet.tsx';
import { TryForm } from './try-form.tsx';

const METHODS = ['get', 'post', 'patch', 'delete'] as const;

/** The API to read, and to try where script runs. Made from the published document and from nothing else. */
export function DocsPage({ document }: { document: OpenApi }) {
  const calls = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ method, path, operation: item[method] }] : [])),
  );
  return (
    <Sheet title="Interface pour les programmes" script="/api/docs/docs.js">
      <h1>{document.info.title} : l’interface pour les programmes</h1>
      <p>
        Version {document.info.version}. Le document qui fait foi : <a href="/api/openapi.json">/api/openapi.json</a>{' '}
        (OpenAPI {document.openapi}).
      </p>
      <Prose text={document.info.description} />
      <nav aria-label="Les appels">
        <ul class="calls">
          {calls.map(({ method, path, operation }) => (
            <li>
              <a href={`#${operation.operationId}`}>
                <Method name={method} /> <code>{path}</code>
              </a>{' '}
              {operation.summary}
            </li>
          ))}
        </ul>
      </nav>
      <p class="key" data-script hidden>
        <label for="key">Clé pour essayer (elle ne quitte cette page que dans vos demandes)</label>
        <input id="key" type="password" autocomplete="off" spellcheck={false} />
      </p>
      {document.tags.map((tag) => (
        <section aria-labelledby={`tag-${tag.name}`}>
          <h2 id={`tag-${tag.name}`}>{tag.name}</h2>
          <p>{tag.description}</p>
          {calls
            .filter(({ operation }) => operation.tags.includes(tag.name))
            .map((call) => (
              <Call {...call} />
            ))}
        </section>
      ))}
      <section aria-labelledby="schemas">
        <h2 id="schemas">Les données</h2>
        {Object.entries(document.components.schemas).map(([name, schema]) => (
          <article class="schema" id={schemaAnchor(name)}>
            <h3>{name}</h3>
            <Fields schema={schema} />
          </article>
        ))}
      </section>
    </Sheet>
  );
}

function Call({ method, path, operation }: { method: string; path: string; operation: Operation }) {
  const body = operation.requestBody;
  return (
    <article class="call" id={operation.operationId}>
      <h3>
        <Method name={method} /> <code>{path}</code>
      </h3>
      <p>
        <strong>{operation.summary}.</strong> {operation.description}
      </p>
      <p>{keyNeed(operation)}</p>
      {operation.parameters && operation.parameters.length > 0 && <Parameters parameters={operation.parameters} />}
      {body && <RequestBody body={body} />}
      <h4>Réponses</h4>
      <table>
        <thead>
          <tr>
            <th scope="col">Statut</th>
            <th scope="col">Ce que c’est</th>
            <th scope="col">Corps</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(operation.responses).map(([status, response]) => (
            <tr>
              <th scope="row">{status}</th>
              <td>{response.description}</td>
              <td>
                {Object.entries(response.content ?? {}).map(([type, { schema }]) => (
                  <>
                    <SchemaLink schema={schema} /> <small>{type}</small>
                  </>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <TryForm method={method} path={path} operation={operation} />
    </article>
  );
}

function keyNeed({ security }: Operation): string {
  if (!security) return 'Sans clé.';
  return security.some((way) => Object.keys(way).length === 0) ? 'Avec ou sans clé.' : 'Avec une clé.';
}

function Parameters({ parameters }: { parameters: Parameter[] }) {
  return (
    <>
      <h4>Paramètres</h4>
      <table>
        <thead>
          <tr>
            <th scope="col">Nom</th>
            <th scope="col">Où</th>
            <th scope="col">Ce que c’est</th>
          </tr>
        </thead>
        <tbody>
          {parameters.map((parameter) => (
            <tr>
              <th scope="row">
                <code>{parameter.name}</code>
                {parameter.required ? ' (obligatoire)' : ''}
              </th>
              <td>{{ path: 'chemin', query: 'requête', header: 'en-tête' }[parameter.in]}</td>
              <td>
                {parameter.description}
                {parameter.schema.enum && <> Valeurs : {parameter.schema.enum.join(', ')}.</>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function RequestBody({ body }: { body: Body }) {
  const content = Object.values(body.content)[0];
  if (!content) return null;
  return (
    <>
      <h4>Corps</h4>
      <p>
        <SchemaLink schema={content.schema} /> <small>{Object.keys(body.content).join(', ')}</small>
      </p>
      {Object.values(content.examples ?? {}).map(({ summary, value }) => (
        <details>
          <summary>Exemple : {summary}</summary>
          <pre>{JSON.stringify(value, null, 2)}</pre>
        </details>
      ))}
    </>
  );
}

const Method = ({ name }: { name: string }) => <span class={`method ${name}`}>{name.toUpperCase()}</span>;

/** The description's paragraphs, lists and `code`. */
function Prose({ text }: { text: string }) {
  const [lead = '', ...rest] = text.split('\n\n');
  const points = rest.join('\n').split('\n').filter(Boolean);
  const inline = (line: string) => line.split('`').map((part, i) => (i % 2 === 1 ? <code>{part}</code> : part));
  return (
    <>
      <p>{inline(lead)}</p>
      <ul>
        {points.map((point) => (
          <li>{inline(point.replace(/^- /, ''))}</li>
        ))}
      </ul>
    </>
  );
}
