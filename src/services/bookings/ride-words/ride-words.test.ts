import { describe, expect, it } from 'vitest';
import { longSentences } from '../../../../test/support/easy-to-read.ts';
import { RIDER_LANGUAGES } from '../../../domain/booking/way-in.ts';
import { fitSms } from '../../../domain/messages/gsm7.ts';
import { type AskedRide, DRIVER_NOTICES, driverMail, driverSms } from './for-others.ts';
import { RIDE_NOTICES, RIDE_WORDS, rideMail, riderLanguage, rideSms, seatsText, type ToldRide } from './index.ts';

const SITE = 'https://mobilite.meuse.exemple.fr';
const ride = (more: Partial<ToldRide> = {}): ToldRide => ({
  language: 'fr',
  timeZone: 'Europe/Paris',
  departAt: '2026-12-09T03:12:00Z',
  arriveAt: '2026-12-09T03:46:00Z',
  otherDepartAt: '2026-12-09T02:50:00Z',
  place: 'Parking de la gare',
  placeIsPublic: true,
  door: false,
  seats: 1,
  phone: '06 39 98 00 01',
  priceCents: 250,
  priceByEach: false,
  emergencyPhone: '03 53 01 00 00',
  ridesUrl: `${SITE}/fr/mes-trajets`,
  rideUrl: `${SITE}/fr/mes-trajets/bkg_1`,
  ...more,
});
/** The longest day and month, the longest of everything else. */
const LONGEST: Partial<ToldRide> = {
  departAt: '2027-09-29T21:55:00Z',
  arriveAt: '2027-09-29T23:55:00Z',
  otherDepartAt: '2027-09-29T22:55:00Z',
  place: 'Êtes-vous bien à la sortie nº 3 du parking de covoiturage – '.repeat(4).slice(0, 200),
  seats: 8,
  phone: '+33 (0)6 39 98 00 01',
  priceCents: 123_450,
  priceByEach: true,
  emergencyPhone: '+33 (0)3 53 01 00 00',
};
const at = (language: (typeof RIDER_LANGUAGES)[number]) => ({
  language,
  ridesUrl: `https://mobilite-solidaire.departement-de-la-meuse.exemple.fr/${language}/mes-trajets`,
});

describe.each(RIDER_LANGUAGES)('to whoever rides, in %s', (language) => {
  it.each(RIDE_NOTICES)('fits in three SMS whatever is said: %s', (notice) => {
    for (const told of [
      ride(at(language)),
      ride({ ...LONGEST, ...at(language) }),
      ride({ ...LONGEST, ...at(language), place: null }),
    ]) {
      for (const discreet of [false, true]) {
        const text = rideSms(notice, told, { discreet });
        expect(fitSms(text).segments).toBeLessThanOrEqual(3);
        expect(text).toContain(told.ridesUrl);
      }
    }
  });

  it.each(RIDE_NOTICES)('says the hour of the wall there, and where, when it is %s', (notice) => {
    const told = ride(at(language));
    const sms = rideSms(notice, told, { discreet: false });
    const { body } = rideMail(notice, told, { discreet: false });
    for (const text of [sms, body]) {
      if (notice !== 'driverAbsent') {
        const meant = notice === 'proposed' ? /\b0?3(:| h )50/ : /\b0?4(:| h )12/;
        expect(text).toMatch(meant);
      } else expect(text).toContain('03 53 01 00 00');
      if (notice === 'accepted' || notice === 'reminder') {
        expect(text).toContain('Parking de la gare');
        expect(text).toContain('06 39 98 00 01');
      }
      expect(text).not.toMatch(/[٠-٩۰-۹]|undefined|null|NaN/);
    }
  });

  it('tells somebody discreet nothing but that there is something', () => {
    for (const notice of RIDE_NOTICES) {
      const told = ride(at(language));
      const { subject, body } = rideMail(notice, told, { discreet: true });
      for (const text of [rideSms(notice, told, { discreet: true }), `${subject} ${body}`]) {
        expect(text).not.toMatch(/Bouger|gare|06 39|04:12|4 h 12|03 53/);
      }
    }
  });

  it('counts seats as the language does', () => {
    const counted = [2, 3, 5, 8, 11, 21].map((count) => seatsText(language, count));
    expect(new Set(counted.map((text) => text.replace(/\d+/, '#'))).size).toBeGreaterThanOrEqual(
      { fr: 1, falc: 1, en: 1, ar: 3, uk: 3 }[language],
    );
  });
});

describe('easy to read', () => {
  it.each(RIDE_NOTICES)('has no sentence of more than twelve words: %s', (notice) => {
    for (const more of [{}, { place: null, door: true, seats: 3 }, { place: null, emergencyPhone: null }]) {
      const told = ride({ ...at('falc'), ...more });
      const { subject, body } = rideMail(notice, told, { discreet: false });
      for (const text of [rideSms(notice, told, { discreet: false }), subject, body])
        expect(longSentences(text)).toEqual([]);
    }
  });

  it('is told from what is not', () => {
    expect(longSentences('Un deux trois quatre cinq six sept huit neuf dix onze douze.')).toEqual([]);
    expect(
      longSentences('Départ à 4 h 12. Un deux trois quatre cinq six sept huit neuf dix onze douze treize.'),
    ).toHaveLength(1);
  });
});

it('isolates what reads the other way in Arabic', () => {
  const text = rideMail('accepted', ride(at('ar')), { discreet: false }).body;
  for (const part of ['\u206604:12\u2069', '\u206606 39 98 00 01\u2069', '\u2068Parking de la gare\u2069'])
    expect(text).toContain(part);
  for (const other of ['fr', 'falc', 'en', 'uk'] as const) {
    expect(rideMail('accepted', ride(at(other)), { discreet: false }).body).not.toMatch(/[\u2066-\u2069]/);
  }
});

it('tells French in letters that every phone has, so that it is one or two SMS', () => {
  for (const language of ['fr', 'falc', 'en'] as const) {
    for (const notice of RIDE_NOTICES) {
      const fitted = fitSms(rideSms(notice, ride({ language }), { discreet: false }));
      expect([language, notice, fitted.encoding, fitted.segments <= 2]).toEqual([language, notice, 'gsm7', true]);
    }
  }
});

it('says the door only to whoever is fetched there, and that something is free', () => {
  const { body } = rideMail('accepted', ride({ place: null, door: true, priceCents: 0 }), { discreet: false });
  expect(body).toContain('devant chez vous');
  expect(body).toContain('gratuit');
  expect(rideMail('accepted', ride({ place: null }), { discreet: false }).body).toContain('au lieu convenu');
});

it('is French where the language is none of ours', () => {
  expect([riderLanguage(null), riderLanguage('so'), riderLanguage('ar')]).toEqual(['fr', 'fr', 'ar']);
  expect(Object.keys(RIDE_WORDS)).toEqual([...RIDER_LANGUAGES]);
});

describe.each(DRIVER_NOTICES)('to whoever drives: %s', (notice) => {
  const asked: AskedRide = {
    timeZone: 'Europe/Paris',
    from: 'Commercy',
    to: 'Bar-le-Duc',
    departAt: '2026-12-09T03:12:00Z',
    seats: 2,
    detourMinutes: 4,
    answerDueAt: '2026-12-08T15:00:00Z',
  };
  const link = `${SITE}/t/meuse/${'k'.repeat(24)}`;

  it('fits, and leads to the answer', () => {
    const long = {
      ...asked,
      from: 'Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson',
      to: 'Beaumont-en-Verdunois-sur-la-Côte',
      departAt: '2027-09-29T21:55:00Z',
      answerDueAt: '2027-09-28T21:55:00Z',
    };
    for (const one of [asked, long]) {
      const text = driverSms(notice, one, link);
      expect(fitSms(text).segments).toBeLessThanOrEqual(3);
      expect(text).toContain(link);
      expect(text).toContain(one.from);
      expect(text.replace('Cote', 'Côte')).toContain(one.to);
    }
    expect(fitSms(driverSms(notice, asked, link)).encoding).toBe('gsm7');
    expect(driverMail(notice, asked, link).body).toContain('mercredi 9 décembre à 4 h 12');
  });
});
