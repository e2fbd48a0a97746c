import type { AnswerValue } from './answer.ts';

/**
 * France Travail's constraint « Développer sa mobilité »: its situations and objectives, and what each says in the words of our
 * questionnaire.
 *
 * Codes and labels: gip-inclusion/carnet-de-bord, commit e0fe721 (2024-02-29), final state of its reference tables and its recorded
 * API answers; Apache-2.0. Codes of objectives differ between France Travail's services (25 to 30 in one, 4 to 7, 29 and 30 in
 * another): they are known by their label. What they mean here is ours.
 */
export const MOBILITY_CONSTRAINT = { code: '23', label: 'Développer sa mobilité' };

type Meaning = {
  answers?: Readonly<Record<string, AnswerValue>>;
  /** Barriers that it states, as `statedBarriers` has them. */
  states?: readonly string[];
  /** The question to put to the person: it says too little for an answer. */
  ask?: string;
};

/** By value: `OUI`, `NON`. What is left out says nothing. */
export type KnownSituation = { code: string; label: string; OUI?: Meaning; NON?: Meaning };

export const SITUATIONS: readonly KnownSituation[] = [
  {
    code: '6',
    label: 'Aucun moyen de transport à disposition',
    OUI: { answers: { vehicles: ['none'] }, states: ['noTransport'] },
    NON: { ask: 'vehicles' },
  },
  // It says that there is some public transport, not that it serves the job.
  { code: '7', label: 'Dépendant des transports en commun', OUI: { answers: { busNearby: 'yes' } } },
  // Suspended, foreign or never valid: which, only the person can tell.
  {
    code: '8',
    label: 'Permis non valide / suspension de permis',
    OUI: { states: ['noLicence'], ask: 'licenceB' },
  },
  {
    code: '40',
    label: 'État de santé incompatible avec la conduite',
    OUI: { answers: { drivingAdvised: 'no' } },
    NON: { answers: { drivingAdvised: 'yes' } },
  },
];

/** What an objective under way (`EN_COURS`) says. One that is reached, given up or not spoken of says nothing of today. */
export const OBJECTIVES: readonly { label: string; underWay: Meaning }[] = [
  { label: 'Faire un point complet sur sa mobilité', underWay: {} },
  { label: 'Accéder à un véhicule', underWay: { states: ['noVehicle'] } },
  { label: 'Entretenir ou réparer son véhicule', underWay: { states: ['vehicleBroken'], ask: 'vehicles' } },
  {
    label: 'Obtenir le permis de conduire (code / conduite)',
    underWay: { states: ['noLicence'], ask: 'licenceB' },
  },
  {
    label: 'Trouver une solution de transport (hors acquisition ou entretien de véhicule)',
    underWay: { states: ['noTransport'] },
  },
  { label: 'Travailler la mobilité psychologique', underWay: { states: ['lackOfConfidence'], ask: 'confidence' } },
];

export const SITUATION_VALUES = ['NON_ABORDEE', 'OUI', 'NON'];
export const OBJECTIVE_VALUES = ['NON_ABORDE', 'EN_COURS', 'REALISE', 'ABANDONNE'];
/** Of the constraint itself; other services of France Travail say `NON`. */
export const CONSTRAINT_VALUES = ['NON_ABORDEE', 'OUI', 'NON', 'CLOTUREE'];

export type { Meaning };
