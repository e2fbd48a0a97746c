import { expect, it } from 'vitest';
import type { Territory } from '../domain/territory.ts';
import { DatabaseUnavailableError, type Gazetteer } from '../services/ports.ts';
import { createTerritoryRegistry } from './territory-registry.ts';

/** The registry compares and hands on; what is inside a territory or a gazetteer is nothing to it. */
const territoryNamed = (id: string, name: string) => ({ id, name }) as Territory;

function setup() {
  const state = {
    territories: [territoryNamed('meuse', 'Meuse')],
    /** What is wrong with the rules of a territory, or with its gazetteer. */
    rules: new Map<string, string>(),
    gazetteers: new Map<string, Error>(),
    away: false,
    looks: 0,
    loads: 0,
    now: 0,
  };
  const told: string[] = [];
  const registry = createTerritoryRegistry(
    {
      async listTerritories(unreadable) {
        state.looks += 1;
        if (state.away) throw new DatabaseUnavailableError(new Error('away'));
        for (const [id, reason] of state.rules) unreadable?.(id, reason);
        return state.territories.filter(({ id }) => !state.rules.has(id));
      },
      async loadGazetteer(id) {
        state.loads += 1;
        const wrong = state.gazetteers.get(id);
        if (wrong) throw wrong;
        return { of: id, load: state.loads } as unknown as Gazetteer;
      },
    },
    { onUnreadable: (id, reason) => void told.push(`${id} ${reason}`), now: () => state.now },
  );
  return { state, registry, told };
}

it('loads a territory once, however many ask at the same time', async () => {
  const { state, registry } = setup();
  const [one, two] = await Promise.all([registry.territory('meuse'), registry.territory('meuse')]);
  expect(one).toBe(two);
  expect(await registry.territory('meuse')).toBe(one);
  expect(state).toMatchObject({ looks: 1, loads: 1 });
});

it('sees a change within half a minute, and keeps the gazetteer of what has not changed', async () => {
  const { state, registry } = setup();
  state.territories.push(territoryNamed('vosges', 'Vosges'));
  const before = await registry.territory('meuse');
  const vosges = await registry.territory('vosges');
  state.territories[0] = territoryNamed('meuse', 'La Meuse');
  expect(await registry.territory('meuse')).toBe(before);
  state.now += 31_000;
  expect((await registry.territory('meuse')).territory.name).toBe('La Meuse');
  expect(await registry.territory('vosges')).toBe(vosges);
  expect(state).toMatchObject({ looks: 2, loads: 3 });
});

it('finds a territory that was just made, and says when there is none', async () => {
  const { state, registry } = setup();
  await registry.territory('meuse');
  await expect(registry.territory('vosges')).rejects.toMatchObject({ code: 'notFound' });
  state.territories.push(territoryNamed('vosges', 'Vosges'));
  expect((await registry.territory('vosges')).territory.name).toBe('Vosges');
  state.territories.shift();
  state.now += 31_000;
  await expect(registry.territory('meuse')).rejects.toMatchObject({ code: 'notFound' });
});

it('goes on with what it knows while the database is away, and says so of what it does not', async () => {
  const { state, registry } = setup();
  const before = await registry.territory('meuse');
  state.away = true;
  state.now += 31_000;
  expect(await registry.territory('meuse')).toBe(before);
  await expect(registry.territory('vosges')).rejects.toBeInstanceOf(DatabaseUnavailableError);
  state.away = false;
  expect(await registry.territory('meuse')).toBe(before);
});

it('leaves out a territory that cannot be read, says why once, and serves the others', async () => {
  const { state, registry, told } = setup();
  state.territories.unshift(territoryNamed('aisne', 'Aisne'), territoryNamed('ardennes', 'Ardennes'));
  state.rules.set('aisne', 'timeZone wrong');
  state.gazetteers.set('ardennes', new TypeError('no contour'));
  const later = async () => {
    state.now += 31_000;
    return (await registry.territory('meuse')).territory.name;
  };
  expect([await later(), await later()]).toEqual(['Meuse', 'Meuse']);
  for (const id of ['aisne', 'ardennes']) {
    await expect(registry.territory(id)).rejects.toMatchObject({ code: 'unavailable' });
  }
  expect(told).toEqual(['aisne timeZone wrong', 'ardennes TypeError no contour']);
  state.rules.clear();
  state.gazetteers.clear();
  await later();
  expect((await registry.territory('aisne')).territory.name).toBe('Aisne');
  expect((await registry.territory('ardennes')).territory.name).toBe('Ardennes');
  // One that was good a moment ago is left out too: what is stored is what was decided.
  state.rules.set('aisne', 'timeZone wrong');
  expect(await later()).toBe('Meuse');
  await expect(registry.territory('aisne')).rejects.toMatchObject({ code: 'unavailable' });
  expect(told).toHaveLength(3);
});

it('takes a database that goes away between two questions for no fault of a territory', async () => {
  const { state, registry, told } = setup();
  const before = await registry.territory('meuse');
  state.territories[0] = territoryNamed('meuse', 'La Meuse');
  state.gazetteers.set('meuse', new DatabaseUnavailableError(new Error('away')));
  state.now += 31_000;
  expect(await registry.territory('meuse')).toBe(before);
  expect(told).toEqual([]);
});
