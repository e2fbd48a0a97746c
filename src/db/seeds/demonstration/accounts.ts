import { randomBytes } from 'node:crypto';
import type { Role } from '../../../domain/accounts/roles.ts';
import type { Administration, OrganisationFacts } from '../../administration.ts';
import type { AccountWriter } from '../account-writer.ts';

type Kind = OrganisationFacts['kind'];

/** Nobody's: `.invalid` is no domain and never will be. */
const address = (name: string) => `${name}@exemple.invalid`;

const organisation = (id: string, name: string, kind: Kind): OrganisationFacts => ({
  id,
  name: `${name} (exemple)`,
  kind,
  illustrative: true,
});

/** The organisation that holds the demonstration's key, catalogue and diagnostics. */
export const PLATFORM = organisation('org_demo', 'Plateforme de mobilité de démonstration', 'mobilityPlatform');

/** Declares sites, hours and a carpool line. */
export const EMPLOYER = organisation('org_demo_employeur', 'Laiterie des Hauts de Meuse', 'employer');

/** Volunteers drive with it, and rides of solidarity transport are put to it. */
export const DRIVING = organisation('org_demo_conduite', 'Entraide Mobilité Barrois', 'provider');

const ORGANISATIONS = [
  PLATFORM,
  organisation('org_demo_prescripteur', 'Mission d’insertion du Barrois', 'prescriber'),
  organisation('org_demo_prescripteur_2', 'Association Chemins d’emploi', 'prescriber'),
  organisation('org_demo_structure', 'Garage solidaire du Val de Meuse', 'provider'),
  DRIVING,
  EMPLOYER,
  organisation('org_demo_departement', 'Département, service insertion', 'department'),
] as const;

/** The illustrative organisation of that name: the offers under its name are its own. */
export const organisationNamed = (name: string): string | null =>
  ORGANISATIONS.find((one) => one.name === name)?.id ?? null;

type Example = { name: string; displayName: string; role: Role; organisationId: string; label: string };

/** Each role once, a colleague in the same organisation, and a prescriber of another. All of them invented. */
const MEMBERS: readonly Example[] = [
  {
    name: 'camille.roussel',
    displayName: 'Camille Roussel',
    role: 'prescriber',
    organisationId: 'org_demo_prescripteur',
    label: 'Prescriptrice',
  },
  {
    name: 'yanis.lambert',
    displayName: 'Yanis Lambert',
    role: 'referent',
    organisationId: 'org_demo_prescripteur',
    label: 'Référent de parcours, même structure',
  },
  {
    name: 'sofia.marchal',
    displayName: 'Sofia Marchal',
    role: 'prescriber',
    organisationId: 'org_demo_prescripteur_2',
    label: 'Prescriptrice d’une autre structure',
  },
  {
    name: 'nadia.perrin',
    displayName: 'Nadia Perrin',
    role: 'mobilityAdvisor',
    organisationId: PLATFORM.id,
    label: 'Conseillère mobilité',
  },
  {
    name: 'hugo.mangin',
    displayName: 'Hugo Mangin',
    role: 'resourceCentre',
    organisationId: PLATFORM.id,
    label: 'Pôle ressources',
  },
  {
    name: 'elise.thomas',
    displayName: 'Élise Thomas',
    role: 'admin',
    organisationId: PLATFORM.id,
    label: 'Administration des comptes',
  },
  {
    name: 'karim.henry',
    displayName: 'Karim Henry',
    role: 'provider',
    organisationId: 'org_demo_structure',
    label: 'Structure porteuse',
  },
  {
    name: 'paul.renard',
    displayName: 'Paul Renard',
    role: 'provider',
    organisationId: DRIVING.id,
    label: 'Coordination de bénévoles',
  },
  {
    name: 'julie.collin',
    displayName: 'Julie Collin',
    role: 'employer',
    organisationId: EMPLOYER.id,
    label: 'Employeur',
  },
  {
    name: 'marc.didier',
    displayName: 'Marc Didier',
    role: 'department',
    organisationId: 'org_demo_departement',
    label: 'Département',
  },
];

/** By role, the address of the first who has it. */
export const DEMONSTRATION_EMAILS = Object.fromEntries(
  MEMBERS.toReversed().map(({ name, role }) => [role, address(name)]),
) as Record<Role, string>;
export const OTHER_PRESCRIBER_EMAIL = address('sofia.marchal');

export type DemonstrationAccount = { label: string; email: string; secret: string };

/**
 * One account for each role, with a password of its own in each installation. Those whose password is known keep it; without any
 * (`null`) the accounts that there are stay as they are, and only new ones come back.
 */
export async function seedAccounts(
  { administration, writer }: { administration: Administration; writer: AccountWriter },
  territoryId: string,
  known: ReadonlyMap<string, string> | null,
): Promise<DemonstrationAccount[]> {
  for (const one of ORGANISATIONS) await administration.upsertOrganisation(territoryId, one);
  const told: DemonstrationAccount[] = [];
  for (const { name, label, ...facts } of MEMBERS) {
    const email = address(name);
    const there = await writer.findUser(email);
    if (there !== null && known === null) continue;
    const secret = known?.get(email) ?? drawPassword();
    // Whoever changed theirs in the meantime keeps it.
    if (there === null || !known?.has(email)) {
      const userId = await writer.put({ email, name: facts.displayName, password: secret });
      await administration.upsertMember(territoryId, {
        ...facts,
        id: `mem_demo_${name.replace('.', '_')}`,
        email,
        userId,
      });
    }
    told.push({ label: `${label} · ${email}`, email, secret });
  }
  return told;
}

const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';

/** Four groups of four, read aloud without mistakes: 79 bits. */
function drawPassword(): string {
  const letters: string[] = [];
  while (letters.length < 16) {
    for (const byte of randomBytes(32)) {
      const letter = byte < 248 ? LETTERS[byte % LETTERS.length] : undefined;
      if (letter && letters.length < 16) letters.push(letter);
    }
  }
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}
