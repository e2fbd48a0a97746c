import postgres from 'postgres';
import sharp from 'sharp';
import { createHighsOptimiser } from '../../src/gateways/optimiser-highs.ts';
import { computeRound } from '../../src/services/allocation/compute-round.ts';
import { joinList } from '../../src/services/allocation/join-list.ts';
import { startRound } from '../../src/services/allocation/start-round.ts';
import { recordAssessment } from '../../src/services/assessment/record-assessment.ts';
import { bookForPerson } from '../../src/services/bookings/book-for-person.ts';
import { addDriver } from '../../src/services/drivers/change-driver.ts';
import { declarePattern } from '../../src/services/employers/declare-pattern.ts';
import { declareSite } from '../../src/services/employers/declare-site.ts';
import { openLine } from '../../src/services/employers/open-line.ts';
import { changeLoan } from '../../src/services/fleet/change-loan.ts';
import { createLoan } from '../../src/services/fleet/create-loan.ts';
import { getLoan } from '../../src/services/fleet/list-fleet.ts';
import { handOver } from '../../src/services/fleet/reports.ts';
import { addVehicle } from '../../src/services/fleet/vehicles.ts';
import { makeAppointment } from '../../src/services/intake/appointments.ts';
import { openCalendar } from '../../src/services/intake/calendar-feed.ts';
import { addCallBack } from '../../src/services/intake/call-backs.ts';
import { recordContact } from '../../src/services/intake/record-contact.ts';
import { sendRequest } from '../../src/services/intake/send-request.ts';
import { recordConsent } from '../../src/services/people/consents.ts';
import { checkImport } from '../../src/services/people/import-people.ts';
import { openPerson } from '../../src/services/people/open-person.ts';
import { keepScheme } from '../../src/services/people/schemes.ts';
import { newPlanSecret } from '../../src/services/plans/plan-link.ts';
import { proposePlan } from '../../src/services/plans/propose-plan.ts';
import { sharePlan } from '../../src/services/plans/share-plan.ts';
import { actorOf, type Member } from '../../src/services/ports/accounts.ts';
import { enrol } from '../../src/services/programmes/enrol.ts';
import { openCohort } from '../../src/services/programmes/open-cohort.ts';
import { answerReferral } from '../../src/services/referrals/answer-referral.ts';
import { sendReferral } from '../../src/services/referrals/send-referral.ts';
import { followJob } from '../../src/services/workshop/follow-job.ts';
import { openJob } from '../../src/services/workshop/open-job.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { wholeReport } from '../factories/condition-report.ts';
import { carpool, drivingSchool, loan, vehicleRepair } from '../factories/offers.ts';
import { insertRow, worker } from '../factories/rows.ts';
import type { TestApi } from './api.ts';
import { deliver, linkIn } from './referrals.ts';
import { THERE } from './rides.ts';
import { type Browser, createMember, type NewMember, signIn } from './sign-in.ts';

/** Said of one person of `org_one`, and of nobody else: where one of these is read, that person is known. */
export const TELLING = {
  firstName: 'Zéphyrine',
  lastName: 'Quatrepommes',
  phone: '06 98 76 54 32',
  email: 'zephyrine.secrete@exemple.invalid',
  reference: 'DOSSIER-7781-Q',
  home: 'Impasse des Mirabelles',
  note: 'Note confiée 8842',
  callReason: 'Raison confiée 3317',
  need: 'Besoin confié 5573',
  message: 'Message confié 9914',
  lineLabel: 'Ligne confiée 6629',
};

/** `org_one` holds everything that can be held of a person; a garage was asked to lend them a car. */
export async function openTellingScene(api: TestApi) {
  const owner = postgres(api.url, { max: 1, onnotice: () => {} });
  // A team that is asked, and members without a second factor: both are examples here.
  await owner`update organisations set kind = 'mobilityPlatform'`;
  await owner`insert into organisations (territory_id, id, name, kind, siret, illustrative)
    values ('meuse', 'org_garage', 'Garage du Loison', 'provider', '12345678900011', true),
      ('meuse', 'org_firm', 'Fonderie de la Saulx', 'employer', null, true)`;
  async function come(member: NewMember) {
    const made = await createMember({ url: api.url, clock: api.deps.clock }, member);
    const ctx = { actor: actorOf(made as Partial<Member> as Member), deps: api.deps };
    const browser: Browser = await signIn(api.app, made);
    return { ...made, ctx, browser, formToken: await browser.tokenOf('/compte') };
  }
  const adviser = await come({ organisationId: 'org_one', role: 'mobilityAdvisor' });
  const boss = await come({ organisationId: 'org_firm', role: 'employer' });
  const garage = await come({ organisationId: 'org_garage', role: 'provider' });
  const { ctx } = adviser;
  const { firstName, lastName, phone, email, reference } = TELLING;

  const identity = { firstName, lastName, phone, email, reference, birthDate: '1999-05-02', commune: '55122' };
  const person = (await openPerson({ ctx, input: identity })).id;
  const lent = async () =>
    (await api.post('/api/offers', loan({}, { requiredLicence: null, depositCents: 0, tariff: null }))).body
      .id as string;
  const offer = await lent();
  const spareOffers = [await lent(), await lent(), await lent()] as const;
  const { body } = await api.post('/api/diagnostics', {
    ...DIAGNOSTIC_EXAMPLE,
    beneficiary: { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference },
    home: { ...DIAGNOSTIC_EXAMPLE.home, label: TELLING.home },
  });
  const diagnostic: string = body.id;
  if (body.beneficiary.id !== person) throw new Error('The diagnostic is somebody else’s.');
  await api.matchNow(diagnostic);
  const { assessmentId } = await recordAssessment({
    ctx,
    input: { beneficiaryId: person, mode: 'quick', answers: {} },
  });

  const consent = (await recordConsent({ ctx, input: { id: person, purpose: 'reminders', channel: 'oral' } })).id;
  const status = { scheme: 'cer', status: 'underWay', reference: '', from: null, until: null };
  const scheme = (await keepScheme({ ctx, input: { id: person, status } })).id;
  const { planId } = await proposePlan({ ctx, input: { personId: person, diagnosticId: diagnostic } });
  const secret = newPlanSecret();
  await sharePlan({ ctx, input: { personId: person, planId, secret, letter: null } });
  const sent = await sendReferral({
    ctx,
    input: {
      ...{ diagnosticId: diagnostic, offerId: offer, insist: 'Vu ensemble.' },
      ...{ consent: { channel: 'oral' }, message: TELLING.message },
    },
  });
  const letters = await deliver(api, owner);
  const referralLink = linkIn(letters.find(({ text }) => text.includes('/r/')));

  const provider = { name: 'Garage du Loison', siret: '12345678900011' };
  const shared = (await api.post('/api/offers', carpool({ provider }))).body.id as string;
  const home = { ...THERE.home, label: TELLING.home };
  const ridden = await bookForPerson({
    ctx,
    input: { beneficiary: { id: person }, offerId: shared, ...THERE, home, rider: { firstName } },
  });
  const ride = ridden.bookings[0]?.id ?? '';

  const subject = { beneficiaryId: person };
  await recordContact({ ctx, input: { subject, kind: 'note', text: TELLING.note } });
  const when = { date: '2026-11-24', time: '10:00' };
  const callBack = (await addCallBack({ ctx, input: { subject, ...when, reason: TELLING.callReason } })).id;
  const place = { durationMinutes: 45, placeKind: 'phone' };
  const appointment = (await makeAppointment({ ctx, input: { subject, ...when, ...place } })).id;
  const request = await sendRequest({
    ctx,
    input: {
      person: { firstName, lastName, phone, commune: '55122' },
      ...{ need: TELLING.need, toOrganisationId: 'org_one' },
      goal: { kind: 'job', place: 'Bar-le-Duc', when: '5 h – 13 h' },
    },
  });
  const calendar = (await openCalendar({ ctx })).token;

  const file = `prenom;nom;telephone;reference\n${firstName};${lastName};${phone};${reference}-2`;
  const imported = await checkImport({ ctx, input: { bytes: new TextEncoder().encode(file) } });
  const begun = await adviser.browser.post(`/pro/personnes/${person}/questionnaire/nouveau/job`, {
    formToken: adviser.formToken,
    goal: 'none',
  });
  const draft = /questionnaire\/([^/]+)\//.exec(begun.headers.get('location') ?? '')?.[1] ?? '';
  const wished = await adviser.browser.post(`/pro/personnes/${person}/trajets/reserver/nouveau/trajet`, {
    ...{ formToken: adviser.formToken, what: 'once', day: 'autre', date: '2026-11-26', at: '05:00', back: 'no' },
    ...{ to: 'Bar-le-Duc', from: 'Commercy', action: 'next' },
  });
  const rideDraft = /reserver\/([^/]+)\//.exec(wished.headers.get('location') ?? '')?.[1] ?? '';

  const at = { label: 'Bar-le-Duc', commune: '55029', lon: 5.1606, lat: 48.7729 };
  const site = (await declareSite({ ctx: boss.ctx, input: { label: 'Atelier', place: at } })).id;
  const cycle = { anchorDate: '2026-12-07', lengthDays: 7, shifts: [{ day: 0, start: '05:00', end: '13:00' }] };
  const pattern = (await declarePattern({ ctx: boss.ctx, input: { siteId: site, pattern: { label: 'Matin', cycle } } }))
    .id;
  const opened = { siteId: site, patternId: null, label: TELLING.lineLabel, toOrganisationId: 'org_one' };
  const line = (await openLine({ ctx: boss.ctx, input: opened })).id;
  const lineAnswer = api.deps.ids.next('ans');
  await insertRow(owner, 'line_answers', {
    ...{ territory_id: 'meuse', id: lineAnswer, line_id: line, to_organisation_id: 'org_one', role: 'passenger' },
    ...{ commune: '55122', first_name: firstName, phone, consent_wording: 'J’accepte' },
    ...{ created_at: '2026-11-22T08:00:00Z', retention_class: 'request', purge_after: null },
  });

  /** They wait for another of the garage's cars, and a round proposes it to them. */
  async function openWait() {
    const lentOffer = await lent();
    await api.deps.database.transact(garage.ctx.actor, ({ fleet }) =>
      fleet.insertVehicle({
        ...{
          id: api.deps.ids.next('veh'),
          label: 'Clio',
          offerId: lentOffer,
          organisationId: 'org_garage',
          vehicleType: 'car',
        },
        ...{
          requiredLicence: null,
          seats: 5,
          make: null,
          model: null,
          gearbox: null,
          equipment: [],
          status: 'available',
        },
        ...{
          illustrative: true,
          papers: { plate: null, insuranceDueOn: null, inspectionDueOn: null, mileageKm: null },
        },
      }),
    );
    const asked = { diagnosticId: diagnostic, offerId: lentOffer, insist: 'Vu ensemble.' };
    const put = await sendReferral({
      ctx,
      input: { ...asked, consent: { channel: 'oral' }, message: TELLING.message },
    });
    const wish = { wantedFrom: '2026-12-07', acceptsLaterDays: 7, days: 30, vehicleTypes: ['car'] };
    const facts = { jobStartsOn: null, legs: null, childSeats: null, distanceMetres: null };
    const entry = await joinList({ ctx: garage.ctx, input: { referralId: put.id, entry: { wish, facts } } });
    const round = await startRound({ ctx: garage.ctx, input: { from: '2026-12-01', until: '2026-12-31' } });
    const optimiser = createHighsOptimiser();
    const background = { actor: worker(), deps: { ...api.deps, optimiser } };
    await computeRound({ ctx: background, input: { roundId: round.id, replay: false } });
    await optimiser.close();
    return { waiting: entry.id, round: round.id };
  }

  const driver = await addDriver({
    ctx: garage.ctx,
    input: { kind: 'volunteer', firstName: 'Odile', phone: '06 39 98 00 61', commune: '55122', seats: 3 },
  });

  const taught = (await api.post('/api/offers', drivingSchool({ provider }))).body.id as string;
  const toSchool = await sendReferral({
    ctx,
    input: {
      ...{ diagnosticId: diagnostic, offerId: taught, insist: 'Vu ensemble.' },
      ...{ consent: { channel: 'oral' }, message: TELLING.message },
    },
  });
  await answerReferral({ ctx: garage.ctx, input: { id: toSchool.id, answer: { answer: 'accept' } } });
  const group = {
    ...{ kind: 'licence', title: 'Permis B', from: '2026-11-02', until: '2027-03-26', place: 'Bar-le-Duc', places: 4 },
    slots: [{ weekday: 1, from: '09:00', to: '12:00' }],
  };
  const cohort = (await openCohort({ ctx: garage.ctx, input: group })).id;
  const enrolled = await enrol({ ctx: garage.ctx, input: { cohortId: cohort, referralId: toSchool.id } });

  async function openLoans() {
    const input = { offerId: offer, requiredLicence: 'B', mileageKm: 10_000 };
    const loans: string[] = [];
    let vehicle = '';
    for (const label of ['Clio', 'Zoé']) {
      vehicle = (await addVehicle({ ctx: garage.ctx, input: { ...input, label } })).id;
      const lent = { vehicleId: vehicle, from: '2026-11-22', until: '2026-12-05', borrower: { firstName: 'Awa' } };
      const { id } = await createLoan({ ctx: garage.ctx, input: lent });
      const change = { what: 'sign', signedByBorrower: 'Awa', signedByMember: 'Luc' };
      await changeLoan({ ctx: garage.ctx, input: { id, change } });
      loans.push(id);
    }
    const [signedLoan = '', loan = ''] = loans;
    const report = wholeReport(11_000);
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    await handOver({ ctx: garage.ctx, input: { id: loan, report, photos: [{ name: 'a.png', bytes }] } });
    const [handed] = (await getLoan({ ctx: garage.ctx, input: { id: loan } })).reports;
    return { vehicle, loan, signedLoan, photo: handed?.photos[0]?.id ?? '' };
  }
  const wait = await openWait();
  const borrowed = await openLoans();

  const repair = (await api.post('/api/offers', vehicleRepair({ provider }))).body.id as string;
  const toRepair = await sendReferral({
    ctx,
    input: {
      ...{ diagnosticId: diagnostic, offerId: repair, insist: 'Vu ensemble.' },
      ...{ consent: { channel: 'oral' }, message: TELLING.message },
    },
  });
  await answerReferral({ ctx: garage.ctx, input: { id: toRepair.id, answer: { answer: 'accept' } } });
  const wish = { request: 'Freins à revoir', vehicle: 'Clio' };
  const job = (await openJob({ ctx: garage.ctx, input: { referralId: toRepair.id, job: wish } })).id;
  const quote = { step: 'quote', lines: [{ label: 'Plaquettes', amountCents: 8_000 }] };
  await followJob({ ctx: garage.ctx, input: { id: job, step: quote } });
  const spareRepair = (await api.post('/api/offers', vehicleRepair({ provider }))).body.id as string;
  const accepted = await sendReferral({
    ctx,
    input: {
      ...{ diagnosticId: diagnostic, offerId: spareRepair, insist: 'Vu ensemble.' },
      ...{ consent: { channel: 'oral' }, message: TELLING.message },
    },
  });
  await answerReferral({ ctx: garage.ctx, input: { id: accepted.id, answer: { answer: 'accept' } } });

  return {
    owner,
    come,
    ...{ adviser, boss, garage, secret, referralLink, calendar },
    /** The person was referred to the first, and could be to the others. */
    ...{ offer, spareOffers, provider },
    /** What has an id of its own, by what it is. */
    ids: {
      ...{ person, diagnostic, assessment: assessmentId, draft, importDraft: imported.draftId ?? '' },
      ...{ plan: planId, consent, scheme, ride, rideDraft, driver: driver.id },
      ...{ cohort, enrolment: enrolled.id, learning: toSchool.id, job, acceptedRepair: accepted.id },
      ...wait,
      ...borrowed,
      ...{ referral: sent.id, callBack, appointment, request: request.id, site, pattern, line, lineAnswer },
    },
  };
}
export type TellingScene = Awaited<ReturnType<typeof openTellingScene>>;
export type SceneIds = TellingScene['ids'];
