import type { RiderLanguage } from '../../domain/booking/way-in.ts';
import type { Deps } from '../context.ts';
import { visitorOf } from '../visitor.ts';
import { linkTokenHash } from './secrets.ts';

export type LinkState = {
  /** `gone`: used, past its time, revoked, or never there. */
  state: 'usable' | 'used' | 'gone';
  /** That it was asked for in; null where nobody knows. */
  language: RiderLanguage | null;
};

/** Says whether a link lets anybody in. Changes and consumes nothing: previews of messages open links too. */
export async function openLink({
  deps,
  input,
}: {
  deps: Deps;
  input: { territoryId: string; token: string };
}): Promise<LinkState> {
  const hash = linkTokenHash(input.token);
  if (hash === null) return { state: 'gone', language: null };
  const link = await deps.database.transact(visitorOf(input.territoryId, hash), ({ wayIns }) => wayIns.findLink());
  if (link === null) return { state: 'gone', language: null };
  return { state: link.usable ? 'usable' : link.used ? 'used' : 'gone', language: link.language };
}
