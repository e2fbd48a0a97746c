import { answerBooking } from '../../src/services/bookings/answer-booking.ts';
import { bookForPerson } from '../../src/services/bookings/book-for-person.ts';
import { makeAppointment } from '../../src/services/intake/appointments.ts';
import { sendRequest } from '../../src/services/intake/send-request.ts';
import { recordConsent } from '../../src/services/people/consents.ts';
import { addPlanStep } from '../../src/services/plans/add-plan-step.ts';
import { answerReferral } from '../../src/services/referrals/answer-referral.ts';
import { sendReferral } from '../../src/services/referrals/send-referral.ts';
import { conditionFields } from '../factories/condition-report.ts';
import { carpool, drivingSchool, loan } from '../factories/offers.ts';
import type { TestApi } from './api.ts';
import { FIVE_O_CLOCK, THERE } from './rides.ts';
import type { Browser } from './sign-in.ts';
import { type SceneIds, TELLING, type TellingScene } from './telling-scene.ts';

export type Fields = Record<string, string | readonly string[]>;

/**
 * Of each form of the owner's pages by its path: where it stands, if its hidden fields and choices are to be taken from there (the
 * version that was seen above all), and what is typed into it. Whoever sends this as the owner does what the form is for.
 */
type Form = {
  page?: (ids: SceneIds) => string;
  typed?: (ids: SceneIds, scene: TellingScene) => Fields;
  /** The answer is a page of its own: what it shows can be read nowhere else. */
  isShown?: boolean;
};

const file = (ids: SceneIds) => `/pro/personnes/${ids.person}`;
const request = (ids: SceneIds) => `/pro/demandes/${ids.request}`;
const appointment = (ids: SceneIds) => `/pro/rendez-vous/${ids.appointment}`;
const site = (ids: SceneIds) => `/entreprise/sites/${ids.site}`;
const cohort = (ids: SceneIds) => `/structure/formations/${ids.cohort}`;
const subject = (ids: SceneIds) => ({ personne: ids.person });
const WHEN = { date: '2026-11-25', time: '11:00' };
const MEETING = { ...WHEN, duration: '45', placeKind: 'phone' };
const ROTA = { label: 'Après-midi', rotaStartsOn: '2026-12-07', rotaPreset: 'day' };
const PARTNER = { organisationId: 'org_two' };

export const FORMS: Readonly<Record<string, Form>> = {
  '/pro/personnes/importer/:draft': {},
  '/pro/personnes/:id/fermer': {},
  '/pro/personnes/:id/rouvrir': {},
  '/pro/personnes/:id/partage': { typed: () => PARTNER },
  '/pro/personnes/:id/partage/fin': { typed: () => PARTNER },
  '/pro/personnes/:id/accords': { typed: () => ({ purpose: 'evaluation', channel: 'oral' }) },
  '/pro/personnes/:id/accords/retrait': { typed: ({ consent }) => ({ consentId: consent }) },
  '/pro/personnes/:id/dispositifs': { typed: () => ({ scheme: 'cer', status: 'underWay' }) },
  '/pro/personnes/:id/dispositifs/retirer': { typed: ({ scheme }) => ({ schemeId: scheme }) },
  '/pro/personnes/:id/modifier': { page: (ids) => `${file(ids)}/modifier` },
  '/pro/demandes/:id/attribuer': { page: request, typed: (_, { adviser }) => ({ memberId: adviser.id }) },
  '/pro/demandes/:id/prendre': { page: request, typed: () => ({ file: 'nouveau' }) },
  '/pro/demandes/:id/clore': { page: request, typed: () => ({ outcome: 'solutionFound' }) },
  '/pro/demandes/:id/decliner': { page: request, typed: () => ({ reason: 'outsideTerritory' }) },
  '/pro/contacts': { typed: (ids) => ({ ...subject(ids), kind: 'note', text: 'Un mot' }) },
  '/pro/rappels': { typed: (ids) => ({ ...subject(ids), ...WHEN, reason: 'À revoir' }) },
  '/pro/rappels/:id/reporter': { typed: () => ({ ...WHEN, reason: 'À revoir' }) },
  '/pro/rappels/:id/fait': {},
  '/pro/rendez-vous': { typed: (ids) => ({ ...subject(ids), ...MEETING }) },
  '/pro/rendez-vous/:id/deplacer': { page: appointment, typed: () => MEETING },
  '/pro/rendez-vous/:id/annuler': { page: appointment },
  '/pro/rendez-vous/:id/venu': { page: appointment },
  '/pro/rendez-vous/:id/absent': { page: appointment },
  '/pro/personnes/:id/questionnaire/:draft/:page': { typed: () => ({ goal: 'none', action: 'next' }) },
  '/pro/personnes/:id/questionnaire/:draft/verifier': {
    page: (ids) => `${file(ids)}/questionnaire/${ids.draft}/verifier`,
  },
  '/pro/personnes/:id/questionnaire/:draft/effacer': {},
  '/pro/personnes/:id/import-france-travail': {
    typed: () => ({ action: 'save', token: 'once', text: JSON.stringify(FRANCE_TRAVAIL) }),
  },
  '/pro/personnes/:id/diagnostic/:diagnosticId/question/:fact': {
    page: (ids) => `${file(ids)}/diagnostic/${ids.diagnostic}/question/licenceB`,
    typed: () => ({ answer: 'none' }),
  },
  '/pro/personnes/:id/plan': { page: (ids) => `${file(ids)}/plan`, typed: () => ({ action: 'save', goal: 'But' }) },
  '/pro/personnes/:id/plan/proposer': { typed: (ids) => ({ diagnosticId: ids.diagnostic }) },
  '/pro/personnes/:id/plan/etapes': {
    typed: (ids, { offer }) => ({ offerId: offer, diagnosticId: ids.diagnostic }),
  },
  '/pro/personnes/:id/plan/etapes/faite': { typed: (_ids, { offer }) => ({ offerId: offer }) },
  '/pro/personnes/:id/plan/partager': {
    page: (ids) => `${file(ids)}/plan`,
    typed: (ids) => ({ planId: ids.plan, langue: 'fr', action: 'link' }),
    isShown: true,
  },
  '/pro/personnes/:id/plan/partage/fermer': { typed: (ids) => ({ planId: ids.plan }) },
  '/pro/personnes/:id/orienter/:offerId': {
    page: (ids) => `${file(ids)}/orienter/:other?diagnostic=${ids.diagnostic}`,
    typed: () => ({ consent: '1', channel: 'oral', message: 'Bonjour', insist: 'Vu ensemble.' }),
  },
  '/pro/orientations/:id': { typed: () => ({ step: 'reply', reply: 'Oui, dès lundi.' }) },
  '/pro/orientations/:id/attente': { typed: () => ({ waitConsent: '1', waitChannel: 'oral' }) },
  '/structure/orientations/:id': { typed: () => ({ once: 'once', answer: 'accept' }) },
  '/structure/attente/repartitions/:id': { typed: () => ({ what: 'replay' }) },
  '/structure/attente/:id': {
    page: (ids) => `/structure/attente/${ids.waiting}`,
    typed: () => ({ what: 'withdraw', reason: 'Ne cherche plus' }),
  },
  '/structure/conducteurs/:id': { typed: () => ({ what: 'charter' }) },
  '/structure/flotte/:id': { typed: () => ({ what: 'restore' }) },
  '/structure/flotte/prets/:id': {
    page: (ids) => `/structure/flotte/prets/${ids.loan}`,
    typed: () => ({ what: 'extend', until: '2026-12-20' }),
  },
  '/structure/flotte/prets/:id/depart': {
    page: (ids) => `/structure/flotte/prets/${ids.signedLoan}/depart`,
    typed: () => conditionFields(12_000),
  },
  '/structure/flotte/prets/:id/retour': {
    page: (ids) => `/structure/flotte/prets/${ids.loan}/retour`,
    typed: () => conditionFields(81_000),
  },
  '/structure/atelier/nouvelle/:referral': {
    page: (ids) => `/structure/atelier/nouvelle/${ids.acceptedRepair}`,
    typed: () => ({ request: 'Freins' }),
  },
  '/structure/atelier/:id': {
    page: (ids) => `/structure/atelier/${ids.job}`,
    typed: () => ({ what: 'decline' }),
  },
  '/structure/formations/:id/modifier': { page: (ids) => `${cohort(ids)}/modifier`, typed: () => ({ places: '5' }) },
  '/structure/formations/:id/presences': {
    page: (ids) => `${cohort(ids)}/presences?date=2026-11-16&heure=09:00`,
    typed: (ids) => ({ [`mark-${ids.enrolment}`]: 'present' }),
  },
  '/structure/formations/:id/personnes/:enrolment': {
    page: (ids) => `${cohort(ids)}/personnes/${ids.enrolment}`,
    typed: () => ({ what: 'dropOut', reason: 'other', stoppedOn: '2026-11-20' }),
  },
  '/structure/formations/:id': { typed: ({ learning }) => ({ referralId: learning }) },
  '/entreprise/sites/:id/modifier': {
    page: (ids) => `${site(ids)}/modifier`,
    typed: () => ({ label: 'Dépôt' }),
  },
  '/entreprise/sites/:id/horaires/nouveaux': { typed: () => ({ ...ROTA, token: 'once' }) },
  '/entreprise/sites/:id/horaires/:patternId': {
    page: (ids) => `${site(ids)}/horaires/${ids.pattern}`,
    typed: () => ({ label: 'Matin, été' }),
  },
  '/entreprise/sites/:id/lignes/nouvelle': {
    typed: () => ({ label: 'Toul – Dépôt', patternId: '', toOrganisationId: 'org_one', token: 'once' }),
  },
  '/entreprise/lignes/:id/fermer': {},
  '/entreprise/sites/:id/horaires/:patternId/archiver': {},
  '/entreprise/sites/:id/archiver': {},
  '/pro/lignes/:id/rappelee': {},
  '/pro/personnes/:id/trajets/reserver/:draft/:page': {
    page: (ids) => `${file(ids)}/trajets/reserver/${ids.rideDraft}/trajet`,
    typed: () => ({ action: 'next' }),
  },
  '/pro/personnes/:id/trajets/reserver/:draft/verifier': {},
  '/pro/personnes/:id/trajets/choix/:draft': { typed: () => ({ action: 'search' }) },
  '/pro/personnes/:id/trajets/confirmer/:draft': {},
  '/pro/personnes/:id/trajets/fait/:draft': {},
  '/pro/personnes/:id/trajets/reserver/:draft/effacer': {},
  '/pro/personnes/:id/trajets/:ride/heure': { typed: () => ({ answer: 'yes' }) },
  '/pro/personnes/:id/trajets/:ride/annuler': {},
  '/pro/personnes/:id/trajets/:ride/autres': {},
  '/pro/personnes/:id/acces/code': { page: (ids) => `${file(ids)}/acces`, isShown: true },
  // Last of all: it takes the file away.
  '/pro/personnes/:id/effacer': { typed: () => ({ confirmation: TELLING.reference }) },
};

const FRANCE_TRAVAIL = {
  contraintesIndividusDto: {
    contraintes: [
      {
        ...{ code: '23', libelle: 'Développer sa mobilité', valeur: 'OUI', date: '2026-05-17T14:47:11+00:00' },
        situations: [{ code: '6', libelle: 'Aucun moyen de transport à disposition', valeur: 'OUI' }],
        objectifs: [],
      },
    ],
  },
};

/** What the owner sends by the form of that path, which is sent to `address`; what is not told above is `typed`. */
export async function fieldsOf(
  scene: TellingScene,
  owner: Browser,
  { path, address, ids, typed }: { path: string; address: string; ids: SceneIds; typed: Fields },
): Promise<Fields> {
  const form: Form = FORMS[path] ?? { typed: () => typed };
  if (form.page === undefined) return form.typed?.(ids, scene) ?? {};
  const page = form.page(ids).replace(':other', scene.spareOffers[0]);
  const html = await (await owner.get(page)).text();
  return { ...fieldsIn(html, address), ...form.typed?.(ids, scene) };
}

/** What a browser would send untouched, of each group of radio buttons the first where none is chosen. */
export function fieldsIn(html: string, address: string): Fields {
  const forms = [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, head = '', body = '']) => ({
    to: plain(/action="([^"]*)"/.exec(head)?.[1] ?? '').split('?')[0],
    body,
  }));
  const own = forms.find(({ to }) => to === address.split('?')[0]);
  // A form that is not there yet has what any of the page has: the version that was seen.
  const body = own?.body ?? forms.map((one) => one.body).join('');
  const fields: Record<string, string | string[]> = {};
  for (const [tag] of body.matchAll(/<input\b[^>]*>/g)) {
    const [name, value, type] = ['name', 'value', 'type'].map((one) => attribute(tag, one));
    if (name === undefined || type === 'file') continue;
    if (own === undefined && type !== 'hidden') continue;
    const isChosen = / checked\b/.test(tag);
    if (type === 'checkbox') {
      if (isChosen) fields[name] = [...[fields[name] ?? []].flat(), value ?? 'on'];
    } else if (type !== 'radio' || isChosen || !(name in fields)) fields[name] = value ?? '';
  }
  if (own === undefined) return fields;
  for (const [, head = '', text = ''] of body.matchAll(/<textarea\b([^>]*)>(.*?)<\/textarea>/gs)) {
    fields[attribute(head, 'name') ?? ''] = plain(text);
  }
  for (const [, head = '', options = ''] of body.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)) {
    const chosen = /<option\b[^>]*\bselected\b[^>]*>/.exec(options)?.[0] ?? /<option\b[^>]*>/.exec(options)?.[0] ?? '';
    fields[attribute(head, 'name') ?? ''] = attribute(chosen, 'value') ?? '';
  }
  return fields;
}

const attribute = (tag: string, name: string) => {
  const found = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : plain(found);
};
const plain = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** What has to be there before the owner can do some of it, with the ids it has. */
export function preparations(api: TestApi, scene: TellingScene): Record<string, () => Promise<Partial<SceneIds>>> {
  const { ctx, browser, formToken } = scene.adviser;
  const { person } = scene.ids;
  const meeting = async (time: string) => {
    const asked = { subject: { beneficiaryId: person }, date: '2026-11-22', time, durationMinutes: 15 };
    return { appointment: (await makeAppointment({ ctx, input: { ...asked, placeKind: 'phone' } })).id };
  };
  const begun = async (time: string) => {
    const made = await meeting(time);
    api.moveClock({ minutes: 15 });
    return made;
  };
  const referral = async () => {
    const lent = loan({}, { requiredLicence: null, depositCents: 0, tariff: null });
    const offerId = (await api.post('/api/offers', lent)).body.id;
    const asked = { diagnosticId: scene.ids.diagnostic, offerId, insist: 'Vu ensemble.', consent: { channel: 'oral' } };
    return { referral: (await sendReferral({ ctx, input: asked })).id };
  };
  const learning = async () => {
    const { provider, garage, ids } = scene;
    const offerId = (await api.post('/api/offers', drivingSchool({ provider }))).body.id;
    const asked = { diagnosticId: ids.diagnostic, offerId, insist: 'Vu ensemble.', consent: { channel: 'oral' } };
    const { id } = await sendReferral({ ctx, input: asked });
    await answerReferral({ ctx: garage.ctx, input: { id, answer: { answer: 'accept' } } });
    return { learning: id };
  };
  /** A plan is made of a result, and the diagnostic was answered anew meanwhile. */
  const matched = async () => {
    const { diagnostic } = scene.ids;
    await api.matchNow(diagnostic, (await api.get(`/api/diagnostics/${diagnostic}`)).body.version);
    return {};
  };
  const draft = async () => {
    const path = `/pro/personnes/${person}/questionnaire/nouveau/job`;
    const answer = await browser.post(path, { formToken, goal: 'none' });
    return { draft: /questionnaire\/([^/]+)\//.exec(answer.headers.get('location') ?? '')?.[1] ?? '' };
  };
  /** Another hour is proposed for it. */
  const proposed = async () => {
    const provider = { name: 'Garage du Loison', siret: '12345678900011' };
    const offerId = (await api.post('/api/offers', carpool({ provider }))).body.id;
    const { bookings } = await bookForPerson({
      ctx,
      input: { beneficiary: { id: person }, offerId, ...THERE, rides: [{ ...FIVE_O_CLOCK, date: '2026-11-26' }] },
    });
    const ride = bookings[0]?.id ?? '';
    const answer = { answer: 'proposeTime', departAt: '04:00', message: '' };
    await answerBooking({ ctx: scene.garage.ctx, input: { id: ride, answer } });
    return { ride };
  };
  return {
    '/pro/personnes/:id/trajets/:ride/heure': proposed,
    '/pro/personnes/:id/partage': async () => {
      await scene.come({ organisationId: 'org_two', role: 'prescriber' });
      await recordConsent({ ctx, input: { id: person, purpose: 'shareFile', channel: 'oral' } });
      return {};
    },
    '/pro/demandes/:id/decliner': async () => {
      const asked = { person: { firstName: 'Une', lastName: 'Autre', phone: '06 11 22 33 44', commune: '55122' } };
      const goal = { kind: 'job', place: 'Toul', when: '8 h' };
      const input = { ...asked, goal, need: 'Un trajet', toOrganisationId: 'org_one' };
      return { request: (await sendRequest({ ctx, input })).id };
    },
    '/pro/rendez-vous/:id/annuler': () => meeting('18:00'),
    '/pro/rendez-vous/:id/venu': () => begun('09:05'),
    '/pro/rendez-vous/:id/absent': () => begun('09:20'),
    '/pro/personnes/:id/questionnaire/:draft/verifier': draft,
    '/pro/personnes/:id/questionnaire/:draft/effacer': draft,
    '/pro/personnes/:id/plan/proposer': matched,
    '/pro/personnes/:id/plan/etapes/faite': async () => {
      await addPlanStep({ ctx, input: { personId: person, offerId: scene.offer, diagnosticId: null } });
      return {};
    },
    '/pro/orientations/:id': referral,
    '/pro/orientations/:id/attente': async () => {
      const asked = await referral();
      await answerReferral({ ctx: scene.garage.ctx, input: { id: asked.referral, answer: { answer: 'accept' } } });
      return asked;
    },
    '/structure/orientations/:id': referral,
    '/structure/attente/inscrire/:referral': referral,
    '/structure/formations/:id': learning,
  };
}
