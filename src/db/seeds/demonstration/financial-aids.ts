import type { Covered } from '../../../domain/catalogue/offer.ts';
import { confirmedAt, type ExampleOffer, example, fictitious, numbered, validity } from './example.ts';
import { random } from './random.ts';
import type { Barrier } from './vocabulary.ts';

type Aid = {
  title: string;
  description: string;
  provider: string;
  euros: number;
  barriers: readonly Barrier[];
  covers: readonly Covered[];
  repayable?: true;
  statuses: readonly string[];
  audiences: readonly string[];
  age?: readonly [min: number | null, max: number | null];
  /** Codes of intercommunalités; the whole département when absent. */
  zone?: readonly string[];
  waitingWeeks: number;
};

const FUND = 'Fonds mobilité Meuse';
const MICROCREDIT = 'Microcrédit La Passerelle';
const POOR = ['rsa', 'ass', 'aah'];
const SEEKING = ['jobSeeker', 'rsa', 'ass', 'youthContract'];

/** Amounts are of the examples only: none is the rule of an existing aid. */
// biome-ignore format: a table, one line each
const AIDS: readonly Aid[] = [
  { title: 'Aide au permis B', description: 'Paie une partie du permis quand l’emploi visé le demande.', provider: FUND, euros: 900, barriers: ['noLicence', 'cost'], covers: ['licenceB'], statuses: SEEKING, audiences: ['demandeurs-emploi'], age: [18, null], waitingWeeks: 6 },
  { title: 'Aide au permis AM', description: 'Paie la formation pour conduire un scooter ou une voiture sans permis.', provider: FUND, euros: 150, barriers: ['noLicence', 'cost'], covers: ['licenceAM'], statuses: SEEKING, audiences: ['demandeurs-emploi'], age: [16, null], waitingWeeks: 3 },
  { title: 'Bourse au permis contre bénévolat', description: 'Quarante heures données à une association, le permis aidé en échange.', provider: 'Bourse au permis du Val de Meuse', euros: 600, barriers: ['noLicence', 'cost'], covers: ['licenceB'], statuses: [], audiences: ['jeunes'], age: [18, 25], zone: ['200066157', '245500327'], waitingWeeks: 8 },
  { title: 'Caution avancée', description: 'Avance la caution d’un véhicule de prêt, rendue à la fin.', provider: FUND, euros: 300, barriers: ['cost', 'noVehicle'], covers: ['deposit'], statuses: POOR, audiences: ['beneficiaires-des-minimas-sociaux'], waitingWeeks: 2 },
  { title: 'Aide à la réparation', description: 'Paie jusqu’à la moitié d’une réparation faite dans un garage solidaire.', provider: FUND, euros: 400, barriers: ['vehicleBroken', 'cost'], covers: ['vehicleRepair'], statuses: [...SEEKING, 'employee', 'insertionEmployee'], audiences: ['demandeurs-emploi', 'actifs'], waitingWeeks: 3 },
  { title: 'Premiers trajets payés', description: 'Paie le transport des deux premiers mois d’un nouvel emploi.', provider: FUND, euros: 200, barriers: ['cost', 'noTransport', 'atypicalHours'], covers: ['rides'], statuses: SEEKING, audiences: ['demandeurs-emploi'], waitingWeeks: 1 },
  { title: 'Trajets d’entretien d’embauche', description: 'Rembourse un aller et retour pour un entretien à plus de 20 km.', provider: FUND, euros: 40, barriers: ['cost', 'noTransport'], covers: ['jobInterview'], statuses: SEEKING, audiences: ['demandeurs-emploi'], waitingWeeks: 0 },
  { title: 'Microcrédit véhicule', description: 'Prêt remboursable sur trois ans pour acheter une voiture d’occasion contrôlée.', provider: MICROCREDIT, euros: 4000, barriers: ['noVehicle', 'cost'], covers: ['vehiclePurchase'], repayable: true, statuses: [], audiences: ['demandeurs-emploi', 'actifs', 'beneficiaires-des-minimas-sociaux'], age: [18, null], waitingWeeks: 7 },
  { title: 'Microcrédit permis', description: 'Prêt remboursable sur deux ans pour finir le permis.', provider: MICROCREDIT, euros: 1500, barriers: ['noLicence', 'cost'], covers: ['licenceB'], repayable: true, statuses: [], audiences: ['demandeurs-emploi', 'actifs'], age: [18, null], waitingWeeks: 5 },
  { title: 'Chèque vélo', description: 'Aide à l’achat d’un vélo, même d’occasion, ou d’un vélo à assistance électrique.', provider: 'Mobilité Sud meusien', euros: 250, barriers: ['noVehicle', 'cost', 'cycling'], covers: ['bicyclePurchase'], statuses: [], audiences: ['tous-publics'], zone: ['200033025', '200066157'], waitingWeeks: 4 },
  { title: 'Chèque vélo du Nord', description: 'Aide à l’achat d’un vélo, même d’occasion.', provider: 'Mobilité Nord meusien', euros: 200, barriers: ['noVehicle', 'cost', 'cycling'], covers: ['bicyclePurchase'], statuses: [], audiences: ['tous-publics'], zone: ['200049187', '200066132', '245501259'], waitingWeeks: 4 },
  { title: 'Garde d’enfant avant l’aube', description: 'Paie la garde à domicile quand le poste commence avant l’ouverture de la crèche.', provider: FUND, euros: 300, barriers: ['childcare', 'atypicalHours', 'cost'], covers: ['childcare'], statuses: ['singleParent', 'rsa'], audiences: ['familles'], waitingWeeks: 3 },
  { title: 'Aménagement de véhicule', description: 'Aide à l’équipement d’une voiture pour une conductrice ou un conducteur handicapé.', provider: 'Accès Meuse', euros: 2500, barriers: ['cost', 'noVehicle'], covers: ['vehicleAdaptation'], statuses: ['disabledWorker', 'aah'], audiences: ['personnes-en-situation-de-handicap'], age: [18, null], waitingWeeks: 12 },
  { title: 'Coup de pouce apprentis', description: 'Aide aux trajets et au scooter des apprenties et apprentis.', provider: 'Mob’Jeunes Verdunois', euros: 350, barriers: ['noTransport', 'noVehicle', 'cost'], covers: ['rides', 'vehiclePurchase'], statuses: ['student', 'youthContract', 'employee'], audiences: ['jeunes', 'etudiants'], age: [16, 29], waitingWeeks: 4 },
  { title: 'Échange de permis étranger', description: 'Paie traductions et démarches pour échanger un permis obtenu à l’étranger.', provider: 'Ateliers Cap Mobilité', euros: 120, barriers: ['noLicence', 'french', 'cost'], covers: ['licenceExchange'], statuses: ['refugee', 'jobSeeker', 'rsa'], audiences: ['personnes-exilees', 'demandeurs-emploi'], age: [18, null], waitingWeeks: 2 },
];

/** Money for mobility; every fund and every amount is an example. */
export function financialAids(today: string): ExampleOffer[] {
  const draw = random('financial aids');
  return numbered(AIDS, (aid, number) =>
    example(number, {
      kind: 'financialAid',
      title: aid.title,
      description: `${aid.description} Demande avec votre conseiller, sur justificatifs.`,
      provider: fictitious(aid.provider),
      audiences: [...aid.audiences],
      eligibilityZone: aid.zone ? [...aid.zone] : ['55'],
      accessConditions: {
        minAge: aid.age?.[0] ?? null,
        maxAge: aid.age?.[1] ?? null,
        statuses: [...aid.statuses],
        referralRequired: true,
      },
      ...validity(draw, today),
      confirmedAt: confirmedAt(draw, today),
      details: {
        amountCents: aid.euros * 100,
        costCents: 0,
        barriers: [...aid.barriers],
        covers: [...aid.covers],
        repayable: aid.repayable ?? false,
        waitingWeeks: aid.waitingWeeks,
      },
    }),
  );
}
