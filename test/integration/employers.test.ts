import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPosterCode } from '../../src/domain/employer/poster-code.ts';
import type { Context } from '../../src/services/context.ts';
import { answerLine, findPostedLine } from '../../src/services/employers/answer-line.ts';
import { archivePattern, archiveSite } from '../../src/services/employers/archive-site.ts';
import { changeSite } from '../../src/services/employers/change-site.ts';
import { changePattern, declarePattern } from '../../src/services/employers/declare-pattern.ts';
import { declareSite } from '../../src/services/employers/declare-site.ts';
import { getSite } from '../../src/services/employers/get-site.ts';
import { handleLineAnswer, listLineAnswers } from '../../src/services/employers/line-answers.ts';
import { listOwnSites, listSites } from '../../src/services/employers/list-sites.ts';
import { openLine } from '../../src/services/employers/open-line.ts';
import { closeLine, getOwnLine, listOwnLines } from '../../src/services/employers/own-lines.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { worker } from '../factories/rows.ts';
import { type Firm, openFirm } from '../support/firm.ts';

const place = { label: 'Bar-le-Duc', commune: '55029', lon: 5.1606, lat: 48.7729 };
const morning = {
  label: 'Équipe du matin',
  cycle: { anchorDate: '2026-12-07', lengthDays: 7, shifts: [{ day: 0, start: '05:00', end: '13:00' }] },
};
const once = (key: string) => ({ idempotency: { key, requestHash: key } });

describe('employers', () => {
  let firm: Firm;
  let boss: Context;
  let rival: Context;
  let adviser: Context;

  beforeAll(async () => {
    firm = await openFirm();
    boss = firm.as('employer', 'org_firm');
    rival = firm.as('employer', 'org_rival');
    adviser = firm.as('mobilityAdvisor', 'org_team');
  });
  afterAll(() => firm.stop());

  const site = async (ctx = boss, label = 'Fonderie') => (await declareSite({ ctx, input: { label, place } })).id;
  const pattern = async (siteId: string) =>
    (await declarePattern({ ctx: boss, input: { siteId, pattern: morning } })).id;
  const audit = () => firm.owner`select action, fields from audit_entries where territory_id = 'meuse'`;

  it('declare a site once, whatever is sent twice, and every professional of the territory reads it', async () => {
    const declared = { ctx: { ...boss, ...once('site-1') }, input: { label: 'Fonderie', place } };
    const [first, again] = [await declareSite(declared), await declareSite(declared)];
    expect(again).toEqual(first);
    await pattern(first.id);
    for (const ctx of [boss, rival, adviser, firm.as('prescriber', 'org_one')]) {
      const sites = (await listSites({ ctx })).filter(({ id }) => id === first.id);
      expect(sites).toMatchObject([
        { label: 'Fonderie', organisationName: 'Fonderie de la Saulx', illustrative: true, place },
      ]);
      expect(sites[0]?.patterns).toMatchObject([morning]);
    }
    expect(await listSites({ ctx: firm.passerBy })).toEqual([]);
    expect(await listSites({ ctx: firm.as('employer', 'org_firm', 'voisin') })).toEqual([]);
    expect(await listOwnSites({ ctx: rival })).toEqual([]);
  });

  it.each([
    ['far away', { lon: 2.35, lat: 48.85 }, 'place'],
    ['with lon and lat exchanged', { lon: 48.7729, lat: 5.1606 }, 'place'],
    ['of a commune it is not in', { commune: '55545', lon: 5.1606, lat: 48.7729 }, 'place.commune'],
  ])('cannot declare a site %s', async (_what, where, path) => {
    const attempt = declareSite({ ctx: boss, input: { label: 'Usine', place: where } });
    await expect(attempt).rejects.toMatchObject({ code: 'invalid', errors: [{ path }] });
  });

  it('may declare one beyond the border, and no hours that cannot be worked', async () => {
    const metz = { label: 'Metz', lon: 6.1757, lat: 49.1193 };
    await declareSite({ ctx: boss, input: { label: 'Dépôt de Metz', place: metz } });
    const siteId = await site();
    for (const shifts of [
      [],
      [{ day: 0, start: '05:00', end: '05:00' }],
      [{ day: 9, start: '05:00', end: '13:00' }],
      [
        { day: 0, start: '05:00', end: '13:00' },
        { day: 0, start: '12:00', end: '20:00' },
      ],
      [{ day: 0, start: '05:00', end: '13:00', place: metz }],
    ]) {
      const input = { siteId, pattern: { label: 'x', cycle: { ...morning.cycle, shifts } } };
      await expect(declarePattern({ ctx: boss, input })).rejects.toMatchObject({ code: 'invalid' });
    }
  });

  it('change what is theirs, told when somebody changed it before', async () => {
    const id = await site();
    const patternId = await pattern(id);
    const { updatedAt, patterns } = await getSite({ ctx: boss, input: { id } });
    firm.moveClock({ minutes: 1 });
    const renamed = { label: 'Fonderie, atelier 2', place };
    await changeSite({ ctx: boss, input: { id, expectedVersion: updatedAt, site: renamed } });
    const late = changeSite({ ctx: boss, input: { id, expectedVersion: updatedAt, site: { label: 'Autre', place } } });
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    expect((await getSite({ ctx: boss, input: { id } })).label).toBe('Fonderie, atelier 2');
    const version = patterns[0]?.updatedAt as string;
    const change = (label: string) =>
      changePattern({
        ctx: boss,
        input: { siteId: id, id: patternId, expectedVersion: version, pattern: { ...morning, label } },
      });
    await change('Matin');
    await expect(change('Nuit')).rejects.toMatchObject({ code: 'conflict' });
    // What is no version at all is not the one that is there.
    for (const expectedVersion of ['', '1', 'hier']) {
      const none = changeSite({ ctx: boss, input: { id, expectedVersion, site: renamed } });
      await expect(none).rejects.toMatchObject({ code: 'conflict' });
      const neither = { siteId: id, id: patternId, expectedVersion, pattern: morning };
      await expect(changePattern({ ctx: boss, input: neither })).rejects.toMatchObject({ code: 'conflict' });
    }
  });

  it('see and change nothing of another’s: an id of theirs is as one that never was', async () => {
    const id = await site();
    const patternId = await pattern(id);
    const unknown = await getSite({ ctx: boss, input: { id: 'sit_never' } }).catch((error) => error.message);
    const expectedVersion = (await getSite({ ctx: boss, input: { id } })).updatedAt;
    const attempts: ((ctx: Context) => Promise<unknown>)[] = [
      (ctx) => getSite({ ctx, input: { id } }),
      (ctx) => changeSite({ ctx, input: { id, expectedVersion, site: { label: 'x', place } } }),
      (ctx) => archiveSite({ ctx, input: { id } }),
      (ctx) => declarePattern({ ctx, input: { siteId: id, pattern: morning } }),
      (ctx) => archivePattern({ ctx, input: { siteId: id, id: patternId } }),
      (ctx) => openLine({ ctx, input: { siteId: id, patternId: null, label: 'x', toOrganisationId: 'org_team' } }),
    ];
    for (const attempt of attempts) {
      for (const ctx of [rival, firm.as('employer', 'org_firm', 'voisin')]) {
        await expect(attempt(ctx)).rejects.toMatchObject({ code: 'notFound', message: unknown });
      }
      for (const role of ['prescriber', 'mobilityAdvisor', 'provider', 'department', 'admin'] as const) {
        await expect(attempt(firm.as(role, 'org_firm'))).rejects.toMatchObject({ code: 'forbidden' });
      }
      await expect(attempt(firm.passerBy)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('archive a site with its rotas and lines', async () => {
    const siteId = await site();
    const patternId = await pattern(siteId);
    const input = { siteId, patternId, label: 'Ligne', toOrganisationId: 'org_team' };
    const line = await openLine({ ctx: boss, input });
    const { code } = (await getOwnLine({ ctx: boss, input: line })).line;
    expect((await findPostedLine({ ctx: firm.passerBy, input: { code } })).site.id).toBe(siteId);
    await archiveSite({ ctx: boss, input: { id: siteId } });
    await expect(getSite({ ctx: boss, input: { id: siteId } })).rejects.toMatchObject({ code: 'notFound' });
    await expect(archiveSite({ ctx: boss, input: { id: siteId } })).rejects.toMatchObject({ code: 'notFound' });
    await expect(findPostedLine({ ctx: firm.passerBy, input: { code } })).rejects.toMatchObject({ code: 'notFound' });
    const kept = (await listOwnLines({ ctx: boss })).find((one) => one.line.id === line.id);
    expect(kept).toMatchObject({ line: { closedAt: expect.any(String) }, site: { label: 'Fonderie' } });
  });

  describe('with a carpool line', () => {
    let line: { id: string };
    let code: string;
    const answer = (more: Record<string, unknown> = {}, key?: string) =>
      answerLine({
        ctx: { ...firm.passerBy, ...(key === undefined ? {} : once(key)) },
        input: {
          code,
          address: '192.0.2.1',
          role: 'passenger',
          commune: '55122',
          firstName: 'Nadia',
          phone: '06 12 34 56 78',
          consent: 'J’accepte d’être rappelée.',
          ...more,
        },
      });
    const stored = () => firm.owner`select * from line_answers where line_id = ${line.id} order by created_at, id`;

    beforeAll(async () => {
      const siteId = await site(boss, 'Fonderie des lignes');
      const patternId = await pattern(siteId);
      const asked = { siteId, patternId, label: 'Commercy – Fonderie', toOrganisationId: 'org_team' };
      const opening = { ctx: { ...boss, ...once('line-1') }, input: asked };
      line = await openLine(opening);
      expect(await openLine(opening)).toEqual(line);
      const opened = (await listOwnLines({ ctx: boss })).filter((one) => one.line.siteId === siteId);
      expect(opened).toHaveLength(1);
      code = (opened[0] as { line: { code: string } }).line.code;
      expect(readPosterCode(code)).toBe(code);
    });

    it('ask which team is to call back, where there are several', async () => {
      const siteId = await site();
      const input = { siteId, patternId: null, label: 'x' };
      await expect(openLine({ ctx: boss, input })).rejects.toMatchObject({
        code: 'invalid',
        errors: [{ path: 'toOrganisationId' }],
      });
      const to = (toOrganisationId: string) => openLine({ ctx: boss, input: { ...input, toOrganisationId } });
      await expect(to('org_rival')).rejects.toMatchObject({ code: 'invalid' });
      await expect(to('org_firm')).rejects.toMatchObject({ code: 'invalid' });
    });

    it('are found by the poster’s code and by no other', async () => {
      const spelled = `${code.slice(0, 3)}-${code.slice(3, 6)} ${code.slice(6)}`.toLowerCase();
      const found = await findPostedLine({ ctx: firm.passerBy, input: { code: spelled } });
      expect(found).toMatchObject({ line: { id: line.id }, pattern: { label: 'Équipe du matin' } });
      const other = code.startsWith('B') ? `C${code.slice(1)}` : `B${code.slice(1)}`;
      for (const wrong of [other, code.slice(1), '', `${code}${code}`, 'sit_1', "' or 1=1 --"]) {
        const attempt = findPostedLine({ ctx: firm.passerBy, input: { code: wrong } });
        await expect(attempt).rejects.toMatchObject({ code: 'notFound' });
      }
      const neighbour = { ...firm.passerBy, actor: { ...firm.passerBy.actor, territoryId: 'voisin' } };
      await expect(findPostedLine({ ctx: neighbour, input: { code } })).rejects.toMatchObject({ code: 'notFound' });
    });

    it('are answered once, however often the button was pressed', async () => {
      await Promise.all([answer({}, 'answer-1'), answer({}, 'answer-1')]);
      await answer({}, 'answer-1');
      const rows = await stored();
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({
        to_organisation_id: 'org_team',
        role: 'passenger',
        commune: '55122',
        first_name: 'Nadia',
        consent_wording: 'J’accepte d’être rappelée.',
        retention_class: 'request',
      });
      const told = JSON.stringify(await audit());
      for (const secret of ['Nadia', '06 12', '55122', code]) expect(told).not.toContain(secret);
    });

    it.each([
      [{ role: 'boss' }, 'role'],
      [{ commune: '99999' }, 'commune'],
      [{ firstName: ' ' }, 'firstName'],
      [{ firstName: 'x'.repeat(50_000) }, 'firstName'],
      [{ phone: 'plus tard' }, 'phone'],
      [{ consent: undefined }, 'consent'],
      [{ consent: '' }, 'consent'],
    ])('are not answered by %j', async (more, path) => {
      const before = (await stored()).length;
      await expect(answer(more)).rejects.toMatchObject({ code: 'invalid', errors: [{ path }] });
      expect(await stored()).toHaveLength(before);
    });

    it('take three answers a day of one number, and say nothing of it', async () => {
      for (let i = 0; i < 6; i++) await answer({ phone: '+33 (0)7 00 00 00 01', role: 'driver' });
      expect((await stored()).filter(({ role }) => role === 'driver')).toHaveLength(3);
    });

    it('take forty answers an hour of one connection', async () => {
      const address = '198.51.100.7';
      const phone = (i: number) =>
        `06 99 00 ${String(Math.floor(i / 100)).padStart(2, '0')} ${String(i % 100).padStart(2, '0')}`;
      for (let i = 0; i < 40; i++) await answer({ address, phone: phone(i) });
      await expect(answer({ address, phone: phone(40) })).rejects.toMatchObject({ code: 'tooManyRequests' });
      await answer({ address: '198.51.100.8', phone: phone(40) });
    });

    it('show the employer how many by fives, and never who', async () => {
      const told = async () => (await getOwnLine({ ctx: boss, input: line })).figures;
      // Opened this week: there was no line on Monday.
      expect(await told()).toBeNull();
      firm.moveClock({ hours: 24 });
      // Nadia, and forty-one numbers; three answers of one number are one driver.
      expect(await told()).toEqual({ driver: 0, passenger: 40 });
      expect(JSON.stringify(await listOwnLines({ ctx: boss }))).not.toMatch(/Nadia|06 |55122/);
      await expect(listLineAnswers({ ctx: boss })).rejects.toMatchObject({ code: 'forbidden' });
      // Not even an adviser of the employer’s own organisation would.
      expect(await listLineAnswers({ ctx: firm.as('mobilityAdvisor', 'org_firm') })).toEqual([]);
      await expect(getOwnLine({ ctx: rival, input: line })).rejects.toMatchObject({ code: 'notFound' });
      await expect(closeLine({ ctx: rival, input: line })).rejects.toMatchObject({ code: 'notFound' });
    });

    it('are handled by the team that the line names', async () => {
      const [first] = await listLineAnswers({ ctx: adviser });
      expect(first).toMatchObject({
        firstName: 'Nadia',
        communeName: 'Commercy',
        line: { label: 'Commercy – Fonderie' },
      });
      const { id } = first as { id: string };
      const outsiders = [firm.as('mobilityAdvisor', 'org_other_team'), firm.as('mobilityAdvisor', 'org_far', 'voisin')];
      for (const ctx of outsiders) {
        expect(await listLineAnswers({ ctx })).toEqual([]);
        await expect(handleLineAnswer({ ctx, input: { id } })).rejects.toMatchObject({ code: 'notFound' });
      }
      await expect(handleLineAnswer({ ctx: boss, input: { id } })).rejects.toMatchObject({ code: 'forbidden' });
      await handleLineAnswer({ ctx: adviser, input: { id } });
      await handleLineAnswer({ ctx: adviser, input: { id } });
      const answers = await listLineAnswers({ ctx: adviser });
      expect(answers.at(-1)).toMatchObject({ id, handledBy: adviser.actor.id });
      expect(answers[0]?.handledAt).toBeNull();
    });

    it('are answered no more once closed, and forgotten after three months', async () => {
      await closeLine({ ctx: boss, input: line });
      await closeLine({ ctx: boss, input: line });
      await expect(answer()).rejects.toMatchObject({ code: 'notFound' });
      expect((await stored()).length).toBeGreaterThan(40);
      const ctx = { actor: worker(), deps: firm.deps };
      expect(await purgeExpired({ ctx })).toMatchObject({ lineAnswers: 0 });
      firm.moveClock({ hours: 24 * 91 });
      await purgeExpired({ ctx });
      expect(await stored()).toHaveLength(0);
    });

    it('show how many there were on Monday, whoever comes or is forgotten within the week', async () => {
      const siteId = await site(boss, 'Fonderie des semaines');
      const asked = { siteId, patternId: null, label: 'Toul – Fonderie', toOrganisationId: 'org_team' };
      const { id } = await openLine({ ctx: boss, input: asked });
      const told = async () => (await getOwnLine({ ctx: boss, input: { id } })).figures;
      const opened = (await getOwnLine({ ctx: boss, input: { id } })).line;
      const come = async (numbers: number[]) => {
        for (const number of numbers) {
          await answer({
            code: opened.code,
            address: '203.0.113.9',
            phone: `06 88 00 00 ${String(number).padStart(2, '0')}`,
          });
        }
      };
      const from = (first: number, people: number) => Array.from({ length: people }, (_, i) => first + i);
      // Monday morning: four, then a fifth on Sunday.
      await come(from(0, 4));
      firm.moveClock({ hours: 24 * 6 });
      await come([4]);
      expect(await told()).toBeNull();
      firm.moveClock({ hours: 24 });
      expect(await told()).toEqual({ driver: 0, passenger: 5 });
      // With five more on the same day, nobody moves a figure before the next Monday.
      await come(from(5, 5));
      expect(await told()).toEqual({ driver: 0, passenger: 5 });
      firm.moveClock({ hours: 24 * 6 });
      expect(await told()).toEqual({ driver: 0, passenger: 5 });
      firm.moveClock({ hours: 24 });
      expect(await told()).toEqual({ driver: 0, passenger: 10 });

      // Ninety days after the first four, on a Sunday, they are forgotten: they count no more from the Monday before.
      firm.moveClock({ hours: 24 * 7 * 10 });
      expect(await told()).toEqual({ driver: 0, passenger: 5 });
      const kept = async () => (await firm.owner`select 1 from line_answers where line_id = ${id}`).length;
      const before = [await kept()];
      firm.moveClock({ hours: 24 * 6 });
      await purgeExpired({ ctx: { actor: worker(), deps: firm.deps } });
      expect([...before, await kept()]).toEqual([10, 6]);
      expect(await told()).toEqual({ driver: 0, passenger: 5 });
    });
  });
});
