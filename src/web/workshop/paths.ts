export const WORKSHOP_PATH = '/structure/atelier';
export const jobPath = (id: string) => `${WORKSHOP_PATH}/${encodeURIComponent(id)}`;
export const openJobPath = (referralId: string) => `${WORKSHOP_PATH}/nouvelle/${encodeURIComponent(referralId)}`;
