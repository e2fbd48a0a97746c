import { describe, expect, it } from 'vitest';
import { chooseBridge, type Standing, standingsOf } from './bridge.ts';
import { joinSteps } from './join.ts';
import type { PlanStep } from './plan.ts';

const choose = (standings: Record<string, Standing>, more: object = {}) =>
  chooseBridge({
    pathway: [{ step: 'bridge', offerId: 'bike', offerIds: ['bike'], from: '2026-11-30' }],
    bundles: [{ offerIds: ['bike'] }, { offerIds: ['carpool', 'taxi'] }],
    standings: new Map(Object.entries(standings)),
    rides: ['bike', 'carpool', 'taxi', 'scooter', 'van'],
    startsOn: '2026-11-30',
    availableFrom: new Map([['scooter', '2026-12-02']]),
    ...more,
  });

describe('the bridge', () => {
  const ROWS: [string, Record<string, Standing>, string[] | null][] = [
    ['is the pathway’s where nobody was asked', {}, ['bike']],
    ['is what was accepted, though the machine likes another better', { scooter: 'accepted' }, ['scooter']],
    ['is what has begun before what was accepted', { van: 'accepted', scooter: 'started' }, ['scooter']],
    ['is what was asked for while nothing is accepted', { scooter: 'sent' }, ['scooter']],
    ['is what was accepted with what the result puts beside it', { taxi: 'accepted' }, ['carpool', 'taxi']],
    [
      'is what was accepted alone where what goes with it was refused',
      { taxi: 'accepted', carpool: 'refused' },
      ['taxi'],
    ],
    ['is never what was refused: the next set', { bike: 'refused' }, ['carpool', 'taxi']],
    ['is then the next offer', { bike: 'refused', taxi: 'refused' }, ['carpool']],
    [
      'is none where all said no',
      { bike: 'refused', carpool: 'refused', taxi: 'refused', scooter: 'refused', van: 'refused' },
      null,
    ],
    ['does not hang on what lapsed', { scooter: null }, ['bike']],
  ];
  it.each(ROWS)('%s', (_name, standings, expected) => {
    expect(choose(standings)?.offerIds ?? null).toEqual(expected);
  });

  it('begins when it can be used', () => {
    expect(choose({ scooter: 'accepted' })?.from).toBe('2026-12-02');
    expect(choose({ van: 'accepted' })?.from).toBe('2026-11-30');
  });

  it('reads the newest referral to an offer alone', () => {
    const newestFirst = [
      { offerId: 'a', status: 'accepted' },
      { offerId: 'a', status: 'refused' },
      { offerId: 'b', status: 'ended' },
      { offerId: 'b', status: 'started' },
    ] as const;
    expect([...standingsOf(newestFirst)]).toEqual([
      ['a', 'accepted'],
      ['b', null],
    ]);
  });
});

describe('a plan that there is, and what is proposed for it', () => {
  const step = (kind: PlanStep['step'], offerId: string | null = null, more: Partial<PlanStep> = {}): PlanStep => ({
    position: null,
    step: kind,
    offerId,
    title: offerId,
    actor: null,
    actorName: null,
    note: null,
    from: null,
    until: null,
    status: 'todo',
    funding: { costCents: null, per: 'month', sources: [] },
    ...more,
  });
  const told = (
    existing: PlanStep[],
    proposed: PlanStep[],
    standings: Record<string, Standing> = {},
    bundles = [['a', 'b']],
  ) =>
    joinSteps(existing, proposed, {
      standings: new Map(Object.entries(standings)),
      bundles: bundles.map((offerIds) => ({ offerIds })),
    }).map((one) => [one.step, one.offerId, ...(one.status === 'todo' ? [] : [one.status])].filter(Boolean).join(' '));
  const plan = [step('bridge', 'bike'), step('licence', 'school'), step('autonomy')];

  const ROWS: [string, PlanStep[], PlanStep[], Record<string, Standing>, string[]][] = [
    [
      'what was accepted takes the place of the machine’s idea',
      plan,
      [step('licenceCheck', 'scooter'), step('bridge', 'scooter')],
      { scooter: 'accepted' },
      ['licenceCheck scooter', 'bridge scooter', 'alternative bike', 'licence school', 'autonomy'],
    ],
    [
      'what was refused is dropped, not kept as a possibility',
      plan,
      [step('bridge', 'scooter')],
      { bike: 'refused' },
      ['bridge scooter', 'bridge bike dropped', 'licence school', 'autonomy'],
    ],
    [
      'another offer is a possibility beside, and its licence is nobody’s question yet',
      plan,
      [step('licenceCheck', 'scooter'), step('bridge', 'scooter')],
      {},
      ['bridge bike', 'alternative scooter', 'licence school', 'autonomy'],
    ],
    [
      'what is under way stays, whatever was accepted since',
      [step('bridge', 'bike', { status: 'doing' })],
      [step('bridge', 'scooter')],
      { scooter: 'accepted' },
      ['bridge bike doing', 'alternative scooter'],
    ],
    [
      'two that carry together are one bridge',
      [step('bridge', 'a'), step('autonomy')],
      [step('bridge', 'b')],
      {},
      ['bridge a', 'bridge b', 'autonomy'],
    ],
    [
      'a possibility that is accepted becomes the bridge',
      [step('bridge', 'bike'), step('alternative', 'scooter')],
      [step('bridge', 'scooter')],
      { scooter: 'accepted' },
      ['bridge scooter', 'alternative bike'],
    ],
    [
      'what a human dropped stays so',
      [step('bridge', 'bike', { status: 'dropped' })],
      [step('bridge', 'bike')],
      {},
      ['bridge bike dropped'],
    ],
    ['the same again is nothing new', plan, plan, {}, ['bridge bike', 'licence school', 'autonomy']],
    [
      'a first bridge goes first',
      [step('free'), step('autonomy')],
      [step('bridge', 'bike')],
      {},
      ['bridge bike', 'free', 'autonomy'],
    ],
  ];
  it.each(ROWS)('%s', (_name, existing, proposed, standings, expected) => {
    expect(told(existing, proposed, standings)).toEqual(expected);
  });
});
