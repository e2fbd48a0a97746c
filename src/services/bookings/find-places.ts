import { z } from 'zod';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import type { FoundPlace } from '../ports/geocoder.ts';

const schema = z.object({ text: z.string().trim().max(200), limit: z.int().min(1).max(30).default(12) });

/**
 * Places by what somebody typed, those that are known here first. A geocoder that cannot be asked finds nothing: whoever books goes on
 * with the communes. Throws `invalid`.
 */
export async function findPlaces({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof schema>;
}): Promise<FoundPlace[]> {
  const { text, limit } = parseInput(schema, input);
  if (text === '') return [];
  const { territoryId } = ctx.actor;
  const answers = await Promise.all(
    (ctx.deps.geocoders ?? []).map((geocoder) =>
      geocoder.search({ territoryId, text, limit }).catch((): FoundPlace[] => []),
    ),
  );
  const found = answers.flat();
  const exact = found.filter(({ approximate }) => !approximate);
  return (exact.length > 0 ? exact : found).slice(0, limit);
}
