export const WAITING_PATH = '/structure/attente';
export const entryPath = (id: string) => `${WAITING_PATH}/${encodeURIComponent(id)}`;
export const joinPath = (referralId: string) => `${WAITING_PATH}/inscrire/${encodeURIComponent(referralId)}`;
export const ROUNDS_PATH = `${WAITING_PATH}/repartitions`;
export const roundPath = (id: string) => `${ROUNDS_PATH}/${encodeURIComponent(id)}`;
export const CRITERIA_PATH = '/fr/attribution';
