import { z } from 'zod';
import { type Duplicate, duplicatesOf } from '../../domain/people/duplicates.ts';
import { personName } from '../../domain/people/identity.ts';
import { type Need, needsToday } from '../../domain/people/needs-today.ts';
import { type Context, requireScope } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import type {
  AccessPeriod,
  Consent,
  HistoryEntry,
  KeptScheme,
  PersonFile,
  PersonOutline,
  ReferentPeriod,
} from '../ports/people.ts';
import type { Stores } from '../ports.ts';
import { namedColleagues } from './colleagues.ts';
import { dayOf } from './day.ts';
import { getFile } from './held-file.ts';

/** The lines of history that a page shows. */
const HISTORY_LINES = 200;

const schema = z.object({ id: z.string().max(100) });

export type PersonView = {
  file: PersonFile;
  needs: Need[];
  /** The present one; null where nobody answers for the person. */
  referent: (ReferentPeriod & { name: string | null; organisationName: string | null; present: boolean }) | null;
  referents: (ReferentPeriod & { name: string | null; organisationName: string | null })[];
  circle: (AccessPeriod & { organisationName: string | null; now: boolean; mayEnd: boolean })[];
  consents: (Consent & { recordedByName: string | null })[];
  schemes: KeptScheme[];
  duplicates: (Duplicate & { name: string | null })[];
  outline: Omit<PersonOutline, 'assessments'> & {
    assessments: (PersonOutline['assessments'][number] & { madeByName: string | null })[];
  };
  history: (HistoryEntry & { name: string | null })[];
};

/** A file with all that is told on its page. Throws `forbidden`, `notFound`. */
export async function getPerson({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<PersonView> {
  requireScope(ctx, 'people:read');
  const { id } = parseInput(schema, input);
  const day = await dayOf(ctx);
  const now = ctx.deps.clock.now().toString();
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { people } = stores;
    const file = await getFile(stores, id);
    const colleagues = new Map((await namedColleagues(stores)).map((one) => [one.id, one]));
    const organisations = new Map((await stores.members.listOrganisations()).map((one) => [one.id, one.name]));
    const nameOf = (memberId: string | null) => colleagues.get(memberId ?? '')?.displayName ?? null;
    const placed = <T extends { organisationId: string }>(one: T) => ({
      ...one,
      organisationName: organisations.get(one.organisationId) ?? null,
    });

    const referents = (await people.listReferents(id)).map((one) => ({ ...placed(one), name: nameOf(one.memberId) }));
    const current = referents.findLast(({ until }) => until === null) ?? null;
    const facts = (await people.gatherFacts([id], day)).get(id);
    const circle = (await people.listCircle(id)).map((access) => {
      const lasts = access.until === null || access.until > now;
      const foreign = access.organisationId !== ctx.actor.organisationId;
      return {
        ...placed(access),
        now: lasts,
        mayEnd: lasts && foreign && access.sharedBy === ctx.actor.organisationId,
      };
    });
    const outline = await people.outline(id);
    return {
      file,
      needs: facts ? needsToday(facts, day.today) : [],
      referent: current && { ...current, present: colleagues.get(current.memberId)?.present ?? false },
      referents,
      circle,
      consents: (await people.listConsents(id)).map((one) => ({ ...one, recordedByName: nameOf(one.recordedBy) })),
      schemes: await people.listSchemes(id),
      duplicates: await duplicatesIn(stores, file),
      outline: {
        ...outline,
        assessments: outline.assessments.map((one) => ({ ...one, madeByName: nameOf(one.madeBy) })),
      },
      history: (await people.listHistory(id, HISTORY_LINES)).map((one) => ({
        ...one,
        name: one.byName ?? nameOf(one.byId),
      })),
    };
  });
}

/** Files that the actor may see and that look like this one, with their names. */
async function duplicatesIn(stores: Stores, file: PersonFile): Promise<PersonView['duplicates']> {
  const keys = stores.people.keysOf(file.id, file.identity);
  const found = duplicatesOf(keys, await stores.people.listLookalikes(keys));
  const identities = await stores.people.listIdentities(found.map(({ id }) => id));
  return found.map((one) => {
    const identity = identities.get(one.id);
    return { ...one, name: identity ? personName(identity) : null };
  });
}
