import { z } from 'zod';
import { hoursSchema } from '../../domain/catalogue/offer.ts';

/** A shape as it is answered: what has a default when it is posted is always there. */
export function answered(schema: z.core.$ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault) return answered(schema.unwrap());
  if (schema instanceof z.ZodNullable) return answered(schema.unwrap()).nullable();
  if (schema === hoursSchema) return named(hoursSchema, 'Hours');
  if (schema instanceof z.ZodArray) return z.array(answered(schema.element));
  if (schema instanceof z.ZodObject && schema.meta()?.id === undefined) return z.object(answeredShape(schema.shape));
  return schema as z.ZodType;
}

export function answeredShape(shape: Record<string, z.core.$ZodType>): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(shape).map(([name, inner]) => [name, answered(inner)]));
}

const components = new Map<z.core.$ZodType, z.ZodType>();

/** A component of the document; the same schema is one component wherever it is used. */
export function named(schema: z.ZodType, id: string): z.ZodType {
  const component = components.get(schema) ?? schema.meta({ id });
  components.set(schema, component);
  return component;
}

const answeredParts = new Map<z.core.$ZodType, z.ZodType>();

/** `named`, of what a posted part becomes in answers. */
export function namedAnswer(schema: z.ZodType, id: string): z.ZodType {
  const component = answeredParts.get(schema) ?? answered(schema).meta({ id });
  answeredParts.set(schema, component);
  return component;
}
