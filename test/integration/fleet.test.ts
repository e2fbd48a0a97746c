import fc from 'fast-check';
import postgres from 'postgres';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pointsOf } from '../../src/domain/fleet/condition.ts';
import { restoreOfferVersion } from '../../src/services/catalogue/restore-offer.ts';
import type { Context } from '../../src/services/context.ts';
import { changeLoan } from '../../src/services/fleet/change-loan.ts';
import { createLoan } from '../../src/services/fleet/create-loan.ts';
import { followLoans } from '../../src/services/fleet/follow-loans.ts';
import { getCalendar, getLoan, getVehicle, listFleet } from '../../src/services/fleet/list-fleet.ts';
import { changeMaintenance, planMaintenance } from '../../src/services/fleet/maintenance.ts';
import { correctMileage, noteMileage } from '../../src/services/fleet/mileage.ts';
import { handOver, readPhoto, recordIncident, type SentPhoto, takeBack } from '../../src/services/fleet/reports.ts';
import { addVehicle, changeVehicle, setWithdrawn } from '../../src/services/fleet/vehicles.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { loan as loanOffer } from '../factories/offers.ts';
import { insertRow, worker } from '../factories/rows.ts';
import { START, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let owner: postgres.Sql;
let offerId = '';
let ctx: Context;

beforeAll(async () => {
  api = await startApi();
  ctx = runs();
  owner = postgres(api.url, { max: 4, onnotice: () => {} });
  for (const id of ['org_fleet', 'org_other']) {
    await insertRow(owner, 'organisations', {
      territory_id: 'meuse',
      id,
      name: `Garage ${id}`,
      kind: 'provider',
      email: `${id}@example.org`,
      phone: '03 29 00 00 01',
    });
  }
  const offer = loanOffer({ title: 'Voitures' }, { units: 9, depositCents: 20_000, tariff: { perDayCents: 500 } });
  offerId = (await api.post('/api/offers', offer)).body.id;
  await owner`update offers set organisation_id = 'org_fleet' where id = ${offerId}`;
});
beforeEach(async () => {
  api.setNow(START);
  await owner`delete from vehicle_loans`;
  await owner`delete from vehicles`;
  await owner`delete from messages`;
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

const runs = (organisationId = 'org_fleet'): Context => ({
  actor: {
    kind: 'member',
    role: 'provider',
    id: 'mem_fleet',
    territoryId: 'meuse',
    organisationId,
    scopes: new Set(['fleet:write', 'offers:read', 'referrals:answer'] as const),
  },
  deps: api.deps,
});
const works = (): Context => ({ actor: worker(), deps: api.deps });

async function aCar(label = 'Clio', more: Record<string, unknown> = {}): Promise<string> {
  const { id } = await addVehicle({ ctx, input: { offerId, label, requiredLicence: 'B', mileageKm: 80_000, ...more } });
  return id;
}
const awa = { firstName: 'Awa', lastName: 'Traoré', phone: '06 39 98 00 51' };
const lend = (vehicleId: string, from: string, until: string, more: Record<string, unknown> = {}) =>
  createLoan({ ctx, input: { vehicleId, from, until, borrower: awa, ...more } });
const change = (id: string, what: string, more: Record<string, unknown> = {}) =>
  changeLoan({ ctx, input: { id, change: { what, ...more } } });
const report = (mileageKm: number, damaged: Record<string, string> = {}) => ({
  mileageKm,
  energyPercent: 75,
  points: Object.fromEntries(
    pointsOf('car').map((code) => [
      code,
      damaged[code] === undefined ? { state: 'ok' } : { state: 'damaged', words: damaged[code] },
    ]),
  ),
  signedByBorrower: 'Awa Traoré',
  signedByMember: 'Luc Noël',
});
const unitsTold = async () => (await api.get(`/api/offers/${offerId}`)).body.details.units;
/** Lent today, signed and handed over. */
async function anOutLoan(vehicleId: string, until: string, photos: SentPhoto[] = []): Promise<string> {
  const { id } = await lend(vehicleId, '2026-11-22', until, { kmCap: 1000, kmBeyondCents: 20 });
  await change(id, 'sign', { signedByBorrower: 'Awa Traoré', signedByMember: 'Luc Noël' });
  await handOver({ ctx, input: { id, report: report(80_100), photos } });
  return id;
}
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#336699' } });

describe('a fleet', () => {
  it('tells the offer how many vehicles there are, and never another structure’s', async () => {
    const [one, two] = [await aCar('Clio'), await aCar('Zoé')];
    expect(await unitsTold()).toBe(2);
    await setWithdrawn({ ctx, input: { id: two, withdrawn: true } });
    expect(await unitsTold()).toBe(1);
    await expect(addVehicle({ ctx: runs('org_other'), input: { offerId, label: 'X' } })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(getVehicle({ ctx: runs('org_other'), input: { id: one } })).rejects.toMatchObject({
      code: 'notFound',
    });
    await expect(
      changeVehicle({ ctx: runs('org_other'), input: { id: one, change: { label: 'X', expectedVersion: 1 } } }),
    ).rejects.toMatchObject({ code: 'notFound' });
  });

  it('lets nobody write another number of vehicles over the fleet’s, nor an older version bring one back', async () => {
    await aCar('Clio');
    const before = (await api.get(`/api/offers/${offerId}`)).body;
    await aCar('Zoé');
    const refused = await api.patch(`/api/offers/${offerId}`, { details: { units: 7 } });
    expect([refused.status, refused.body.errors]).toMatchObject([422, [{ path: 'details.units' }]]);
    expect(JSON.stringify(refused.body)).toContain('tenu par la flotte');
    await api.patch(`/api/offers/${offerId}`, { title: 'Voitures du garage' });
    expect(await unitsTold()).toBe(2);
    const editor = { ...ctx, actor: { ...ctx.actor, scopes: new Set(['offers:write', 'offers:read'] as const) } };
    const expectedVersion = (await api.get(`/api/offers/${offerId}`)).body.version;
    await restoreOfferVersion({ ctx: editor, input: { id: offerId, version: before.version, expectedVersion } });
    const restored = (await api.get(`/api/offers/${offerId}`)).body;
    expect([restored.title, restored.details.units]).toEqual([before.title, 2]);
  });

  it('keeps plates, contracts, reports and photos behind the structure’s own wall', async () => {
    const id = await aCar('Clio', { plate: 'AA-000-AA' });
    const photo = { name: 'a.jpg', bytes: await picture(40, 30).jpeg().toBuffer() };
    const loanId = await anOutLoan(id, '2026-11-30', [photo]);
    await recordIncident({
      ctx,
      input: { vehicleId: id, incident: { happenedOn: '2026-11-22', kind: 'damage', words: 'Rayure.' } },
    });
    const file = await getLoan({ ctx, input: { id: loanId } });
    expect(file.vehicle.papers.plate).toBe('AA-000-AA');
    const photoId = file.reports[0]?.photos[0]?.id ?? '';
    expect((await readPhoto({ ctx, input: { id: photoId } })).byteLength).toBeGreaterThan(100);
    const other = runs('org_other');
    await expect(readPhoto({ ctx: other, input: { id: photoId } })).rejects.toMatchObject({ code: 'notFound' });
    await expect(getLoan({ ctx: other, input: { id: loanId } })).rejects.toMatchObject({ code: 'notFound' });
    const seen = await other.deps.database.transact(other.actor, async ({ fleet }) => ({
      own: await fleet.list(),
      loan: await fleet.findHold(loanId),
      incidents: await fleet.listIncidents({ vehicleId: id }),
      reports: await fleet.listReports(loanId),
      lendable: await fleet.listLendable(),
    }));
    expect(seen).toMatchObject({ own: [], loan: null, incidents: [], reports: [] });
    expect(JSON.stringify(seen.lendable)).not.toContain('AA-000-AA');
    // Another structure counts the days that are taken, and may not touch them.
    await expect(lend(id, '2026-11-24', '2026-11-26')).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      changeLoan({ ctx: other, input: { id: loanId, change: { what: 'cancel', reason: 'x' } } }),
    ).rejects.toMatchObject({
      code: 'notFound',
    });
  });

  it('says who made a change first', async () => {
    const id = await aCar();
    await changeVehicle({ ctx, input: { id, change: { label: 'Clio bleue', expectedVersion: 1 } } });
    await expect(
      changeVehicle({ ctx, input: { id, change: { label: 'Clio rouge', expectedVersion: 1 } } }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('lets no counter run backwards', async () => {
    const id = await aCar();
    await noteMileage({ ctx, input: { id, reading: { readOn: '2026-11-22', km: 80_500 } } });
    await expect(
      noteMileage({ ctx, input: { id, reading: { readOn: '2026-11-22', km: 80_400 } } }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });

  it('puts a reading right that was written down wrong, and with it what the loan comes to', async () => {
    const id = await aCar('Clio', { mileageKm: 10_000 });
    const { id: loan } = await lend(id, '2026-11-22', '2026-11-25', { kmCap: 100, kmBeyondCents: 20 });
    await change(loan, 'sign', { signedByBorrower: 'A', signedByMember: 'B' });
    await handOver({ ctx, input: { id: loan, report: report(105_000) } });
    const back = (km: number) => takeBack({ ctx, input: { id: loan, report: report(km), deposit: {} } });
    await expect(back(10_900)).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'mileageKm' }] });
    await back(105_900);

    const reading = async (km: number) => {
      const { mileage } = await getVehicle({ ctx, input: { id } });
      return mileage.find((one) => one.km === km)?.id;
    };
    const correct = async (from: number, km: number, reason = 'Un zéro de trop', who = ctx) =>
      correctMileage({ ctx: who, input: { id, correction: { readingId: await reading(from), km, reason } } });
    await expect(correct(105_900, 10_900)).rejects.toMatchObject({ errors: [{ path: 'km' }] });
    await expect(correct(105_000, 10_500, ' ')).rejects.toMatchObject({ errors: [{ path: 'reason' }] });
    await expect(correct(105_000, 10_500, 'x', runs('org_other'))).rejects.toMatchObject({ code: 'notFound' });
    await correct(105_000, 10_500);
    await correct(105_900, 10_650);

    const { line, mileage } = await getVehicle({ ctx, input: { id } });
    expect(line.papers.mileageKm).toBe(10_650);
    expect(mileage[0]).toMatchObject({ km: 10_650, misreadKm: 105_900, correction: 'Un zéro de trop' });
    const file = await getLoan({ ctx, input: { id: loan } });
    expect(file.loan.contract).toMatchObject({ mileageOutKm: 10_500, mileageInKm: 10_650 });
    expect(file.loan.contract.owed).toMatchObject({ km: 150, kmBeyond: 50, kmCents: 1000, dueCents: 1500 });
    // What was signed stays.
    expect(file.reports.map(({ mileageKm }) => mileageKm).toSorted()).toEqual([105_000, 105_900]);
    const audited = await owner`select action from audit_entries where action like '%mileageCorrected' order by id`;
    expect(audited.map(({ action }) => action)).toEqual([
      ...['vehicle.mileageCorrected', 'loan.mileageCorrected'],
      ...['vehicle.mileageCorrected', 'loan.mileageCorrected'],
    ]);
  });

  it('knows a plate however it is written', async () => {
    await aCar('Clio', { plate: 'ab 123 cd' });
    await expect(aCar('Zoé', { plate: 'AB-123-CD' })).rejects.toMatchObject({ errors: [{ path: 'plate' }] });
  });
});

describe('loans and maintenance', () => {
  it('holds a vehicle once on any day, whoever asks at once', async () => {
    const id = await aCar();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 6 }), fc.boolean()), {
          minLength: 2,
          maxLength: 6,
        }),
        async (asked) => {
          await owner`delete from vehicle_loans`;
          const day = (n: number) => new Date(Date.UTC(2026, 11, 1 + n)).toISOString().slice(0, 10);
          await Promise.allSettled(
            asked.map(([start, length, isMaintenance]) => {
              const [from, until] = [day(start), day(start + length)];
              return isMaintenance
                ? planMaintenance({ ctx, input: { vehicleId: id, from, until, kind: 'service' } })
                : lend(id, from, until);
            }),
          );
          const held = await owner<{ a: string; b: string }[]>`
            select lower(period)::text a, upper(period)::text b from vehicle_loans where status in ('requested', 'confirmed', 'out')
            order by 1`;
          expect(held.length).toBeGreaterThan(0);
          for (const [i, { a }] of held.entries()) if (i > 0) expect(a >= (held[i - 1]?.b ?? '')).toBe(true);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('extends until the day before what follows, and says which day that is', async () => {
    const id = await aCar();
    const { id: first } = await lend(id, '2026-12-01', '2026-12-05');
    await planMaintenance({ ctx, input: { vehicleId: id, from: '2026-12-10', until: '2026-12-11', kind: 'service' } });
    await expect(change(first, 'extend', { until: '2026-12-12' })).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ path: 'until', message: expect.stringContaining('9 décembre') }],
    });
    await change(first, 'extend', { until: '2026-12-09' });
    expect((await getLoan({ ctx, input: { id: first } })).loan.contract.terms.until).toBe('2026-12-09');
    await expect(change(first, 'extend', { until: '2026-12-10' })).rejects.toMatchObject({
      errors: [{ path: 'until', message: expect.stringContaining('ne peut pas être prolongé') }],
    });
  });

  it('says what to do with a loan that cannot end earlier', async () => {
    const { id } = await lend(await aCar(), '2026-12-01', '2026-12-01');
    await expect(change(id, 'shorten', { until: '2026-11-30' })).rejects.toMatchObject({
      errors: [{ path: 'until', message: expect.stringContaining('annulez-le') }],
    });
    expect((await getLoan({ ctx, input: { id } })).earliest).toBeNull();
  });

  it('refuses a maintenance over a promise, tells what could stand in, and moves it with one word', async () => {
    const [clio, zoe] = [await aCar('Clio'), await aCar('Zoé')];
    await aCar('Twingo');
    const { id: loan } = await lend(clio, '2026-12-01', '2026-12-10');
    await lend(zoe, '2026-12-05', '2026-12-06');
    const asked = { vehicleId: clio, from: '2026-12-08', until: '2026-12-09', kind: 'repair' };
    const refused = await planMaintenance({ ctx, input: asked });
    expect(
      refused.inTheWay?.map(({ hold, replacements }) => [hold.id, replacements.map(({ label }) => label)]),
    ).toEqual([[loan, ['Twingo']]]);
    const twingo = refused.inTheWay?.[0]?.replacements[0]?.id ?? '';
    await expect(change(loan, 'move', { vehicleId: zoe })).rejects.toMatchObject({ code: 'conflict' });
    await change(loan, 'move', { vehicleId: twingo });
    const { id } = await planMaintenance({ ctx, input: asked });
    await changeMaintenance({ ctx, input: { id: id ?? '', change: { what: 'endMaintenance', costCents: 12_500 } } });
    const file = await getVehicle({ ctx, input: { id: clio } });
    expect([file.costCents, file.costs[0]?.kind]).toEqual([12_500, 'repair']);
  });

  it('has a contract signed again whose vehicle is another one', async () => {
    const [clio, zoe] = [await aCar('Clio'), await aCar('Zoé')];
    const { id } = await lend(clio, '2026-11-22', '2026-11-25');
    await change(id, 'sign', { signedByBorrower: 'A', signedByMember: 'B' });
    await change(id, 'move', { vehicleId: zoe });
    const { loan, vehicle } = await getLoan({ ctx, input: { id } });
    expect(vehicle.label).toBe('Zoé');
    expect(loan.contract).toMatchObject({ signedAt: null, signedByBorrower: null, signedByMember: null });
    await expect(handOver({ ctx, input: { id, report: report(80_100) } })).rejects.toMatchObject({ code: 'conflict' });
    await change(id, 'sign', { signedByBorrower: 'A', signedByMember: 'B' });
    await handOver({ ctx, input: { id, report: report(80_100) } });
  });

  it('frees the days that are left when a vehicle is back early, and tells what is owed', async () => {
    const id = await aCar();
    const loan = await anOutLoan(id, '2026-12-20');
    api.setNow('2026-11-30T10:00:00Z');
    await takeBack({
      ctx,
      input: {
        id: loan,
        report: report(81_300, { body: 'Aile avant droite rayée.' }),
        deposit: { keptCents: 5000, reason: 'Rayure' },
      },
    });
    const { loan: file, damage } = await getLoan({ ctx, input: { id: loan } });
    expect(file).toMatchObject({ status: 'returned', until: '2026-11-30' });
    expect(file.contract.owed).toMatchObject({
      days: 9,
      km: 1200,
      kmBeyond: 200,
      kmCents: 4000,
      dueCents: 8500,
      depositBackCents: 15_000,
    });
    expect(damage).toEqual([{ code: 'body', words: 'Aile avant droite rayée.', wasDamaged: false }]);
    await lend(id, '2026-12-01', '2026-12-15');
    await expect(change(loan, 'extend', { until: '2026-12-20' })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('counts from the day it left until the day it was back, whenever that is written down', async () => {
    const id = await aCar();
    const { id: loan } = await lend(id, '2026-11-22', '2026-11-28', { kmCap: 1000, kmBeyondCents: 20 });
    await change(loan, 'sign', { signedByBorrower: 'A', signedByMember: 'B' });
    api.setNow('2026-11-24T10:00:00Z');
    const leave = (on?: string) => handOver({ ctx, input: { id: loan, report: { ...report(80_100), on } } });
    const back = (on?: string) =>
      takeBack({ ctx, input: { id: loan, report: { ...report(80_300), on }, deposit: {} } });
    for (const on of ['2026-11-21', '2026-11-25']) {
      await expect(leave(on)).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'on' }] });
    }
    await leave('2026-11-23');
    // Keys in the box on Friday, found on Monday.
    api.setNow('2026-11-30T10:00:00Z');
    for (const on of ['2026-11-22', '2026-12-01']) {
      await expect(back(on)).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'on' }] });
    }
    await back('2026-11-27');
    const file = await getLoan({ ctx, input: { id: loan } });
    expect(file.loan).toMatchObject({
      until: '2026-11-27',
      contract: { outOn: '2026-11-23', returnedOn: '2026-11-27', owed: { days: 5, dueCents: 2500 } },
    });
    expect((await getVehicle({ ctx, input: { id } })).mileage.map(({ readOn }) => readOn)).toEqual([
      ...['2026-11-27', '2026-11-23', '2026-11-22'],
    ]);
  });

  it('keeps a deposit only with a reason', async () => {
    const loan = await anOutLoan(await aCar(), '2026-11-25');
    await expect(
      takeBack({ ctx, input: { id: loan, report: report(80_200), deposit: { keptCents: 100 } } }),
    ).rejects.toMatchObject({ errors: [{ path: 'reason' }] });
  });

  it('hands nothing over that is not signed, nor twice', async () => {
    const { id } = await lend(await aCar(), '2026-11-22', '2026-11-25');
    await expect(handOver({ ctx, input: { id, report: report(80_100) } })).rejects.toMatchObject({ code: 'conflict' });
    await change(id, 'sign', { signedByBorrower: 'A', signedByMember: 'B' });
    await handOver({ ctx, input: { id, report: report(80_100) } });
    await expect(handOver({ ctx, input: { id, report: report(80_100) } })).rejects.toMatchObject({ code: 'conflict' });
    await expect(owner`update loan_contracts set terms = jsonb_set(terms, '{depositCents}', '0')`).rejects.toThrow();
  });

  it('hands no vehicle over that is still out with somebody else', async () => {
    const id = await aCar();
    const first = await anOutLoan(id, '2026-11-25');
    const { id: next } = await lend(id, '2026-11-28', '2026-12-05');
    await change(next, 'sign', { signedByBorrower: 'A', signedByMember: 'B' });
    api.setNow('2026-11-28T10:00:00Z');
    const leave = () => handOver({ ctx, input: { id: next, report: report(80_300) } });
    await expect(leave()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('revenu') });
    await takeBack({ ctx, input: { id: first, report: report(80_300), deposit: {} } });
    await leave();
  });

  it('tells the structure each day that a vehicle is late and whoever is next once; the engine counts it as taken', async () => {
    const id = await aCar();
    await anOutLoan(id, '2026-11-25');
    await lend(id, '2026-11-28', '2026-12-05', { borrower: { firstName: 'Sam', phone: '06 39 98 00 52' } });
    expect(await followLoans({ ctx: works() })).toEqual({ loansLate: 0 });
    api.setNow('2026-11-27T10:00:00Z');
    expect(await followLoans({ ctx: works() })).toEqual({ loansLate: 1 });
    expect(await followLoans({ ctx: works() })).toEqual({ loansLate: 0 });
    const told = await owner<
      { channel: string; text: string }[]
    >`select channel, body as text from messages order by channel`;
    expect(told.map(({ channel }) => channel)).toEqual(['email', 'sms']);
    expect(told[1]?.text).not.toMatch(/véhicule|voiture|Clio/i);
    const { loans } = await api.deps.database.transact(worker(), ({ offers }) =>
      offers.availability({ from: '2026-11-26', until: '2026-11-30', offerIds: [offerId] }),
    );
    expect(loans.get(offerId)).toEqual([
      { from: '2026-11-22', until: '2026-11-27' },
      { from: '2026-11-28', until: '2026-12-05' },
    ]);
    api.setNow('2026-11-29T10:00:00Z');
    expect(await followLoans({ ctx: works() })).toEqual({ loansLate: 1 });
    expect(await owner`select 1 from messages where channel = 'sms'`).toHaveLength(1);
    const calendar = await getCalendar({ ctx, input: { from: '2026-11-23', days: 7 } });
    expect(calendar.rows[0]?.holds.map(({ lateDays }) => lateDays)).toEqual([4, 0]);
    expect((await listFleet({ ctx })).lines[0]?.lateDays).toBe(4);
  });

  it('takes no vehicle out of the fleet that is promised', async () => {
    const id = await aCar();
    await lend(id, '2026-12-01', '2026-12-05');
    await expect(setWithdrawn({ ctx, input: { id, withdrawn: true } })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('does a form that is sent twice once', async () => {
    const id = await aCar();
    const again = { ...ctx, idempotency: { key: 'lend-once', requestHash: 'h' } };
    const input = { vehicleId: id, from: '2026-12-01', until: '2026-12-02', borrower: awa };
    expect(await createLoan({ ctx: again, input })).toEqual(await createLoan({ ctx: again, input }));
  });
});

describe('photos of a condition report', () => {
  const send = async (bytes: Uint8Array, name = 'photo.jpg') => {
    const { id } = await lend(await aCar(), '2026-11-22', '2026-11-25');
    await change(id, 'sign', { signedByBorrower: 'A', signedByMember: 'B' });
    await handOver({ ctx, input: { id, report: report(80_100), photos: [{ name, bytes }] } });
    return (await getLoan({ ctx, input: { id } })).reports[0]?.photos[0];
  };

  it('are made anew: 1600 pixels, JPEG, upright, without metadata', async () => {
    const sent = await picture(3000, 2000)
      .withExif({ IFD0: { Copyright: 'Awa Traoré' }, IFD3: { GPSLatitude: '49/1 9/1 0/1' } })
      .jpeg()
      .toBuffer();
    const photo = await send(sent);
    expect(photo).toMatchObject({ widthPixels: 1600, heightPixels: 1067 });
    const kept = await readPhoto({ ctx, input: { id: photo?.id ?? '' } });
    const { format, exif, icc } = await sharp(kept).metadata();
    expect([format, exif, icc]).toEqual(['jpeg', undefined, undefined]);
  });

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'pas une photo'],
    ['HTML', () => Buffer.from('<html><script>1</script></html>'), 'pas une photo'],
    ['PDF', () => Buffer.from('%PDF-1.7 …'), 'pas une photo'],
    [
      'a JPEG that is cut off',
      async () => (await picture(400, 400).jpeg().toBuffer()).subarray(0, 200),
      'pas une photo',
    ],
    ['nothing but the first bytes of a PNG', () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'pas une photo'],
    ['a bomb of pixels', async () => picture(9000, 9000).png({ compressionLevel: 9 }).toBuffer(), 'trop de points'],
    ['more than eight megabytes', () => Buffer.alloc(8 * 1024 * 1024 + 1, 0xff), 'dépasse 8'],
  ])('refuse %s in a sentence, and write nothing', async (_what, bytes, words) => {
    await expect(send(await bytes(), 'x.svg')).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ path: 'photos', message: expect.stringContaining(words) }],
    });
    expect(await owner`select 1 from condition_reports`).toHaveLength(0);
  });

  it('refuse an eleventh', async () => {
    const bytes = await picture(10, 10).jpeg().toBuffer();
    const photos = Array.from({ length: 11 }, (_, n) => ({ name: `${n}.jpg`, bytes }));
    await expect(anOutLoan(await aCar(), '2026-11-25', photos)).rejects.toMatchObject({ errors: [{ path: 'photos' }] });
  });

  it('are forgotten ninety days after the vehicle is back, the contract two years after', async () => {
    const bytes = await picture(10, 10).jpeg().toBuffer();
    const loan = await anOutLoan(await aCar(), '2026-11-25', [{ name: 'a.jpg', bytes }]);
    const purgeAt = async (instant: string) => {
      api.setNow(instant);
      await purgeExpired({ ctx: works() });
      const [left] = await owner<{ photos: number; contracts: number }[]>`
        select (select count(*)::int from condition_photos) photos, (select count(*)::int from loan_contracts) contracts`;
      return left;
    };
    expect(await purgeAt('2026-12-22T08:00:00Z')).toEqual({ photos: 1, contracts: 1 });
    await takeBack({ ctx, input: { id: loan, report: report(80_200), deposit: {} } });
    expect(await purgeAt('2027-03-21T08:00:00Z')).toEqual({ photos: 1, contracts: 1 });
    expect(await purgeAt('2027-03-23T08:00:00Z')).toEqual({ photos: 0, contracts: 1 });
    expect(await purgeAt('2029-01-01T08:00:00Z')).toEqual({ photos: 0, contracts: 0 });
  });
});
