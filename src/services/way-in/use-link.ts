import { contactDigits } from '../../domain/booking/contact.ts';
import { DEVICE_DAYS, type RiderLanguage } from '../../domain/booking/way-in.ts';
import type { Deps } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Stores } from '../ports.ts';
import { visitorOf } from '../visitor.ts';
import { deviceHash, linkTokenHash } from './secrets.ts';

/** After which the file of somebody who came in by a link and did nothing more is erased. */
const FILE_DAYS = 731;

export type LetIn = { draftId: string | null; language: RiderLanguage | null };

/**
 * Uses a link up: from then on the browser that keeps `deviceSecret` (from `newDeviceSecret`, drawn with the page) is the person's.
 * Sent twice from one page it is done once. Null where the link opens nothing. Throws `malformed`, `conflict` where nobody of the
 * territory could accompany a person whom no one knows yet.
 */
export async function useLink({
  deps,
  input,
}: {
  deps: Deps;
  input: { territoryId: string; token: string; deviceSecret: string };
}): Promise<LetIn | null> {
  const { territoryId } = input;
  const tokenHash = deviceHash(input.deviceSecret);
  if (tokenHash === null) throw new ProblemError('malformed', 'Cette page est incomplète : rouvrez le lien.');
  const hash = linkTokenHash(input.token);
  if (hash === null) return null;
  const now = deps.clock.now();
  const expiresAt = now.add({ hours: 24 * DEVICE_DAYS }).toString();

  const taken = await deps.database.transact(visitorOf(territoryId, hash), async (stores) => {
    const link = await stores.wayIns.findLink();
    if (!link?.usable) return null;
    const device = { id: deps.ids.next('way'), tokenHash, expiresAt };
    const personId = await stores.wayIns.takeLink({
      device,
      newPersonId: deps.ids.next('ben'),
      teamId: link.personId === null ? await teamOfNewcomers(stores) : null,
      digits: link.contact && contactDigits(link.contact),
      purgeAfter: now.add({ hours: 24 * FILE_DAYS }).toString(),
    });
    if (personId === null) return null;
    const entry = { entity: 'wayIn', fields: [] };
    await stores.audit.record({ ...entry, action: 'wayIn.used', entityId: link.id });
    await stores.audit.record({ ...entry, action: 'wayIn.deviceLetIn', entityId: device.id });
    return { draftId: link.draftId, language: link.language };
  });
  return taken ?? (await letInBefore(deps, { territoryId, linkHash: hash, tokenHash }));
}

/** Whoever asks for rides before anybody knows them is with the mobility platform of the territory. */
async function teamOfNewcomers({ intake }: Stores): Promise<string> {
  const [team] = await intake.listTeams();
  if (team) return team.id;
  throw new ProblemError('conflict', 'Aucune équipe de mobilité ne reçoit de demandes sur ce territoire.');
}

/** The same page was sent twice, as a hand that trembles does: the second answer is the first. */
async function letInBefore(
  deps: Deps,
  sent: { territoryId: string; linkHash: string; tokenHash: string },
): Promise<LetIn | null> {
  const { territoryId, linkHash, tokenHash } = sent;
  const device = await deps.database.transact(visitorOf(territoryId, tokenHash), ({ wayIns }) => wayIns.findDevice());
  if (device === null) return null;
  const link = await deps.database.transact(visitorOf(territoryId, linkHash), ({ wayIns }) => wayIns.findLink());
  return { draftId: link?.draftId ?? null, language: link?.language ?? null };
}
