import { type Role, SCOPES_OF_ROLE } from '../../../domain/accounts/roles.ts';
import type { CheckKind, DriverKind, DriverStatus, UsualTrip } from '../../../domain/drivers/driver.ts';
import { HOUSE_CHARTER } from '../../../domain/drivers/rules.ts';
import { phoneDigits } from '../../../domain/people/phone.ts';
import { addDays } from '../../../domain/schedule/dates.ts';
import type { Actor, Database } from '../../../services/ports.ts';
import { DRIVING } from './accounts.ts';

type Example = {
  id: string;
  kind: DriverKind;
  status: DriverStatus;
  firstName: string;
  lastName: string;
  phone: string;
  /** INSEE code. */
  commune: string;
  seats: number;
  trips: UsualTrip[];
  /** Days from today until which each paper that was seen holds. */
  papers: Partial<Record<CheckKind, number>>;
};
const PAPERS = { licence: 400, insurance: 300, honorability: 500 };
const WORKDAYS = [1, 2, 3, 4, 5];

/** Who drives with the structure of the demonstration: one in each state that asks for something. Nobody of them exists. */
// biome-ignore format: a table, one line each
export const EXAMPLE_DRIVERS: readonly Example[] = [
  { id: 'drv_demo_1', kind: 'volunteer', status: 'active', firstName: 'Odile', lastName: 'Jacquot', phone: '06 39 98 00 61', commune: '55122', seats: 3, trips: [], papers: PAPERS },
  { id: 'drv_demo_2', kind: 'volunteer', status: 'active', firstName: 'Bernard', lastName: 'Thiébaut', phone: '06 39 98 00 62', commune: '55029', seats: 4, trips: [], papers: PAPERS },
  { id: 'drv_demo_3', kind: 'volunteer', status: 'active', firstName: 'Nathalie', lastName: 'Poirot', phone: '06 39 98 00 63', commune: '55463', seats: 3, trips: [], papers: { ...PAPERS, insurance: 12 } },
  { id: 'drv_demo_4', kind: 'volunteer', status: 'paused', firstName: 'Alain', lastName: 'Varin', phone: '06 39 98 00 64', commune: '55545', seats: 3, trips: [], papers: PAPERS },
  { id: 'drv_demo_5', kind: 'carpooler', status: 'applied', firstName: 'Sonia', lastName: 'Lefort', phone: '06 39 98 00 65', commune: '55122', seats: 3, trips: [{ from: '55122', to: '55029', weekdays: WORKDAYS, departureTime: '04:10', returnTime: '13:15' }], papers: {} },
];

/** Those that are there stay as they are. */
export async function seedDrivers(database: Database, territoryId: string, today: string): Promise<void> {
  const role: Role = 'provider';
  const actor: Actor = {
    kind: 'member',
    territoryId,
    organisationId: DRIVING.id,
    role,
    scopes: new Set(SCOPES_OF_ROLE[role]),
    id: 'mem_demo_paul_renard',
  };
  await database.transact(actor, async ({ drivers }) => {
    for (const { papers, ...one } of EXAMPLE_DRIVERS) {
      if ((await drivers.find(one.id)) !== null) continue;
      const isNew = await drivers.insert({
        ...one,
        organisationId: DRIVING.id,
        phoneDigits: phoneDigits(one.phone) ?? '',
        email: null,
        language: 'fr',
        maxDetourMinutes: one.kind === 'carpooler' ? 10 : null,
        weeklyRides: null,
        weeklyMinutes: null,
        charterVersion: HOUSE_CHARTER,
        linkHash: null,
        illustrative: true,
      });
      if (!isNew) continue;
      for (const [kind, days] of Object.entries(papers)) {
        await drivers.addCheck({
          id: `chk_${one.id}_${kind}`,
          driverId: one.id,
          kind: kind as CheckKind,
          checkedOn: addDays(today, days - 600),
          validUntil: addDays(today, days),
        });
      }
    }
  });
}
