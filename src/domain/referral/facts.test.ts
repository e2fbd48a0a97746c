import { describe, expect, it } from 'vitest';
import { OFFER_KINDS, type Offer, offerInputSchema } from '../catalogue/offer.ts';
import { diagnosticInputSchema } from '../diagnostic/diagnostic.ts';
import { consentWording, type FactSources, type KnownPerson, shownDocuments, shownFacts } from './facts.ts';
import { FACTS_OF_KIND, factRules } from './handed-over.ts';

const place = { lon: 5.59, lat: 48.76 };
const hours = [{ weekdays: [1], from: '08:00', to: '18:00' }];
const DETAILS: Record<Offer['kind'], object> = {
  carpool: {
    origin: place,
    destination: place,
    trips: [{ direction: 'outbound', weekdays: [1], departureTime: '04:05' }],
    seats: 3,
  },
  vehicleLoan: { vehicleType: 'car', units: 1, depot: place, depositCents: 15_000, requiredLicence: 'B' },
  demandResponsiveTransport: { zone: ['55'], serviceHours: hours },
  volunteerDriving: { base: place, serviceHours: hours },
  carShare: { stations: [place], vehicleType: 'car', requiredLicence: 'B' },
  drivingLicence: { category: 'B', place },
  training: { barriers: ['readMap'] },
  financialAid: {},
  vehicleRepair: {},
  vehicleSale: {},
};
const offerOf = (kind: Offer['kind'], more: object = {}): Offer => ({
  ...offerInputSchema.parse({
    kind,
    title: 'Une offre',
    theme: 'mobilite--acceder-a-un-vehicule',
    provider: { name: 'Garage' },
    details: DETAILS[kind],
    ...more,
  }),
  id: 'off_1',
  version: 1,
});
const person: KnownPerson = {
  firstName: 'Lina',
  lastName: 'Morel',
  phone: '06 00 00 00 00',
  discreet: false,
  safeHours: null,
};
const input = diagnosticInputSchema.parse({
  beneficiary: { statuses: ['rsa', 'singleParent'], frenchLevel: 'A2' },
  home: { label: '3 rue des Fleurs', lon: 5.5931, lat: 48.7633 },
  job: {
    ...place,
    label: 'Usine',
    startsOn: '2026-12-07',
    cycle: { anchorDate: '2026-12-07', lengthDays: 7, shifts: [{ day: 0, start: '05:00', end: '13:00' }] },
  },
  stops: [{ ...place, direction: 'outbound', childSeats: 1 }],
  means: {
    licences: [{ category: 'B', status: 'valid', obtainedOn: '2019-03-01' }],
    wheelchair: false,
    depositCents: 10_000,
  },
  barriers: { skill: ['readMap', 'digital'], motivation: ['fearOfDriving'] },
});
const facts = (offer: Offer, more: Partial<FactSources> = {}) =>
  shownFacts({ offer, person, age: 27, input, communeName: () => 'Commercy', ...more });
const told = (offer: Offer, more: Partial<FactSources> = {}) =>
  Object.fromEntries(facts(offer, more).map(({ code, value }) => [code, value]));

describe('what is handed over', () => {
  it('is for a carpool first name, communes, days and hours, telephone', () => {
    expect(told(offerOf('carpool'))).toEqual({
      firstName: 'Lina',
      phone: '06 00 00 00 00',
      commune: 'Commercy',
      destination: 'Commercy',
      hours: 'le lundi, de 5 h à 13 h',
      startsOn: 'lundi 7 décembre 2026',
      childSeats: '1',
    });
  });

  it('is for a loan age, licence, dates, and the hours: a vehicle is refused because of them', () => {
    expect(told(offerOf('vehicleLoan'))).toMatchObject({
      age: '27 ans',
      licences: 'B : en cours de validité, obtenu le vendredi 1er mars 2019',
      hours: 'le lundi, de 5 h à 13 h',
      startsOn: 'lundi 7 décembre 2026',
      deposit: '100 €',
    });
  });

  it.each(OFFER_KINDS)('never tells an address, whatever is offered: %s', (kind) => {
    expect(JSON.stringify(facts(offerOf(kind)))).not.toContain('Fleurs');
  });

  it.each(OFFER_KINDS)('keeps to what that kind needs: %s', (kind) => {
    const { needed, optional } = FACTS_OF_KIND[kind];
    expect(needed.filter((code) => optional.includes(code))).toEqual([]);
    const allowed = new Set<string>([...needed, ...optional]);
    expect(facts(offerOf(kind)).filter(({ code }) => !allowed.has(code))).toEqual([]);
  });

  it('asks for age and status where the offer sets them, and tells only the status that is asked about', () => {
    const offer = offerOf('carpool', { accessConditions: { minAge: 18, statuses: ['rsa', 'aah'] } });
    expect(factRules(offer)).toContainEqual({ code: 'age', optional: false });
    expect(told(offer).statuses).toBe('RSA');
    expect(told(offerOf('financialAid')).statuses).toBeUndefined();
  });

  it('tells the needs that the offer works on, and no other barrier', () => {
    expect(told(offerOf('training')).needs).toBe('lire un plan');
  });

  it('says how to call whoever must not be noticed, and says nothing of it where there is no number', () => {
    const discreet = { ...person, discreet: true };
    expect(told(offerOf('carpool'), { person: discreet }).calling).toContain('ne laissez pas de message');
    expect(told(offerOf('carpool'), { person: { ...discreet, phone: null } })).not.toHaveProperty('calling');
    const hours = [{ weekdays: [1, 2], from: '09:00', to: '11:00' }];
    expect(told(offerOf('carpool'), { person: { ...person, safeHours: hours } }).calling).toBe(
      'seulement lundi, mardi de 09 h 00 à 11 h 00',
    );
  });

  it('leaves unknown what nobody said', () => {
    const bare = diagnosticInputSchema.parse({ home: place, goal: { type: 'none' } });
    const nobody = { firstName: null, lastName: null, phone: null, discreet: false, safeHours: null };
    const values = facts(offerOf('vehicleLoan'), { input: bare, person: nobody, age: null });
    expect(values.filter(({ value }) => value !== null).map(({ code }) => code)).toEqual(['commune']);
  });
});

describe('what to bring', () => {
  it('is the proof of each condition of the offer', () => {
    const conditions = { eligibilityZone: ['55'], accessConditions: { minAge: 21, statuses: ['rsa'] } };
    expect(shownDocuments(offerOf('vehicleLoan', conditions))).toEqual([
      'Une pièce d’identité',
      'Un justificatif de domicile',
      'Le permis de conduire',
      'Une attestation : RSA',
      'De quoi verser la caution : 150 €',
    ]);
    expect(shownDocuments(offerOf('training'))).toEqual([]);
  });
});

it('a consent says in the person’s words who tells what to whom', () => {
  expect(
    consentWording({ organisation: 'La Maison', provider: 'Garage', codes: ['firstName', 'phone', 'hours'] }),
  ).toBe(
    'J’accepte que « La Maison » dise à « Garage », pour répondre à ma demande et à rien d’autre : mon prénom, mon téléphone et mes jours et mes heures. Je peux changer d’avis quand je veux.',
  );
});
