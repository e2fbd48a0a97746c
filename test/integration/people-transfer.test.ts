import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPeople } from '../../src/services/people/list-people.ts';
import { openPerson } from '../../src/services/people/open-person.ts';
import { setClosed } from '../../src/services/people/set-closed.ts';
import { transferPeople } from '../../src/services/people/transfer-people.ts';
import { type MemberName, type Office, openOffice } from '../support/office.ts';

describe('people are handed over', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.close());

  const open = async (lastName: string) => (await openPerson({ ctx: office.as('mem-amelie'), input: { lastName } })).id;
  const mine = async (member: MemberName) =>
    (await listPeople({ ctx: office.as(member), input: { limit: 100 } })).items.map(({ id }) => id);

  it('many at once, to another organisation, which sees them as we stop', async () => {
    const ids = [await open('Un'), await open('Deux')];
    office.moveClock({ hours: 1 });
    const done = await transferPeople({ ctx: office.as('mem-amelie'), input: { ids, toMemberId: 'mem-chloe' } });
    expect(done).toEqual({ transferred: ids.toSorted(), left: [] });
    expect(await mine('mem-chloe')).toEqual(expect.arrayContaining(ids));
    expect((await listPeople({ ctx: office.as('mem-amelie'), input: { whose: 'organisation' } })).total).toBe(0);
    const accesses = await office.owner`select organisation_id, "from", until from beneficiary_access
      where beneficiary_id = ${ids[0] ?? ''} order by id`;
    expect(accesses[0]?.until).toEqual(accesses[1]?.from);
  });

  it('once, however often the form comes', async () => {
    const ids = [await open('Trois')];
    const ctx = { ...office.as('mem-amelie'), idempotency: { key: 'form-1', requestHash: 'same' } };
    const input = { ids, toMemberId: 'mem-chloe' };
    const twice = await Promise.all([transferPeople({ ctx, input }), transferPeople({ ctx, input })]);
    expect(twice[0]).toEqual(twice[1]);
    expect(twice[0]).toEqual({ transferred: ids, left: [] });
    const rows = await office.owner`select 1 from referents where beneficiary_id = ${ids[0] ?? ''}`;
    expect(rows.length).toBe(2);
  });

  it('all but those closed or gone meanwhile, who are told', async () => {
    const [stays, closed] = [await open('Quatre'), await open('Cinq')];
    await setClosed({ ctx: office.as('mem-basile'), input: { id: closed, closed: true } });
    const ids = [stays, closed, 'ben-never-was'];
    const done = await transferPeople({ ctx: office.as('mem-amelie'), input: { ids, toMemberId: 'mem-basile' } });
    expect(done).toEqual({
      transferred: [stays],
      left: [
        { id: closed, why: 'closed' },
        { id: 'ben-never-was', why: 'gone' },
      ],
    });
    expect(await mine('mem-basile')).toEqual([stays]);
  });

  it('by whoever may, to whoever may', async () => {
    const ids = [await open('Six')];
    await expect(
      transferPeople({ ctx: office.as('mem-basile'), input: { ids, toMemberId: 'mem-amelie' } }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    for (const toMemberId of ['mem-garage', 'mem-far', 'nobody']) {
      await expect(transferPeople({ ctx: office.as('mem-amelie'), input: { ids, toMemberId } })).rejects.toMatchObject({
        code: 'invalid',
        errors: [{ path: 'toMemberId' }],
      });
    }
    expect(await mine('mem-amelie')).toEqual(expect.arrayContaining(ids));
  });

  it('when we keep an eye on the file, the other has it and we see it, but do not hand it over again', async () => {
    const ids = [await open('Sept')];
    const ctx = office.as('mem-amelie');
    await transferPeople({ ctx, input: { ids, toMemberId: 'mem-chloe', keepAccess: true } });
    const { items } = await listPeople({ ctx, input: { whose: 'organisation', q: 'sept' } });
    expect(items).toMatchObject([{ id: ids[0], referent: { memberId: 'mem-chloe', organisationId: 'org-b' } }]);
    const again = await transferPeople({ ctx, input: { ids, toMemberId: 'mem-amelie' } });
    expect(again).toEqual({ transferred: [], left: [{ id: ids[0], why: 'elsewhere' }] });
  });

  /**
   * Whoever hands over whatever to whomever, two at a time, while the clock moves: at every instant since a file was opened there is one
   * referent, neither none nor two, and the organisation of the one there is sees the file.
   */
  it('never with an instant without a referent, or with two', async () => {
    const people = await Promise.all(['A', 'B', 'C'].map((name) => open(`Propriété ${name}`)));
    const movers: MemberName[] = ['mem-amelie', 'mem-chloe'];
    const step = fc.record({
      by: fc.constantFrom(...movers),
      to: fc.constantFrom('mem-amelie', 'mem-basile', 'mem-chloe'),
      who: fc.subarray(people, { minLength: 1 }),
      keepAccess: fc.boolean(),
      minutes: fc.integer({ min: 0, max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, step), { minLength: 1, maxLength: 4 }), async (rounds) => {
        for (const pair of rounds) {
          office.moveClock({ minutes: pair[0].minutes });
          await Promise.all(
            pair.map(({ by, to, who, keepAccess }) =>
              transferPeople({ ctx: office.as(by), input: { ids: who, toMemberId: to, keepAccess } }),
            ),
          );
        }
        expect(await broken(office)).toEqual([]);
      }),
      { numRuns: 12 },
    );
    const [moved] =
      await office.owner`select count(*)::int as count from referents where beneficiary_id = any(${people})`;
    expect(moved?.count).toBeGreaterThan(people.length);
  });

  it('each organisation what is its own, where two answer for one person', async () => {
    const id = await open('Deux référents');
    await office.owner`insert into beneficiary_access
      (territory_id, beneficiary_id, organisation_id, scope, basis, "from", retention_class)
      values ('meuse', ${id}, 'org-b', 'file', 'request', '2026-11-22T08:00:00Z', 'file')`;
    await office.owner`insert into referents
      (territory_id, beneficiary_id, organisation_id, member_id, "from", retention_class)
      values ('meuse', ${id}, 'org-b', 'mem-chloe', '2026-11-22T08:00:00Z', 'file')`;
    const done = await transferPeople({ ctx: office.as('mem-amelie'), input: { ids: [id], toMemberId: 'mem-basile' } });
    expect(done).toEqual({ transferred: [id], left: [] });
    const present = await office.owner`select organisation_id as at, member_id as who from referents
      where beneficiary_id = ${id} and until is null order by 1`;
    expect(present).toMatchObject([
      { at: 'org-a', who: 'mem-basile' },
      { at: 'org-b', who: 'mem-chloe' },
    ]);
  });
});

/** Every instant at which a referent begins or ends, with how many there are just then, and whether each sees the file. */
async function broken(office: Office) {
  return office.owner`
    with instants as (select beneficiary_id, "from" as at from referents union select beneficiary_id, until from referents where until is not null)
    select i.beneficiary_id, i.at, n.referents, n.seeing
    from instants i cross join lateral (
      select count(*)::int as referents, count(*) filter (where exists (
        select from beneficiary_access a where a.beneficiary_id = r.beneficiary_id and a.organisation_id = r.organisation_id
          and a.scope = 'file' and a."from" <= i.at and (a.until is null or a.until > i.at)))::int as seeing
      from referents r
      where r.beneficiary_id = i.beneficiary_id and r."from" <= i.at and (r.until is null or r.until > i.at)) n
    where n.referents <> 1 or n.seeing <> 1`;
}
