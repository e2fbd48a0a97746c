import { expect, it } from 'vitest';
import { emergencyWords, territoryRulesSchema } from './territory.ts';

const french = { hours: 'De 4 h à 8 h', text: 'Appelez.' };
const plan = territoryRulesSchema.shape.emergencyPlan.parse({
  ...french,
  phone: null,
  illustrative: true,
  translations: { ar: { hours: '4:00', text: 'اتصل' } },
});

it('says the plan in the language of whoever reads, and else in French, which is told', () => {
  expect(emergencyWords(plan, 'ar')).toEqual({ hours: '4:00', text: 'اتصل', isOwn: true });
  expect(emergencyWords(plan, 'uk')).toEqual({ ...french, isOwn: false });
  expect(emergencyWords(plan, 'fr')).toEqual({ ...french, isOwn: true });
});

it('takes the rules of a territory that was written before there were languages', () => {
  const { translations, ...before } = plan;
  expect(territoryRulesSchema.shape.emergencyPlan.parse(before)).toEqual({ ...before, translations: {} });
  expect(Object.keys(translations)).toEqual(['ar']);
});
