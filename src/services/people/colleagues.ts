import type { Colleague } from '../ports/people.ts';
import type { Stores } from '../ports.ts';

/** Somebody who accompanies people on the territory, and where. */
export type NamedColleague = Colleague & { organisationName: string };

/** Who accompanies on the territory, those who left included: their names are in histories. */
export async function namedColleagues(stores: Stores): Promise<NamedColleague[]> {
  const [colleagues, organisations] = [await stores.people.listColleagues(), await stores.members.listOrganisations()];
  const names = new Map(organisations.map(({ id, name }) => [id, name]));
  return colleagues.map((one) => ({ ...one, organisationName: names.get(one.organisationId) ?? '' }));
}
