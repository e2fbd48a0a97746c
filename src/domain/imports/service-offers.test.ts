import { describe, expect, it } from 'vitest';
import { serviceSchema } from './data-inclusion.ts';
import { offerOfService } from './service-offers.ts';

const service = (frais_precisions: string) =>
  serviceSchema.parse({
    id: 'ex--1',
    source: 'ex',
    structure_id: 'ex--s',
    nom: 'Location de voitures (exemple)',
    description: 'Des voitures à louer.',
    date_maj: '2026-06-01',
    type: 'aide-materielle',
    thematiques: ['mobilite--acceder-a-un-vehicule'],
    longitude: 5.1669,
    latitude: 48.7735,
    frais_precisions,
  });

describe('prices in the words of a service', () => {
  it.each([
    ['6 € par jour, caution 150 €.', 600, 15_000],
    ['6,50 € par jour, caution de 1 500 €.', 650, 150_000],
    ['De 5 à 10 € par jour, caution 2 x 150 €.', undefined, undefined],
    ['1,500.00 € par jour, caution 1.500 €.', undefined, undefined],
  ])('are taken where one is told, and not guessed: %s', (said, perDayCents, depositCents) => {
    const reading = offerOfService(service(said), null);
    const details = 'offer' in reading ? (reading.offer.details as Record<string, unknown>) : {};
    expect(details.tariff).toEqual(perDayCents === undefined ? undefined : { perDayCents });
    expect(details.depositCents).toBe(depositCents);
  });
});
