import { describe, expect, it } from 'vitest';
import { type OfferInput, offerInputSchema } from '../../domain/catalogue/offer.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { OfferView } from '../../services/view-offer.ts';
import { accessSentences, practicalFacts, shortPrice } from './offer-facts.ts';

const { t } = FRENCH;
const say = {
  t,
  amExemptBornBefore: 1988,
  zoneNames: (codes: readonly string[]) => codes.map((code) => (code === '55' ? 'Meuse' : `zone ${code}`)),
};
const place = { label: 'Dépôt de Commercy', lon: 5.59, lat: 48.76 };

const view = (kind: OfferInput['kind'], details: object, more: object = {}): OfferView => ({
  ...offerInputSchema.parse({
    kind,
    title: 'Une offre',
    theme: 'mobilite--acceder-a-un-vehicule',
    provider: { name: 'Un garage', siret: '12345678901234' },
    illustrative: true,
    details,
    ...more,
  }),
  id: 'off_1',
  version: 1,
  redacted: false,
});

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const fact = (offer: OfferView, term: string) =>
  practicalFacts(offer, say)
    .find((one) => one.term === term)
    ?.values.map(plain);

const loan = (details: object = {}, more: object = {}) =>
  view('vehicleLoan', { vehicleType: 'car', units: 2, depot: place, ...details }, more);

describe('an offer in plain French', () => {
  it('tells a tariff by its tiers, in order, and that every day counts', () => {
    const tariff = {
      tiers: [
        { fromDay: 31, perDayCents: 300 },
        { fromDay: 1, perDayCents: 500 },
      ],
    };
    expect(fact(loan({ tariff }), 'Prix')).toEqual([
      'Du 1er au 30e jour : 5 € par jour',
      'À partir du 31e jour : 3 € par jour',
      'Chaque jour de prêt est compté, même sans travail.',
    ]);
    expect(plain(shortPrice(loan({ tariff: { perDayCents: 250 } }), t) ?? '')).toBe('2,50 € par jour');
  });

  it('says what is not known, and what is free, apart', () => {
    expect(fact(loan(), 'Prix')?.[0]).toBe('Prix non renseigné, à demander');
    expect(fact(loan({ tariff: { perDayCents: 0 } }), 'Prix')?.[0]).toBe('Gratuit');
    expect(fact(loan(), 'Accueil pour prendre et rendre le véhicule')).toEqual(['Non renseigné, à demander']);
  });

  it('tells hours past midnight, notice and zones by name', () => {
    const offer = view('demandResponsiveTransport', {
      zone: ['55', '200066108'],
      serviceHours: [{ weekdays: [1, 2, 3, 4, 5], from: '20:00', to: '06:00' }],
      noticeHours: 48,
    });
    expect(fact(offer, 'Horaires')).toEqual(['Du lundi au vendredi, de 20 h à 6 h le lendemain']);
    expect(fact(offer, 'Réservation')).toEqual(['Au moins 2 jours avant']);
    expect(fact(offer, 'Secteur desservi')).toEqual(['Meuse et zone 200066108']);
    expect(fact(offer, 'Fauteuil roulant')).toEqual(['Non renseigné, à demander']);
  });

  it('closes a desk on public holidays, never a vehicle that is out', () => {
    const calendar = { exceptDates: [], schoolPeriods: null, publicHolidays: false };
    expect(fact(loan({}, { calendar }), 'Jours particuliers')).toEqual(['Accueil fermé les jours fériés']);
    const ride = view(
      'volunteerDriving',
      { base: place, serviceHours: [{ weekdays: [6], from: '08:00', to: '12:00' }] },
      { calendar },
    );
    expect(fact(ride, 'Jours particuliers')).toEqual(['Ne circule pas les jours fériés']);
  });

  it('makes a sentence of every condition, and says so where there is none', () => {
    const offer = loan(
      { requiredLicence: 'B', depositCents: 30_000 },
      {
        eligibilityZone: ['55'],
        accessConditions: { minAge: 18, statuses: ['rsa', 'jobSeeker'], referralRequired: true },
      },
    );
    expect(accessSentences(offer, say).map(plain)).toEqual([
      'Habiter dans ce secteur : Meuse.',
      'Avoir au moins 18 ans.',
      'Avoir le permis B.',
      'Pouvoir verser une caution de 300 €.',
      'Réservé aux personnes au RSA et demandeurs d’emploi.',
      'Passer par un professionnel qui oriente vers cette offre.',
    ]);
    expect(accessSentences(loan({ requiredLicence: 'AM' }), say)).toEqual([
      'Avoir le permis AM, ou être né avant 1988.',
    ]);
    expect(accessSentences(loan(), say)).toEqual(['Ouvert à toute personne du territoire.']);
  });
});
