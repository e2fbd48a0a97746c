import { SCOPES_OF_ROLE } from '../../../domain/accounts/roles.ts';
import { CONTACT_KEPT_DAYS, type PartnerFacts, partnerFactsSchema } from '../../../domain/network/partner.ts';
import type { Actor, Clock, Database } from '../../../services/ports.ts';
import { PLATFORM } from './accounts.ts';

type Example = { id: string; facts: Partial<PartnerFacts>; contact?: { name: string; role: string } };

const [COMMERCY, VERDUN, BAR] = [
  { commune: '55122', place: { label: 'Commercy', commune: '55122', lon: 5.5905, lat: 48.7612 } },
  { commune: '55545', place: { label: 'Verdun', commune: '55545', lon: 5.3856, lat: 49.1598 } },
  { commune: '55029', place: { label: 'Bar-le-Duc', commune: '55029', lon: 5.1606, lat: 48.7729 } },
];

/** Invented structures and people; telephone numbers of the range that is kept for fiction. */
const EXAMPLES: readonly Example[] = [
  {
    id: 'par_demo_platform',
    facts: {
      ...BAR,
      name: 'Plateforme mobilité (exemple)',
      kind: 'mobilityPlatform',
      description: 'Reçoit les demandes, fait le point sur les trajets et cherche une solution avec la personne.',
      phone: '01 99 00 10 01',
      openingHours: 'Lundi au vendredi, 9 h – 12 h et 14 h – 17 h',
      themes: ['mobilite--etre-accompagne-dans-son-parcours-mobilite'],
      coverage: ['55'],
    },
    contact: { name: 'Lou Martin (exemple)', role: 'Conseillère mobilité' },
  },
  {
    id: 'par_demo_garage',
    facts: {
      ...VERDUN,
      name: 'Garage solidaire (exemple)',
      kind: 'provider',
      description: 'Répare à prix réduit sur prescription et prête une voiture pendant les travaux.',
      phone: '01 99 00 10 02',
      themes: ['mobilite--entretenir-reparer-son-vehicule', 'mobilite--acceder-a-un-vehicule'],
      coverage: ['200049187'],
    },
    contact: { name: 'Noa Petit (exemple)', role: 'Responsable d’atelier' },
  },
  {
    id: 'par_demo_school',
    facts: {
      ...COMMERCY,
      name: 'Auto-école associative (exemple)',
      kind: 'provider',
      description: 'Permis B en petits groupes, code en français facile.',
      phone: '01 99 00 10 03',
      themes: ['mobilite--preparer-un-permis'],
      coverage: ['55122', '55545'],
    },
  },
  {
    id: 'par_demo_employment',
    facts: {
      ...COMMERCY,
      name: 'Accueil emploi des jeunes (exemple)',
      kind: 'employment',
      description: 'Accompagne les jeunes vers l’emploi et instruit des aides à la mobilité.',
      phone: '01 99 00 10 04',
      themes: ['mobilite--financer-ma-mobilite'],
      coverage: ['55'],
    },
  },
];

/** Illustrative structures of the directory. Those that are there stay as they are. */
export async function seedPartners(database: Database, territoryId: string, clock: Clock): Promise<void> {
  const role = 'resourceCentre';
  const actor: Actor = {
    kind: 'member',
    territoryId,
    organisationId: PLATFORM.id,
    role,
    scopes: new Set(SCOPES_OF_ROLE[role]),
    id: 'mem_demo_resource_centre',
  };
  const purgeAfter = clock
    .now()
    .add({ hours: 24 * CONTACT_KEPT_DAYS })
    .toString();
  await database.transact(actor, async ({ partners }) => {
    for (const { id, facts, contact } of EXAMPLES) {
      if ((await partners.find(id)) !== null) continue;
      const told = { knownFrom: 'Exemple de la démonstration', ...facts };
      await partners.insert({ id, facts: partnerFactsSchema.parse(told), illustrative: true });
      if (contact === undefined) continue;
      const card = { ...contact, phone: '', email: 'contact@exemple.invalid' };
      await partners.insertContact({ ...card, id: `con_${id}`, partnerId: id, purgeAfter });
    }
  });
}
