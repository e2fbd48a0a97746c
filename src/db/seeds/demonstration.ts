import { createHash, randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ageOn, dateAt, laterDate } from '../../domain/schedule/dates.ts';
import { type Actor, type Clock, type Database, SCOPES } from '../../services/ports.ts';
import { createAdministration } from '../administration.ts';
import { createDatabase } from '../client.ts';
import { createAccountWriter } from './account-writer.ts';
import { type DemonstrationAccount, organisationNamed, PLATFORM, seedAccounts } from './demonstration/accounts.ts';
import { demonstrationOffers } from './demonstration/catalogue.ts';
import { demonstrationDiagnostics, type ExampleDiagnostic } from './demonstration/diagnostics.ts';
import { seedDrivers } from './demonstration/drivers.ts';
import { DEMONSTRATION_EDITION } from './demonstration/edition.ts';
import { seedEmployer } from './demonstration/employers.ts';
import { seedFleet } from './demonstration/fleet.ts';
import { groundOf } from './demonstration/ground.ts';
import { seedPartners } from './demonstration/partners.ts';
import { seedWorkUnderWay } from './demonstration/work-under-way.ts';
import { formatEdition, parseEdition } from './edition.ts';
import { readTerritory } from './territory/read-territory.ts';
import { seedTerritory, systemClock } from './territory.ts';

const TERRITORY_ID = 'meuse';
/** Examples are of the week before: an employer's figures are told as they were on Monday (ADR 0024). */
const EXAMPLES_SINCE_HOURS = 24 * 8;
const REQUESTS_PER_MINUTE = 1200;
const KEY_ID = 'key_demo';

export type DemonstrationSeeding = {
  /** Of the owner of a prepared database. */
  url: string;
  /** The key that opens the demonstration's API; drawn at random where absent. Only its hash enters the database. */
  demoApiKey?: string | undefined;
  /**
   * The accounts' passwords by address, as an earlier call gave them: whoever is missing gets a new one. Where absent, accounts
   * that there are stay as they are.
   */
  passwords?: ReadonlyMap<string, string> | undefined;
  /** `YYYY-MM-DD`: the day the examples' dates are told from. The day it is in the territory where absent. */
  today?: string | undefined;
  /** Writes the examples anew, with dates told from today, even if nothing changed. */
  renew?: boolean;
  log: (line: string) => void;
  clock?: Clock;
};

/**
 * Puts the demonstration of the Meuse in the database: the territory's facts, an organisation with an API key, the
 * illustrative offers, forty diagnostics that wait for their match. Run again it changes nothing, unless the examples
 * themselves changed or `renew` is asked; offers and diagnostics of people are never touched.
 *
 * `apiKey` is the key in clear where this call set it, null where the key set before still holds. `accounts` have their passwords.
 */
export async function seedDemonstration(
  seeding: DemonstrationSeeding,
): Promise<{ apiKey: string | null; accounts: DemonstrationAccount[] }> {
  const { url, demoApiKey, renew = false, log, clock = systemClock } = seeding;
  await seedTerritory({ url, territoryId: TERRITORY_ID, log, clock });

  const administration = createAdministration({ url, clock });
  const database = createDatabase({ url, clock, poolSize: 2 });
  const since = () => clock.now().subtract({ hours: EXAMPLES_SINCE_HOURS });
  const before = createDatabase({ url, clock: { now: since }, poolSize: 1 });
  let instant = clock.now();
  const lately = createDatabase({ url, clock: { now: () => instant }, poolSize: 1 });
  const writer = createAccountWriter({ url, clock });
  try {
    const edition = parseEdition(await administration.seedEdition(TERRITORY_ID));
    const apiKey = demoApiKey ?? (edition.demonstration === null ? `demo-${randomBytes(24).toString('hex')}` : null);
    if (apiKey !== null) {
      await administration.upsertOrganisation(TERRITORY_ID, PLATFORM);
      await administration.upsertApiKey(TERRITORY_ID, {
        id: KEY_ID,
        organisationId: PLATFORM.id,
        label: 'Clé de la démonstration',
        hash: createHash('sha256').update(apiKey).digest('hex'),
        scopes: SCOPES,
        requestsPerMinute: REQUESTS_PER_MINUTE,
      });
    }
    const accounts = await seedAccounts({ administration, writer }, TERRITORY_ID, seeding.passwords ?? null);
    // Before the edition is looked at: structures that there are stay, and the directory of an older demonstration is filled too.
    await seedPartners(database, TERRITORY_ID, clock);
    if (edition.demonstration === DEMONSTRATION_EDITION && !renew) return { apiKey, accounts };

    const facts = await readTerritory(TERRITORY_ID);
    const ground = groundOf(facts);
    const today = seeding.today ?? dateAt(clock.now(), facts.territory.timeZone);
    await seedEmployer(before, TERRITORY_ID, today);
    const offers = demonstrationOffers(ground, today).map(({ id, offer }) => ({ ...offer, id }));
    const { added, changed, archived } = await administration.replaceIllustrativeOffers(
      TERRITORY_ID,
      offers,
      ({ provider }) => organisationNamed(provider.name),
    );
    log(`Offres d’exemple : ${added} ajoutées, ${changed} changées, ${archived} retirées`);
    await seedDrivers(database, TERRITORY_ID, today);
    await seedFleet(database, TERRITORY_ID, today);
    const recorded = await recordDiagnostics(database, since, demonstrationDiagnostics(ground, today), today);
    log(`Diagnostics d’exemple : ${recorded} à apparier`);
    await seedWorkUnderWay({
      database: lately,
      at: (moment) => {
        instant = moment;
      },
      now: clock.now(),
      territoryId: TERRITORY_ID,
      office: facts.territory,
      ground,
      offers: offers.map((offer) => ({ ...offer, version: 1 })),
    });
    const done = { ...edition, demonstration: DEMONSTRATION_EDITION, day: today };
    await administration.recordSeedEdition(TERRITORY_ID, formatEdition(done));
    return { apiKey, accounts };
  } finally {
    await Promise.all([administration.close(), database.close(), before.close(), lately.close(), writer.close()]);
  }
}

/**
 * Each example whose newest version differs gets one more, matched by the workers like anybody's. Ids are the
 * examples' own, so that a second run finds them again. Returns how many wait for a match.
 */
async function recordDiagnostics(
  database: Database,
  since: Clock['now'],
  examples: readonly ExampleDiagnostic[],
  today: string,
): Promise<number> {
  const actor: Actor = {
    kind: 'program',
    territoryId: TERRITORY_ID,
    organisationId: PLATFORM.id,
    scopes: new Set(SCOPES),
    id: KEY_ID,
  };
  return database.transact(actor, async (stores) => {
    let recorded = 0;
    for (const { id, input } of examples) {
      const { reference = null, birthDate = null, ...known } = input.beneficiary ?? {};
      const facts = { ...input, beneficiary: known };
      const newest = await stores.diagnostics.find(id);
      if (newest !== null && isDeepStrictEqual(newest.input, facts)) continue;
      const version = (newest?.version ?? 0) + 1;
      const person = await stores.diagnostics.findOrCreateBeneficiary({ newId: `ben_${id}`, reference, birthDate });
      await stores.diagnostics.insertVersion({
        id,
        version,
        beneficiaryId: person.id,
        reference,
        age: birthDate === null ? null : ageOn(birthDate, laterDate(firstDay(input) ?? today, today)),
        input: facts,
        createdAt: since().toString(),
        expiresAt: null,
      });
      await stores.matches.insertPending(id, version);
      await stores.audit.record({
        action: 'diagnostic.recorded',
        entity: 'diagnostic',
        entityId: id,
        fields: Object.keys(facts),
      });
      await stores.outbox.append({ type: 'diagnosticRecorded', diagnosticId: id, version, inBackground: true });
      recorded++;
    }
    return recorded;
  });
}

const firstDay = ({ job, goal }: ExampleDiagnostic['input']) =>
  job?.startsOn ?? goal?.dates.map((d) => d.date).sort()[0];
