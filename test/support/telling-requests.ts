import { ACTIONS, type RoleAction } from '../factories/role-actions.ts';
import type { TestApi } from './api.ts';
import { type Fields, FORMS, fieldsOf, preparations } from './telling-forms.ts';
import type { SceneIds, TellingScene } from './telling-scene.ts';

/** Which of the scene's things a parameter of an address means; what is public means itself. */
function meant(scene: TellingScene, path: string, name: string, ids: SceneIds): string {
  const first: [RegExp, keyof SceneIds][] = [
    [/^\/pro\/personnes\/importer/, 'importDraft'],
    [/^\/pro\/personnes\/:id/, 'person'],
    [/^\/pro\/demandes/, 'request'],
    [/^\/pro\/rappels/, 'callBack'],
    [/^\/pro\/rendez-vous/, 'appointment'],
    [/^\/(pro|structure)\/orientations/, 'referral'],
    [/^\/structure\/attente\/inscrire/, 'referral'],
    [/^\/structure\/attente\/repartitions/, 'round'],
    [/^\/structure\/attente/, 'waiting'],
    [/^\/structure\/trajets/, 'ride'],
    [/^\/structure\/conducteurs/, 'driver'],
    [/^\/structure\/flotte\/photos/, 'photo'],
    [/^\/structure\/flotte\/prets\/:id\/depart/, 'signedLoan'],
    [/^\/structure\/flotte\/prets/, 'loan'],
    [/^\/structure\/flotte/, 'vehicle'],
    [/^\/structure\/formations/, 'cohort'],
    [/^\/structure\/atelier\/nouvelle/, 'acceptedRepair'],
    [/^\/structure\/atelier/, 'job'],
    [/^\/entreprise\/sites/, 'site'],
    [/^\/entreprise\/lignes/, 'line'],
    [/^\/pro\/lignes/, 'lineAnswer'],
  ];
  const other: Record<string, string> = {
    diagnosticId: ids.diagnostic,
    assessmentId: ids.assessment,
    patternId: ids.pattern,
    enrolment: ids.enrolment,
    offerId: path.includes('/orienter/') ? scene.spareOffers[0] : scene.offer,
    ride: ids.ride,
    page: path.includes('/trajets/') ? 'trajet' : 'job',
    ...(path.includes('questionnaire') ? { draft: ids.draft } : {}),
    ...(path.includes('/trajets/') ? { draft: ids.rideDraft } : {}),
  };
  const what = first.find(([pattern]) => pattern.test(path))?.[1];
  const found = other[name] ?? (what && ids[what]);
  if (found === undefined) throw new Error(`What is :${name} of ${path}?`);
  return found;
}

export function addressOf(scene: TellingScene, { path, params = {}, query }: RoleAction, ids: SceneIds): string {
  const address = path.replace(/:(\w+)(\{[^}]*\})?/g, (_, name) => params[name] ?? meant(scene, path, name, ids));
  const asked = path.includes('/orienter/') ? `diagnostic=${ids.diagnostic}` : query?.replaceAll(':person', ids.person);
  return asked === undefined ? address : `${address}?${asked}`;
}

/** Of each page and form of professionals about somebody: those whose address or fields name something of the scene. */
export const WITH_IDS = ACTIONS.filter(
  ({ path, fields, query }) =>
    // The catalogue is nobody's: what is counted of people there is in `offer-preview.test.ts`.
    !path.startsWith('/ressources/') &&
    (/:(?!fact\b|action\b)/.test(path) || fields?.personne !== undefined || query !== undefined),
).flatMap((action) =>
  action.params?.action === undefined
    ? [action]
    : ['deplacer', 'annuler', 'venu', 'absent'].map((one) => ({
        ...action,
        path: action.path.replace(':action', one),
      })),
);
export const nameOf = ({ method, path }: RoleAction) => `${method} ${path}`;
export const ownerOf = (scene: TellingScene, { path }: RoleAction) =>
  path.startsWith('/entreprise') ? scene.boss : path.startsWith('/structure') ? scene.garage : scene.adviser;

/** What the owner would send of that form. */
export async function ownersFields(scene: TellingScene, action: RoleAction, ids: SceneIds): Promise<Fields> {
  const address = addressOf(scene, action, ids);
  const { browser } = ownerOf(scene, action);
  return fieldsOf(scene, browser, { path: action.path, address, ids, typed: action.fields ?? {} });
}

/** Each form as its owner sends it, one after the other, in an order in which each does what it is for. */
export async function sendEachForm(
  api: TestApi,
  scene: TellingScene,
  seen: (action: RoleAction, response: Response) => void,
): Promise<void> {
  const prepared = preparations(api, scene);
  const order = Object.keys(FORMS);
  const actions = WITH_IDS.filter(({ method }) => method === 'POST');
  for (const action of actions.toSorted((a, b) => order.indexOf(a.path) - order.indexOf(b.path))) {
    const ids = { ...scene.ids, ...(await prepared[action.path]?.()) };
    const { browser, formToken } = ownerOf(scene, action);
    const fields = { ...(await ownersFields(scene, action, ids)), formToken };
    seen(action, await browser.post(addressOf(scene, action, ids), fields, { origin: 'http://localhost' }));
  }
}
