import type { VehicleType } from '../catalogue/offer.ts';
import { addDays } from '../schedule/dates.ts';

export const EQUIPMENT = [
  'childSeat',
  'towbar',
  'wheelchair',
  'handControls',
  'airConditioning',
  'winterTyres',
  'roofRack',
  'helmet',
  'lock',
] as const;
export type Equipment = (typeof EQUIPMENT)[number];

export const GEARBOXES = ['manual', 'automatic'] as const;
export type Gearbox = (typeof GEARBOXES)[number];

/** Only `available` is a unit of its offer; days in a garage are held as maintenance. `withdrawn`: sold or scrapped. */
export const VEHICLE_STATUSES = ['available', 'withdrawn'] as const;
export type VehicleStatus = (typeof VEHICLE_STATUSES)[number];

export const MAINTENANCE_KINDS = ['service', 'repair', 'inspection', 'tyres', 'cleaning', 'other'] as const;
export type MaintenanceKind = (typeof MAINTENANCE_KINDS)[number];

export const INCIDENT_KINDS = ['breakdown', 'accident', 'damage', 'theft', 'fine', 'other'] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

export const COST_KINDS = ['insurance', 'maintenance', 'inspection', 'fuel', 'repair', 'purchase', 'other'] as const;
export type CostKind = (typeof COST_KINDS)[number];

/** Bicycles have neither plate, nor inspection, nor a counter that anybody reads. */
export const isCycle = (type: VehicleType): boolean => type === 'bike' || type === 'ebike';

export const PAPERS = ['insurance', 'inspection'] as const;
export type Paper = (typeof PAPERS)[number];

const SOON_DAYS = 30;

/** Papers that end within a month or have ended, `today` as `YYYY-MM-DD`; the soonest first. */
export function papersDue(
  dates: { insuranceDueOn: string | null; inspectionDueOn: string | null },
  today: string,
): { paper: Paper; on: string; isOver: boolean }[] {
  const limit = addDays(today, SOON_DAYS);
  return PAPERS.flatMap((paper) => {
    const on = paper === 'insurance' ? dates.insuranceDueOn : dates.inspectionDueOn;
    return on === null || on > limit ? [] : [{ paper, on, isOver: on < today }];
  }).toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** One way of writing each: capitals, with a dash where letters follow figures and figures follow letters. */
export const plateOf = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[\s.-]/g, '')
    .replace(/(?<=[A-Z])(?=\d)|(?<=\d)(?=[A-Z])/g, '-');
