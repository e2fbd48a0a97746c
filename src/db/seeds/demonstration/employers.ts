import { randomBytes } from 'node:crypto';
import { type Role, SCOPES_OF_ROLE } from '../../../domain/accounts/roles.ts';
import type { Cycle } from '../../../domain/diagnostic/diagnostic.ts';
import { posterCode } from '../../../domain/employer/poster-code.ts';
import { addDays, weekdayOf } from '../../../domain/schedule/dates.ts';
import type { Actor, Database } from '../../../services/ports.ts';
import { EMPLOYER, PLATFORM } from './accounts.ts';

const SITE_ID = 'sit_demo';
/** The site of the contract's example: whoever opens that result finds its employer. */
const PLACE = { label: 'Zone industrielle (exemple)', commune: '55029', lon: 5.1606, lat: 48.7729 };

const weekOf = (...shifts: { week: number; start: string; end: string }[]) =>
  shifts.flatMap(({ week, ...hours }) => [0, 1, 2, 3, 4].map((day) => ({ day: week * 7 + day, ...hours })));

const PATTERNS: readonly { id: string; label: string; cycle: Omit<Cycle, 'anchorDate'> }[] = [
  {
    id: 'pat_demo_morning',
    label: 'Équipe du matin',
    cycle: { lengthDays: 7, shifts: weekOf({ week: 0, start: '05:00', end: '13:00' }) },
  },
  {
    id: 'pat_demo_two_shifts',
    label: 'Équipes 2x8',
    cycle: {
      lengthDays: 14,
      shifts: weekOf({ week: 0, start: '05:00', end: '13:00' }, { week: 1, start: '13:00', end: '21:00' }),
    },
  },
];

/**
 * An illustrative employer's site, hours and carpool line. Those that are there stay as they are. `database` has the clock of
 * the day on which they are declared: figures are told of sites that were there on Monday.
 */
export async function seedEmployer(database: Database, territoryId: string, today: string): Promise<void> {
  const role: Role = 'employer';
  const actor: Actor = {
    kind: 'member',
    territoryId,
    organisationId: EMPLOYER.id,
    role,
    scopes: new Set(SCOPES_OF_ROLE[role]),
    id: 'mem_demo_julie_collin',
  };
  const anchorDate = addDays(today, 1 - weekdayOf(today));
  await database.transact(actor, async ({ employers }) => {
    if ((await employers.findAnySite(SITE_ID)) !== null) return;
    await employers.insertSite({ id: SITE_ID, label: 'Site de production (exemple)', place: PLACE });
    for (const { id, label, cycle } of PATTERNS) {
      await employers.insertPattern({ id, siteId: SITE_ID, label, cycle: { anchorDate, ...cycle } });
    }
    await employers.insertLine({
      id: 'lin_demo',
      siteId: SITE_ID,
      patternId: 'pat_demo_morning',
      toOrganisationId: PLATFORM.id,
      label: 'Commercy – Bar-le-Duc, équipe du matin (exemple)',
      code: drawnCode(),
    });
  });
}

function drawnCode(): string {
  const code = posterCode(randomBytes(64));
  return code ?? drawnCode();
}
