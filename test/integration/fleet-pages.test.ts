import postgres from 'postgres';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { conditionFields } from '../factories/condition-report.ts';
import { loan as loanOffer } from '../factories/offers.ts';
import { insertRow } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { type Browser, createMember, signIn } from '../support/sign-in.ts';

let api: TestApi;
let owner: postgres.Sql;
let browser: Browser;

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  await insertRow(owner, 'organisations', { territory_id: 'meuse', id: 'org_fleet', name: 'Garage', kind: 'provider' });
  const offer = loanOffer({ title: 'Voitures' }, { depositCents: 20_000, tariff: { perDayCents: 500 }, maxDays: null });
  const { id } = (await api.post('/api/offers', offer)).body;
  await owner`update offers set organisation_id = 'org_fleet' where id = ${id}`;
  const member = { organisationId: 'org_fleet', role: 'provider' } as const;
  browser = await signIn(api.app, await createMember({ url: api.url, clock: api.deps.clock }, member));
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

const text = async (path: string) => {
  const response = await browser.get(path);
  return `${response.status} ${await response.text()}`;
};
/** Sends the form and says where it leads. */
async function leadsTo(path: string, fields: Record<string, string>, page = path): Promise<string> {
  const response = await browser.send(path, fields, page);
  expect([response.status, response.status === 303 ? '' : await response.text()]).toEqual([303, '']);
  return (response.headers.get('location') ?? '').replace(/\?.*/, '');
}
async function sendPhotos(path: string, fields: Record<string, string>, photos: [name: string, bytes: Uint8Array][]) {
  const form = new FormData();
  form.set('formToken', await browser.tokenOf(path));
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const [name, bytes] of photos) form.append('photos', new File([new Uint8Array(bytes)], name));
  const headers = { cookie: browser.cookies(), 'sec-fetch-site': 'same-origin' };
  return api.app.request(path, { method: 'POST', body: form, headers });
}
const FLEET = '/structure/flotte';
const offerOf = async () => {
  const [row] = await owner<{ id: string }[]>`select id from offers where organisation_id = 'org_fleet'`;
  return row?.id ?? '';
};
const aCar = async (label: string) =>
  leadsTo(`${FLEET}/nouveau`, { offerId: await offerOf(), label, mileageKm: '80 000', requiredLicence: 'B' });

it('lends, hands over and takes back without any script', async () => {
  const car = await aCar('Clio bleue');
  expect(await text(FLEET)).toMatch(/^200 .*Clio bleue/s);
  const lent = {
    vehicleId: car.split('/').at(-1) ?? '',
    from: '22/11/2026',
    until: '30/11/2026',
    firstName: 'Awa',
    lastName: 'Traoré',
  };
  const loan = await leadsTo(`${FLEET}/prets/nouveau`, lent);
  expect(await text(loan)).toContain('Contrat à signer');
  expect(await text(`${loan}/contrat`)).toContain('Awa Traoré');
  await leadsTo(loan, { what: 'sign', expectedVersion: '1', signedByBorrower: 'Awa', signedByMember: 'Luc' });

  // Half past midnight there: the day has begun, in Greenwich it has not.
  await owner`update loan_contracts set signed_at = '2026-11-22T23:30:00Z' where loan_id = ${loan.split('/').at(-1) ?? ''}`;
  for (const page of [loan, `${loan}/contrat`]) expect(await text(page)).toContain('lundi 23 novembre 2026');

  const start = { ...conditionFields(80_100), 'point-body': 'damaged', 'words-body': '', expectedVersion: '1' };
  const refused = await sendPhotos(`${loan}/depart`, start, [['logo.svg', Buffer.from('<svg/>')]]);
  const said = await refused.text();
  expect(refused.status).toBe(422);
  expect(said).toContain('Erreur');
  expect(said).toContain('logo.svg');
  expect(said).toContain('value="80100"');
  const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#369' } })
    .png()
    .toBuffer();
  const done = await sendPhotos(`${loan}/depart`, { ...start, 'words-body': 'Rayure à droite' }, [['a.png', bytes]]);
  expect([done.status, done.headers.get('location')]).toEqual([303, loan]);

  const out = await text(loan);
  expect(out).toContain('Rayure à droite');
  const [photo = ''] = /\/structure\/flotte\/photos\/\w+/.exec(out) ?? [];
  const shown = await browser.get(photo);
  expect([shown.status, shown.headers.get('content-type'), shown.headers.get('cache-control')]).toEqual([
    200,
    'image/jpeg',
    'no-store',
  ]);
  expect((await api.app.request(photo)).status).not.toBe(200);
  expect(await text(`${FLEET}/calendrier?vue=mois`)).toMatch(/fleet-out.*Awa Traoré/s);

  await leadsTo(loan, { what: 'extend', expectedVersion: '2', until: '02/12/2026' });
  const back = await sendPhotos(
    `${loan}/retour`,
    { ...conditionFields(80_400), expectedVersion: '3', kept: '50', reason: 'Rayure' },
    [],
  );
  expect([back.status, back.headers.get('location')]).toEqual([303, loan]);
  const noAmount = await browser.send(loan, {
    what: 'charge',
    expectedVersion: '4',
    label: 'Amende',
    chargeAmount: '',
  });
  expect([noAmount.status, await noAmount.text()]).toEqual([422, expect.stringContaining('Un montant en euros')]);
  await leadsTo(loan, { what: 'charge', expectedVersion: '4', label: 'Amende', chargeAmount: '45' });
  const settled = await text(loan);
  for (const words of ['Caution gardée', '150', 'Rendu', 'Amende', '50']) expect(settled).toContain(words);
  expect(await text(`${loan}/etat-des-lieux/retour`)).toMatch(/^200 .*Caution rendue/s);
});

it('shows what stands in the way of a maintenance, and moves it with one button', async () => {
  const [one, two] = [await aCar('Zoé'), await aCar('Twingo')];
  const [oneId = '', twoId = ''] = [one, two].map((path) => path.split('/').at(-1));
  const dates = { from: '07/12/2026', until: '10/12/2026' };
  const loan = await leadsTo(`${FLEET}/prets/nouveau`, { vehicleId: oneId, ...dates, firstName: 'Sam' });
  const asked = { what: 'maintenance', ...dates, kind: 'service', garage: 'Garage du Pont' };
  const refused = await browser.send(one, asked);
  const page = await refused.text();
  expect(refused.status).toBe(409);
  expect(page).toContain('Déplacer ce prêt');
  expect(page).toContain('value="07/12/2026"');
  const move = { what: 'move', loanId: loan.split('/').at(-1) ?? '', expectedVersion: '1', toVehicleId: twoId };
  await leadsTo(one, move);
  await leadsTo(one, asked);
  expect(await text(one)).toMatch(/Garage du Pont/);
  expect(await text(two)).toMatch(/Sam/);
  expect(await text(`${FLEET}/calendrier?du=2026-12-07`)).toContain('fleet-garage');
});
