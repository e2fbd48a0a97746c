import type { Rota } from './rotas.ts';
import {
  AFTERNOON,
  eightDays,
  everyOtherWeek,
  MORNING,
  NIGHT,
  split,
  threeByEight,
  twoByEight,
  weekly,
} from './rotas.ts';
import type { Barrier } from './vocabulary.ts';

/** What the examples know of somebody; what is left out is not known. */
export type Person = {
  home: string;
  work: string;
  site: string;
  rota: Rota;
  born?: number;
  statuses?: readonly string[];
  frenchLevel?: string;
  /** Licence B; `AM` when that is all there is. */
  licence?: 'none' | 'theory' | 'learning' | 'valid' | 'suspended' | 'foreignExchangeable' | 'AM';
  vehicles?: readonly string[];
  walk?: number;
  cycle?: number | false;
  wheelchair?: boolean;
  /** Euros a month; deposit in euros. */
  budget?: number;
  deposit?: number;
  wait?: number;
  travel?: number;
  barriers?: readonly Barrier[];
  stops?: readonly { label: string; direction: 'outbound' | 'return'; minutes: number; childSeats: number }[];
  /** Shifts worked elsewhere than at the site: index of the shift, town. */
  elsewhere?: Readonly<Record<number, string>>;
};

const CRECHE = [{ label: 'Crèche', direction: 'outbound', minutes: 10, childSeats: 1 }] as const;
const SCHOOL_BOTH = [
  { label: 'Assistante maternelle', direction: 'outbound', minutes: 10, childSeats: 1 },
  { label: 'Assistante maternelle', direction: 'return', minutes: 10, childSeats: 1 },
] as const;
const DAY = ['08:00', '17:00'] as const;
const OFFICE = ['09:00', '17:30'] as const;
const WEEKEND = [5, 6] as const;
const CAR_FREE = { licence: 'none', vehicles: [] } as const;

/** Thirty-six people with a job in sight. Nobody of them exists. */
// biome-ignore format: a table, one line each
export const PEOPLE: readonly Person[] = [
  { home: 'Commercy', work: 'Bar-le-Duc', site: 'Site industriel', rota: weekly(MORNING), born: 1992, statuses: ['jobSeeker'], frenchLevel: 'B1', ...CAR_FREE, walk: 20, cycle: 30, budget: 90, deposit: 150, wait: 30, travel: 75, barriers: ['noLicence', 'atypicalHours'] },
  { home: 'Saint-Mihiel', work: 'Verdun', site: 'Atelier de mécanique', rota: twoByEight, born: 1987, statuses: ['rsa'], licence: 'valid', vehicles: [], walk: 15, cycle: 20, budget: 120, deposit: 300, wait: 30, travel: 70, barriers: ['noVehicle', 'cost'] },
  { home: 'Ligny-en-Barrois', work: 'Bar-le-Duc', site: 'Plateforme logistique', rota: threeByEight, born: 2001, statuses: ['youthContract'], ...CAR_FREE, walk: 20, cycle: 40, budget: 60, deposit: 50, wait: 30, travel: 60, barriers: ['noLicence', 'cost', 'highwayCode'] },
  { home: 'Ancerville', work: 'Saint-Dizier', site: 'Atelier de métallurgie', rota: twoByEight, born: 1979, statuses: ['jobSeeker'], licence: 'suspended', vehicles: ['car'], walk: 15, cycle: 45, budget: 100, wait: 40, travel: 60, barriers: ['noLicence'] },
  { home: 'Bar-le-Duc', work: 'Saint-Dizier', site: 'Cuisine collective', rota: split(['07:00', '10:30'], ['17:00', '20:00']), born: 1995, statuses: ['rsa', 'singleParent'], frenchLevel: 'A2', ...CAR_FREE, walk: 25, cycle: false, budget: 70, deposit: 0, wait: 30, travel: 60, barriers: ['noLicence', 'childcare', 'french'], stops: CRECHE },
  { home: 'Revigny-sur-Ornain', work: 'Bar-le-Duc', site: 'Commerce, mise en rayon', rota: weekly(['04:30', '11:30'], [0, 1, 2, 4, 5]), born: 1990, statuses: ['employee'], licence: 'valid', vehicles: [], walk: 15, cycle: 30, budget: 130, deposit: 200, wait: 20, travel: 50, barriers: ['vehicleBroken', 'atypicalHours'] },
  { home: 'Étain', work: 'Verdun', site: 'Clinique, ménage', rota: split(['05:30', '09:00'], ['18:00', '20:30']), born: 1974, statuses: ['jobSeeker'], frenchLevel: 'A1', ...CAR_FREE, walk: 30, cycle: false, budget: 80, deposit: 0, wait: 30, travel: 60, barriers: ['readTimetable', 'french', 'noLicence'] },
  { home: 'Stenay', work: 'Verdun', site: 'Entrepôt', rota: weekly(NIGHT), born: 1983, statuses: ['jobSeeker'], licence: 'valid', vehicles: [], walk: 15, cycle: 15, budget: 150, deposit: 300, wait: 30, travel: 75, barriers: ['noVehicle'] },
  { home: 'Montmédy', work: 'Longwy', site: 'Atelier', rota: twoByEight, born: 1998, statuses: ['jobSeeker'], licence: 'learning', vehicles: [], walk: 15, cycle: 30, budget: 110, deposit: 150, wait: 30, travel: 75, barriers: ['noLicence', 'fearOfDriving'] },
  { home: 'Bouligny', work: 'Longwy', site: 'Commerce', rota: weekly(['10:00', '19:30'], [0, 1, 3, 4, 5]), born: 2003, statuses: ['youthContract'], licence: 'AM', vehicles: [], walk: 20, cycle: 30, budget: 80, deposit: 100, wait: 45, travel: 75, barriers: ['noVehicle', 'cost'] },
  { home: 'Verdun', work: 'Bar-le-Duc', site: 'Administration', rota: weekly(OFFICE), born: 1989, statuses: ['employee', 'disabledWorker'], licence: 'none', vehicles: [], walk: 10, cycle: false, wheelchair: true, budget: 150, deposit: 0, wait: 30, travel: 90, barriers: ['noTransport'] },
  { home: 'Vaucouleurs', work: 'Toul', site: 'Usine agroalimentaire', rota: eightDays, born: 1985, statuses: ['jobSeeker'], licence: 'valid', vehicles: [], walk: 15, cycle: 30, budget: 140, deposit: 250, wait: 30, travel: 60, barriers: ['noVehicle', 'cost'] },
  { home: 'Void-Vacon', work: 'Commercy', site: 'Atelier alimentaire', rota: twoByEight, born: 1996, statuses: ['rsa'], ...CAR_FREE, walk: 20, cycle: 45, budget: 50, deposit: 50, wait: 30, travel: 60, barriers: ['noLicence', 'cycling'] },
  { home: 'Clermont-en-Argonne', work: 'Verdun', site: 'Maison de retraite', rota: weekly(['06:45', '14:15'], [0, 1, 4, 5, 6]), born: 1981, statuses: ['jobSeeker'], licence: 'valid', vehicles: ['car'], walk: 15, cycle: 20, budget: 120, deposit: 200, wait: 30, travel: 60, barriers: ['vehicleBroken', 'cost'] },
  { home: 'Gondrecourt-le-Château', work: 'Ligny-en-Barrois', site: 'Atelier de montage', rota: weekly(['07:00', '15:00']), born: 1993, statuses: ['jobSeeker'], ...CAR_FREE, walk: 15, cycle: 30, budget: 90, deposit: 100, wait: 30, travel: 60, barriers: ['noLicence', 'noTransport'] },
  { home: 'Vigneulles-lès-Hattonchâtel', work: 'Saint-Mihiel', site: 'Établissement de soins', rota: weekly(['20:30', '06:30'], [0, 1, 4, 5]), born: 1988, statuses: ['employee', 'singleParent'], licence: 'valid', vehicles: [], walk: 15, cycle: 25, budget: 130, deposit: 150, wait: 30, travel: 50, barriers: ['childcare', 'noVehicle'], stops: CRECHE },
  { home: 'Dieue-sur-Meuse', work: 'Verdun', site: 'Chantier d’insertion', rota: weekly(['08:00', '12:00'], [0, 1, 2, 3]), born: 1976, statuses: ['insertionEmployee', 'rsa'], frenchLevel: 'A2', ...CAR_FREE, walk: 25, cycle: 45, budget: 40, deposit: 20, wait: 30, travel: 60, barriers: ['noLicence', 'readMap', 'cost'] },
  { home: 'Thierville-sur-Meuse', work: 'Verdun', site: 'Restaurant', rota: split(['10:30', '14:30'], ['18:30', '22:30'], [2, 3, 4, 5, 6]), born: 2000, statuses: ['jobSeeker'], ...CAR_FREE, walk: 35, cycle: 30, budget: 50, deposit: 50, wait: 30, travel: 45, barriers: ['noLicence', 'atypicalHours'] },
  { home: 'Belleville-sur-Meuse', work: 'Verdun', site: 'Hôtel', rota: weekly(['06:00', '13:00'], [0, 1, 4, 5, 6]), born: 1994, statuses: ['refugee'], frenchLevel: 'A1', licence: 'foreignExchangeable', vehicles: [], walk: 40, cycle: 25, budget: 60, deposit: 50, wait: 30, travel: 45, barriers: ['french', 'noLicence', 'digital'] },
  { home: 'Euville', work: 'Commercy', site: 'Commerce alimentaire', rota: weekly(['05:00', '12:00'], [0, 1, 3, 4, 5]), born: 1997, statuses: ['jobSeeker'], ...CAR_FREE, walk: 20, cycle: 30, budget: 40, deposit: 50, wait: 20, travel: 40, barriers: ['noLicence', 'fearOfCycling'] },
  { home: 'Lérouville', work: 'Bar-le-Duc', site: 'Centre d’appels', rota: weekly(['11:00', '19:00'], [0, 1, 2, 3, 5]), born: 2002, statuses: ['jobSeeker', 'student'], licence: 'theory', vehicles: [], walk: 15, cycle: 25, budget: 80, deposit: 100, wait: 45, travel: 75, barriers: ['noLicence', 'cost'] },
  { home: 'Sorcy-Saint-Martin', work: 'Toul', site: 'Plateforme de colis', rota: weekly(['03:00', '10:00']), born: 1991, statuses: ['jobSeeker'], licence: 'valid', vehicles: [], walk: 15, cycle: 20, budget: 150, deposit: 300, wait: 30, travel: 50, barriers: ['noVehicle', 'atypicalHours'] },
  { home: 'Fains-Véel', work: 'Bar-le-Duc', site: 'Établissement de santé', rota: weekly(NIGHT, [0, 1, 2, 3]), born: 1986, statuses: ['employee'], ...CAR_FREE, walk: 30, cycle: 35, budget: 60, deposit: 100, wait: 30, travel: 45, barriers: ['noLicence', 'atypicalHours'] },
  { home: 'Tronville-en-Barrois', work: 'Ligny-en-Barrois', site: 'Atelier d’impression', rota: threeByEight, born: 1980, statuses: ['jobSeeker'], licence: 'none', vehicles: ['bike'], walk: 15, cycle: 40, budget: 70, deposit: 100, wait: 30, travel: 60, barriers: ['noLicence'] },
  { home: 'Cousances-les-Forges', work: 'Saint-Dizier', site: 'Atelier de métallurgie', rota: eightDays, born: 1984, statuses: ['jobSeeker'], licence: 'valid', vehicles: [], walk: 15, cycle: 40, budget: 140, deposit: 250, wait: 30, travel: 60, barriers: ['noVehicle'] },
  { home: 'Damvillers', work: 'Verdun', site: 'Aide à domicile', rota: split(['08:00', '12:00'], ['16:00', '19:00']), born: 1978, statuses: ['jobSeeker'], licence: 'valid', vehicles: [], walk: 15, cycle: 20, budget: 130, deposit: 200, wait: 30, travel: 60, barriers: ['noVehicle', 'cost'], elsewhere: { 1: 'Bras-sur-Meuse', 5: 'Charny-sur-Meuse' } },
  { home: 'Spincourt', work: 'Étain', site: 'Atelier de conditionnement', rota: twoByEight, born: 1999, statuses: ['youthContract'], licence: 'AM', vehicles: ['scooter'], walk: 15, cycle: 30, budget: 60, deposit: 100, wait: 30, travel: 60, barriers: ['vehicleBroken', 'cost'] },
  { home: 'Dun-sur-Meuse', work: 'Stenay', site: 'Entrepôt', rota: weekly(['07:30', '16:30']), born: 1972, statuses: ['ass'], licence: 'valid', vehicles: [], walk: 15, cycle: 25, budget: 70, deposit: 0, wait: 30, travel: 50, barriers: ['noVehicle', 'cost', 'budgeting'] },
  { home: 'Varennes-en-Argonne', work: 'Clermont-en-Argonne', site: 'Atelier alimentaire', rota: weekly(MORNING, [0, 1, 2, 3, 4, 5]), born: 1995, statuses: ['jobSeeker'], ...CAR_FREE, walk: 15, cycle: 50, budget: 60, deposit: 80, wait: 30, travel: 60, barriers: ['noLicence', 'lackOfConfidence'] },
  { home: 'Bar-le-Duc', work: 'Verdun', site: 'Centre de formation', rota: everyOtherWeek(['09:00', '16:30']), born: 2004, statuses: ['student', 'youthContract'], licence: 'learning', vehicles: [], walk: 20, cycle: 20, budget: 70, deposit: 50, wait: 60, travel: 90, barriers: ['noLicence', 'cost'] },
  { home: 'Ligny-en-Barrois', work: 'Saint-Dizier', site: 'Atelier', rota: weekly(AFTERNOON), born: 1982, statuses: ['jobSeeker', 'singleParent'], licence: 'valid', vehicles: [], walk: 15, cycle: 20, budget: 140, deposit: 150, wait: 30, travel: 60, barriers: ['childcare', 'noVehicle'], stops: SCHOOL_BOTH },
  { home: 'Verdun', work: 'Verdun', site: 'Surveillance', rota: weekly(['19:00', '07:00'], WEEKEND), born: 1990, statuses: ['jobSeeker'], ...CAR_FREE, walk: 40, cycle: 30, budget: 40, deposit: 20, wait: 30, travel: 45, barriers: ['noLicence', 'atypicalHours'] },
  { home: 'Saint-Mihiel', work: 'Commercy', site: 'Blanchisserie', rota: weekly(['06:00', '13:30']), born: 1969, statuses: ['rsa', 'disabledWorker'], frenchLevel: 'B1', licence: 'none', vehicles: [], walk: 5, cycle: false, budget: 80, deposit: 0, wait: 30, travel: 60, barriers: ['noLicence', 'fearOfStrangers'] },
  { home: 'Ancerville', work: 'Bar-le-Duc', site: 'Transport, conduite', rota: weekly(['04:00', '12:00']), born: 1987, statuses: ['jobSeeker'], licence: 'valid', vehicles: ['car'], walk: 15, cycle: 30, budget: 150, deposit: 300, wait: 30, travel: 60, barriers: ['vehicleBroken'] },
  // Two of whom next to nothing was asked yet: everything is unknown, nothing is refused for it.
  { home: 'Commercy', work: 'Toul', site: 'Entrepôt', rota: weekly(DAY) },
  { home: 'Revigny-sur-Ornain', work: 'Vitry-le-François', site: 'Usine', rota: threeByEight, statuses: ['rsa'] },
];
