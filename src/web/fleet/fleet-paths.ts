export const FLEET_PATH = '/structure/flotte';
export const CALENDAR_PATH = `${FLEET_PATH}/calendrier`;
export const vehiclePath = (id: string) => `${FLEET_PATH}/${encodeURIComponent(id)}`;
export const loanPath = (id: string) => `${FLEET_PATH}/prets/${encodeURIComponent(id)}`;
export const photoPath = (id: string) => `${FLEET_PATH}/photos/${encodeURIComponent(id)}`;
/** Of condition reports: their forms carry photos, and are longer than others. */
export const REPORT_PATH = /^\/structure\/flotte\/prets\/[^/]+\/(depart|retour)$/;
export const MOMENT_PATHS = { start: 'depart', end: 'retour' } as const;
