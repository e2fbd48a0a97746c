import { z } from 'zod';
import type { Json } from './json.ts';

type Schema = Record<string, unknown> & { $ref?: string; properties?: Record<string, Schema> };
type Operation = { responses: Record<string, { content?: Record<string, { schema: Schema }> }> };

export type AnswerCheck = (answer: {
  method: string;
  path: string;
  status: number;
  type: string;
  body: unknown;
}) => string[];

/**
 * Holds real answers against the published document: the status is announced, the body has the shape, and no field
 * is left unsaid. Gives back what is wrong, in words.
 */
export function createAnswerCheck(document: Json): AnswerCheck {
  const schemas: Record<string, Schema> = document.components.schemas;
  const templates = Object.keys(document.paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replaceAll(/\{.+?\}/g, '[^/]+')}$`),
  }));
  const validators = new Map<string, z.ZodType>();

  const deref = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : deref(schemas[schema.$ref.replace('#/components/schemas/', '')] as Schema);

  function validatorOf(schema: Schema): z.ZodType {
    const key = JSON.stringify(schema);
    const known = validators.get(key);
    if (known) return known;
    const text = JSON.stringify({ ...schema, $defs: schemas }).replaceAll('#/components/schemas/', '#/$defs/');
    const validator = z.fromJSONSchema(JSON.parse(text)) as z.ZodType;
    validators.set(key, validator);
    return validator;
  }

  /** Every way a schema may be, flat. */
  function ways(schema: Schema): Schema[] {
    const plain = deref(schema);
    const inner = [plain.anyOf, plain.oneOf, plain.allOf].filter(Array.isArray).flat() as Schema[];
    return [plain, ...inner.flatMap(ways)];
  }

  function unsaid(schema: Schema[], value: unknown, path: string): string[] {
    if (typeof value !== 'object' || value === null) return [];
    const flat = schema.flatMap(ways);
    if (Array.isArray(value)) {
      const items = flat.flatMap((way) => (way.items ? [way.items as Schema] : []));
      return value.flatMap((inner, i) => unsaid(items, inner, `${path}[${i}]`));
    }
    return Object.entries(value).flatMap(([name, inner]) => {
      const told: Schema[] = flat.flatMap((way) => (way.properties?.[name] ? [way.properties[name]] : []));
      const free = flat.flatMap((way) => (way.additionalProperties ? [way.additionalProperties as Schema] : []));
      if (told.length + free.length === 0) return [`${path}.${name} is not in the document`];
      return unsaid([...told, ...free], inner, `${path}.${name}`);
    });
  }

  return ({ method, path, status, type, body }) => {
    const pathname = path.split('?')[0] ?? path;
    const found = templates.find(({ pattern }) => pattern.test(pathname));
    const operation: Operation | undefined = found && document.paths[found.template][method.toLowerCase()];
    if (operation === undefined) return [];
    const response = operation.responses[String(status)];
    if (response === undefined) return [`${method} ${found?.template} answers ${status}, which is not announced`];
    const content = response.content?.[type];
    if (content === undefined) return body === null ? [] : [`${method} ${found?.template} ${status} answers ${type}`];
    const parsed = validatorOf(content.schema).safeParse(body);
    const wrong = parsed.success ? [] : [`${method} ${path} ${status}: ${z.prettifyError(parsed.error)}`];
    return [...wrong, ...unsaid([content.schema], body, `${method} ${path} ${status}: `)];
  };
}
