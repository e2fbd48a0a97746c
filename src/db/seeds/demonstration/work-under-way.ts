import type { Temporal } from 'temporal-polyfill';
import { type Role, SCOPES_OF_ROLE } from '../../../domain/accounts/roles.ts';
import type { Offer } from '../../../domain/catalogue/offer.ts';
import { type DiagnosticInput, diagnosticInputSchema } from '../../../domain/diagnostic/diagnostic.ts';
import { momentOf, neighbouringWorkingDay, type OfficeCalendar } from '../../../domain/intake/working-days.ts';
import { type Identity, identitySchema } from '../../../domain/people/identity.ts';
import { expiresOn } from '../../../domain/referral/due.ts';
import { consentWording, shownDocuments, shownFacts } from '../../../domain/referral/facts.ts';
import { addDays, ageOn, dateAt } from '../../../domain/schedule/dates.ts';
import type { Actor, Database, Stores } from '../../../services/ports.ts';
import { EMPLOYER, organisationNamed, PLATFORM } from './accounts.ts';
import { centreOf, type Ground } from './ground.ts';
import { MORNING, mondayAfter, type Rota, threeByEight, twoByEight, weekly } from './rotas.ts';
import { seedGroup, seedRepair } from './taught-and-repaired.ts';

type Scene = {
  /** With a clock that `at` sets: what happened days ago is written as of then. */
  database: Database;
  at(instant: Temporal.Instant): void;
  now: Temporal.Instant;
  territoryId: string;
  office: OfficeCalendar;
  ground: Ground;
  offers: readonly Offer[];
};

const ADVISER = 'mem_demo_nadia_perrin';
const PRESCRIBER = { id: 'mem_demo_camille_roussel', name: 'Camille Roussel', organisationId: 'org_demo_prescripteur' };
const PRESCRIBERS = 'Mission d’insertion du Barrois (exemple)';
const PROVIDER = { id: 'mem_demo_karim_henry', name: 'Karim Henry', organisationId: 'org_demo_structure' };

/** Telephone numbers kept for fiction (ARCEP): nobody's. */
const phone = (number: number) => `06 39 98 00 ${String(number).padStart(2, '0')}`;

type Case = {
  id: string;
  firstName: string;
  lastName: string;
  born: string;
  home: string;
  rota: Rota;
  licence: 'none' | 'valid' | 'learning';
  /** Title of the offer; what came of it, and how many days ago it was sent. */
  offer: string;
  daysAgo: number;
  answer: 'waits' | 'asked' | 'accepted' | 'refused' | 'waiting';
};

/** People of the prescriber's, one for each state a referral may be found in. Nobody of them exists. */
// biome-ignore format: a table, one line each
const CASES: readonly Case[] = [
  { id: 'lina', firstName: 'Lina', lastName: 'Morel', born: '1999-03-14', home: 'Commercy', rota: weekly(MORNING), licence: 'none', offer: 'Voiture sans permis, Commercy', daysAgo: 3, answer: 'waits' },
  { id: 'samir', firstName: 'Samir', lastName: 'Benali', born: '1991-07-02', home: 'Commercy', rota: twoByEight, licence: 'valid', offer: 'Voiture à 5 € par jour, Commercy', daysAgo: 4, answer: 'asked' },
  { id: 'ines', firstName: 'Inès', lastName: 'Garnier', born: '1987-11-23', home: 'Saint-Mihiel', rota: weekly(['08:00', '16:00']), licence: 'valid', offer: 'Voiture à 5 € par jour, Saint-Mihiel', daysAgo: 6, answer: 'accepted' },
  { id: 'theo', firstName: 'Théo', lastName: 'Humbert', born: '2003-01-30', home: 'Commercy', rota: threeByEight, licence: 'learning', offer: 'Vélo à assistance électrique, Commercy', daysAgo: 5, answer: 'refused' },
  { id: 'noe', firstName: 'Noé', lastName: 'Collin', born: '1995-05-09', home: 'Commercy', rota: weekly(MORNING), licence: 'valid', offer: 'Voiture à 5 € par jour, Commercy', daysAgo: 20, answer: 'waiting' },
  { id: 'maya', firstName: 'Maya', lastName: 'Perrot', born: '1989-10-17', home: 'Vaucouleurs', rota: threeByEight, licence: 'valid', offer: 'Voiture à 5 € par jour, Commercy', daysAgo: 12, answer: 'waiting' },
  { id: 'yanis', firstName: 'Yanis', lastName: 'Roy', born: '2001-02-11', home: 'Saint-Mihiel', rota: twoByEight, licence: 'valid', offer: 'Voiture à 5 € par jour, Saint-Mihiel', daysAgo: 9, answer: 'waiting' },
  { id: 'salome', firstName: 'Salomé', lastName: 'Vautrin', born: '1994-06-21', home: 'Bar-le-Duc', rota: weekly(MORNING), licence: 'valid', offer: 'Le vrai prix de ma voiture, Bar-le-Duc', daysAgo: 8, answer: 'accepted' },
  { id: 'idris', firstName: 'Idris', lastName: 'Lambert', born: '1998-12-05', home: 'Ligny-en-Barrois', rota: twoByEight, licence: 'valid', offer: 'Le vrai prix de ma voiture, Bar-le-Duc', daysAgo: 7, answer: 'accepted' },
  { id: 'odile', firstName: 'Odile', lastName: 'Jacquot', born: '1979-04-18', home: 'Commercy', rota: weekly(MORNING), licence: 'valid', offer: 'Réparation au tarif solidaire, Commercy', daysAgo: 10, answer: 'accepted' },
];
const LEARNERS = ['salome', 'idris'];
const REPAIRED = 'odile';

/**
 * Something to do under each account: people whose referrals wait, were asked about, accepted and refused; requests, calls and an
 * appointment for the adviser. Dates are told from the day it is. What is there stays as it is.
 */
export async function seedWorkUnderWay(scene: Scene): Promise<void> {
  const isThere = await as(scene, memberOf(PRESCRIBER, 'prescriber'), 0, ({ people }) =>
    people.find(`ben_demo_${CASES[0]?.id}`),
  );
  if (isThere !== null) return;
  for (const [index, one] of CASES.entries()) await referred(scene, one, index);
  await taughtAndRepaired(scene);
  await asked(scene);
}

/** What became of those whom the structure said yes to for a group and for a repair. */
async function taughtAndRepaired(scene: Scene): Promise<void> {
  const { offers, office, now } = scene;
  const referredOf = (id: string) => ({ beneficiaryId: `ben_demo_${id}`, referralId: `ref_demo_${id}` });
  const taught = CASES.find(({ id }) => id === LEARNERS[0])?.offer;
  const offerId = offers.find(({ title }) => title === taught)?.id;
  if (offerId === undefined) throw new Error('Nobody offers what the group is taught.');
  const today = dateAt(now, office.timeZone);
  const on = neighbouringWorkingDay(addDays(today, 2), 1, office);
  await as(scene, memberOf(PROVIDER, 'provider'), 20, async (stores) => {
    await seedGroup(stores, { offerId, people: LEARNERS.map(referredOf), today });
    await seedRepair(stores, { person: referredOf(REPAIRED), today, on });
  });
}

const memberOf = ({ id, organisationId }: { id: string; organisationId: string }, role: Role) => ({
  kind: 'member' as const,
  id,
  organisationId,
  role,
  scopes: new Set(SCOPES_OF_ROLE[role]),
});

async function as<T>(
  { database, at, now, territoryId }: Scene,
  actor: { kind: 'member' | 'visitor' } & Record<string, unknown>,
  hoursAgo: number,
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  at(now.subtract({ hours: hoursAgo }));
  return database.transact({ ...actor, territoryId } as Actor, work);
}

async function referred(scene: Scene, one: Case, index: number): Promise<void> {
  const { ground, office } = scene;
  const home = ground.named(one.home);
  const offer = scene.offers.find(({ title }) => title === one.offer);
  if (offer === undefined) throw new Error(`No example is called “${one.offer}”.`);
  const person = `ben_demo_${one.id}`;
  const hours = 24 * one.daysAgo;
  const day = dateAt(scene.now.subtract({ hours }), office.timeZone);
  const input = diagnosticOf(one, ground, day);
  const identity: Identity = identitySchema.parse({
    firstName: one.firstName,
    lastName: one.lastName,
    phone: phone(index + 1),
    birthDate: one.born,
    commune: home.code,
    reference: `EX-${index + 1}`,
  });
  const diagnosticId = `dia_demo_${one.id}`;
  const referralId = `ref_demo_${one.id}`;
  const prescriber = memberOf(PRESCRIBER, 'prescriber');
  const age = ageOn(one.born, input.job?.startsOn ?? day);

  await as(scene, prescriber, hours + 1, async (stores) => {
    await stores.people.open({ id: person, identity, referentId: PRESCRIBER.id });
    await stores.audit.record({
      action: 'person.opened',
      entity: 'beneficiary',
      entityId: person,
      fields: Object.keys(identity),
    });
    const createdAt = scene.now.subtract({ hours: hours + 1 }).toString();
    const record = { id: diagnosticId, version: 1, beneficiaryId: person, reference: identity.reference, age };
    await stores.diagnostics.insertVersion({ ...record, input, createdAt, expiresAt: null });
    await stores.matches.insertPending(diagnosticId, 1);
    await stores.outbox.append({ type: 'diagnosticRecorded', diagnosticId, version: 1, inBackground: true });
  });

  const facts = shownFacts({
    offer,
    person: { ...identity, safeHours: [] },
    age,
    input,
    communeName: (place) =>
      [...ground.communes, ...ground.around].find(({ code }) => code === place.commune)?.name ?? null,
  }).flatMap(({ optional: _, value, ...fact }) => (value === null ? [] : [{ ...fact, value }]));
  const { name, phone: theirPhone = null, email = null } = offer.provider;
  await as(scene, prescriber, hours, async (stores) => {
    await stores.referrals.insert({
      id: referralId,
      beneficiaryId: person,
      offerId: offer.id,
      providerOrganisationId: organisationNamed(name),
      diagnosticId,
      diagnosticVersion: 1,
      createdBy: PRESCRIBER.id,
      message: 'Bonjour, pouvez-vous nous dire si c’est possible, et la suite à donner ?',
      facts,
      documents: shownDocuments(offer),
      parties: {
        offer: { kind: offer.kind, title: offer.title, illustrative: true },
        provider: { name, phone: theirPhone },
        referrer: {
          organisation: PRESCRIBERS,
          name: PRESCRIBER.name,
          phone: null,
          email: 'camille.roussel@exemple.invalid',
        },
      },
      providerEmail: email,
      linkExpiresAt: momentOf(expiresOn(day), '00:00', office)?.toString() ?? null,
      previousId: null,
    });
    await stores.people.recordConsent(person, {
      id: `con_demo_${one.id}`,
      purpose: 'referral',
      wording: consentWording({ organisation: PRESCRIBERS, provider: name, codes: facts.map(({ code }) => code) }),
      channel: 'oral',
      givenAt: scene.now.subtract({ hours }).toString(),
    });
    await said(stores, referralId, 'sent', `${PRESCRIBER.name}, ${PRESCRIBERS}`);
    await stores.audit.record({
      action: 'referral.sent',
      entity: 'referral',
      entityId: referralId,
      fields: ['facts', 'consent'],
    });
  });
  await answered(scene, one, referralId, name);
  if (one.answer === 'waiting') await listed(scene, one, { referralId, beneficiaryId: person, input });
}

/** As whoever is asked answered: with their account where they have one, else as the prescriber was told by telephone. */
async function answered(scene: Scene, { id: one, answer, daysAgo }: Case, id: string, provider: string): Promise<void> {
  if (answer === 'waits') return;
  const theirs = organisationNamed(provider) === PROVIDER.organisationId;
  const hours = 24 * (daysAgo - 2);
  const answeredAt = scene.now.subtract({ hours }).toString();
  await as(
    scene,
    theirs ? memberOf(PROVIDER, 'provider') : memberOf(PRESCRIBER, 'prescriber'),
    hours,
    async (stores) => {
      const by = theirs ? `${PROVIDER.name}, ${provider}` : `${PRESCRIBER.name}, ${PRESCRIBERS}`;
      if (answer === 'asked') {
        await stores.referrals.change(id, { questionOpen: true });
        await said(stores, id, 'asked', by, { text: 'A-t-il déjà conduit une boîte manuelle depuis son permis ?' });
      } else if (answer === 'accepted' || answer === 'waiting') {
        await stores.referrals.change(id, { status: 'accepted', answeredAt, questionOpen: false });
        const details = { appointment: 'Au garage, la veille du premier jour, à 10 h' };
        const words =
          answer === 'accepted'
            ? [...LEARNERS, REPAIRED].includes(one)
              ? { text: 'C’est d’accord, nous fixons la suite avec la personne.' }
              : { text: 'La voiture est réservée.', details }
            : { text: 'Inscription sur notre liste d’attente : nos voitures sont toutes prêtées.' };
        await said(stores, id, 'accepted', by, words);
      } else {
        await stores.referrals.change(id, {
          status: 'refused',
          answeredAt,
          questionOpen: false,
          rejectionReason: 'full',
        });
        const details = { reason: 'full', ...(theirs ? {} : { onBehalf: true }) };
        await said(stores, id, 'refused', by, { text: 'Tous les vélos sont prêtés jusqu’au printemps.', details });
      }
      await stores.audit.record({ action: `referral.${answer}`, entity: 'referral', entityId: id, fields: ['status'] });
    },
  );
}

/** On the structure's waiting list, since the day it answered. */
async function listed(
  scene: Scene,
  one: Case,
  { referralId, beneficiaryId, input }: { referralId: string; beneficiaryId: string; input: DiagnosticInput },
): Promise<void> {
  const hours = 24 * (one.daysAgo - 2);
  const id = `wai_demo_${one.id}`;
  const jobStartsOn = input.job?.startsOn ?? null;
  await as(scene, memberOf(PROVIDER, 'provider'), hours, async ({ allocation, audit, outbox }) => {
    await allocation.insertEntry({
      ...{ id, organisationId: PROVIDER.organisationId, beneficiaryId, referralId, illustrative: true },
      waitingSince: dateAt(scene.now.subtract({ hours }), scene.office.timeZone),
      wish: {
        ...{ wantedFrom: jobStartsOn ?? dateAt(scene.now, scene.office.timeZone), acceptsLaterDays: 7, days: 30 },
        ...{ vehicleTypes: ['car'], licences: ['AM', 'B'], equipment: [] },
      },
      facts: { jobStartsOn, legs: null, childSeats: null, distanceMetres: null },
    });
    await audit.record({ action: 'waiting.joined', entity: 'waitingEntry', entityId: id, fields: ['wish', 'facts'] });
    // What else the criteria ask is looked up once the diagnostic is matched.
    await outbox.append({ type: 'waitingJoined', entryId: id });
  });
}

async function said(
  { referrals }: Stores,
  referralId: string,
  kind: 'sent' | 'asked' | 'accepted' | 'refused',
  byName: string,
  { text = null, details = {} }: { text?: string | null; details?: Record<string, string | boolean> } = {},
): Promise<void> {
  const byKind = kind === 'sent' || details.onBehalf === true ? 'prescriber' : 'provider';
  await referrals.addEvent({ referralId, kind, byKind, byName, text, details });
}

function diagnosticOf({ rota, home, licence }: Case, ground: Ground, day: string): DiagnosticInput {
  const startsOn = mondayAfter(day, 14);
  return diagnosticInputSchema.parse({
    home: centreOf(ground.named(home)),
    job: {
      ...centreOf(ground.named('Bar-le-Duc'), 'Site industriel (exemple) – Bar-le-Duc'),
      startsOn,
      maxTravelMinutes: 75,
      cycle: { anchorDate: startsOn, ...rota },
    },
    means: { licences: [{ category: 'B', status: licence }], vehicles: [], canCycle: true },
  });
}

/** What reached the advisers: from a person, a prescriber and an employer; a call to make, somebody to meet. */
async function asked(scene: Scene): Promise<void> {
  const { office, now, ground } = scene;
  const commune = (name: string) => ground.named(name).code;
  const common = { toOrganisationId: PLATFORM.id, beneficiaryId: null };
  await as(scene, { kind: 'visitor', id: 'visitor', organisationId: null, scopes: new Set() }, 26, ({ intake }) =>
    intake.insertRequest({
      ...common,
      id: 'req_demo_person',
      origin: 'person',
      fromMemberId: null,
      sender: null,
      person: {
        firstName: 'Amina',
        lastName: '(exemple)',
        phone: phone(11),
        commune: commune('Ligny-en-Barrois'),
        callWhen: 'Le matin',
      },
      need: 'Je commence à 5 h et il n’y a pas de bus.',
      goal: { kind: 'job', place: 'Bar-le-Duc', when: 'Tous les matins à 5 h' },
    }),
  );
  await as(scene, memberOf(PRESCRIBER, 'prescriber'), 50, ({ intake }) =>
    intake.insertRequest({
      ...common,
      id: 'req_demo_prescriber',
      origin: 'prescriber',
      fromMemberId: PRESCRIBER.id,
      sender: { name: PRESCRIBER.name, email: 'camille.roussel@exemple.invalid' },
      person: { firstName: 'Bruno', lastName: '(exemple)', phone: phone(12), commune: commune('Commercy') },
      need: 'Entretien d’embauche la semaine prochaine, plus de voiture depuis un mois.',
      goal: { kind: 'interview', place: 'Verdun' },
    }),
  );
  await as(
    scene,
    memberOf({ id: 'mem_demo_julie_collin', organisationId: EMPLOYER.id }, 'employer'),
    72,
    ({ intake }) =>
      intake.insertRequest({
        ...common,
        id: 'req_demo_employer',
        origin: 'employer',
        fromMemberId: 'mem_demo_julie_collin',
        sender: { name: 'Julie Collin', email: 'julie.collin@exemple.invalid' },
        person: { firstName: 'Chloé', lastName: '(exemple)', phone: phone(13), commune: commune('Saint-Mihiel') },
        need: 'Recrutée en équipe du matin, sans permis. Elle peut commencer dès qu’elle a un moyen de venir.',
        goal: { kind: 'job', place: 'Zone industrielle (exemple), Bar-le-Duc', when: 'Équipe du matin' },
      }),
  );
  const today = dateAt(now, office.timeZone);
  const lately = neighbouringWorkingDay(addDays(today, 1), -1, office);
  const next = neighbouringWorkingDay(today, 1, office);
  await as(scene, memberOf({ id: ADVISER, organisationId: PLATFORM.id }, 'mobilityAdvisor'), 1, async ({ intake }) => {
    await intake.insertCallBack({
      id: 'cal_demo',
      subject: { requestId: 'req_demo_person' },
      memberId: ADVISER,
      dueAt: (momentOf(lately, '09:30', office) ?? now).toString(),
      reason: 'Première prise de contact : horaires exacts, permis, vélo.',
    });
    await intake.insertAppointment({
      id: 'app_demo',
      subject: { requestId: 'req_demo_employer' },
      memberId: ADVISER,
      startsAt: (momentOf(next, '10:00', office) ?? now).toString(),
      durationMinutes: 45,
      place: 'Maison France Services de Saint-Mihiel (exemple)',
      placeKind: 'office',
      remindAt: null,
    });
  });
}
