import type { Schema } from './open-api.ts';

export const schemaAnchor = (name: string) => `schema-${name}`;

/** The name of a schema's component with the way to it, or its type in words. */
export function SchemaLink({ schema }: { schema: Schema }) {
  const name = componentOf(schema);
  if (name !== null) return <a href={`#${schemaAnchor(name)}`}>{name}</a>;
  const ways = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (ways) {
    return (
      <>
        {ways.map((way, i) => (
          <>
            {i > 0 && (schema.allOf ? ' et ' : ' ou ')}
            <SchemaLink schema={way} />
          </>
        ))}
      </>
    );
  }
  if (schema.items) {
    return (
      <>
        liste de <SchemaLink schema={schema.items} />
      </>
    );
  }
  return <>{typeWords(schema)}</>;
}

/** Every field of a schema, and of the objects inside it. */
export function Fields({ schema }: { schema: Schema }) {
  const ways = schema.oneOf ?? schema.anyOf;
  if (ways) {
    return (
      <p>
        L’une de ces formes : <SchemaLink schema={schema} />.
      </p>
    );
  }
  const parts = schema.allOf ?? [schema];
  const inherited = parts.filter((part) => part.$ref);
  const rows = parts.flatMap((part) => rowsOf(part, ''));
  return (
    <>
      {schema.description && <p>{schema.description}</p>}
      {inherited.length > 0 && (
        <p>
          Les champs de <SchemaLink schema={{ allOf: inherited }} />
          {rows.length > 0 ? ', et :' : '.'}
        </p>
      )}
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Champ</th>
              <th scope="col">Type</th>
              <th scope="col">Ce que c’est</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ path, required, schema: field }) => (
              <tr>
                <th scope="row">
                  <code>{path}</code>
                  {required && <abbr title="toujours présent, ou obligatoire">*</abbr>}
                </th>
                <td>
                  <SchemaLink schema={field} />
                  <small>{limits(field)}</small>
                </td>
                <td>{field.description}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

type Row = { path: string; required: boolean; schema: Schema };

function rowsOf(schema: Schema, prefix: string): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix + name;
    const inner = field.items && !field.items.$ref ? field.items : field;
    const dot = inner === field ? '.' : '[].';
    const alternatives = inner.oneOf ?? inner.anyOf ?? [inner];
    return [
      { path, required: schema.required?.includes(name) ?? false, schema: field },
      ...alternatives.flatMap((way) => rowsOf(way, path + dot)),
    ];
  });
}

function componentOf({ $ref, allOf }: Schema): string | null {
  const ref = $ref ?? (allOf?.length === 1 ? allOf[0]?.$ref : undefined);
  return ref?.replace('#/components/schemas/', '') ?? null;
}

const WORDS: Record<string, string> = {
  string: 'texte',
  integer: 'entier',
  number: 'nombre',
  boolean: 'vrai ou faux',
  object: 'objet',
  array: 'liste',
  null: 'null',
};
const FORMATS: Record<string, string> = { date: 'date', 'date-time': 'instant', email: 'adresse', uri: 'adresse web' };

function typeWords({ type, format, enum: values }: Schema): string {
  if (values) return values.map(String).join(' | ');
  const types = [type ?? 'object'].flat();
  return types
    .map((one) => (one === 'string' && format ? (FORMATS[format] ?? format) : (WORDS[one] ?? one)))
    .join(' ou ');
}

function limits(schema: Schema): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const [low, high] = [minimum ?? minLength ?? minItems, maximum ?? maxLength ?? maxItems];
  const what = minLength !== undefined || maxLength !== undefined ? ' caractères' : '';
  const parts = [
    low !== undefined && high !== undefined && Math.abs(high) < 1e12 ? `de ${low} à ${high}${what}` : null,
    low !== undefined && (high === undefined || Math.abs(high) >= 1e12) ? `à partir de ${low}${what}` : null,
    low === undefined && high !== undefined && Math.abs(high) < 1e12 ? `jusqu’à ${high}${what}` : null,
    schema.default === undefined ? null : `par défaut ${JSON.stringify(schema.default)}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
