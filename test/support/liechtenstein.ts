import type { Position } from '../../src/db/seeds/territory/contour-code.ts';
import { type CommuneRow, writeTerritory } from './write-territory.ts';

/** Of OpenStreetMap (ODbL, © OpenStreetMap contributors), state of 2024-03-04: the eleven municipalities' own places and populations. */
const MUNICIPALITIES: CommuneRow[] = [
  ['LI-7001', 'Vaduz', 5229, 9.5228, 47.1393, '9490'],
  ['LI-7002', 'Triesen', 5050, 9.5275, 47.107, '9495'],
  ['LI-7003', 'Balzers', 4608, 9.5062, 47.0689, '9496'],
  ['LI-7004', 'Triesenberg', 2634, 9.5434, 47.1186, '9497'],
  ['LI-7005', 'Schaan', 6002, 9.5103, 47.1663, '9494'],
  ['LI-7006', 'Planken', 445, 9.5452, 47.1859, '9498'],
  ['LI-7007', 'Eschen', 4407, 9.5233, 47.2126, '9492'],
  ['LI-7008', 'Mauren', 4138, 9.5418, 47.2197, '9493'],
  ['LI-7009', 'Gamprin', 1654, 9.5102, 47.2191, '9487'],
  ['LI-7010', 'Ruggell', 2065, 9.5263, 47.2398, '9491'],
  ['LI-7011', 'Schellenberg', 1037, 9.5458, 47.2312, '9488'],
];

/** The same source's boundary of the country, simplified to about 100 m. */
const BOUNDARY =
  '9.4966,47.2067 9.4898,47.1965 9.486,47.1805 9.4913,47.163 9.4997,47.1498 9.5072,47.1424 9.5117,47.1325 9.5196,47.0983 ' +
  '9.5135,47.0856 9.4724,47.065 9.4718,47.0615 9.4758,47.0518 9.4769,47.0546 9.4823,47.0561 9.4819,47.0525 9.4857,47.0491 ' +
  '9.4913,47.0563 9.4995,47.0542 9.5,47.0571 9.5121,47.0568 9.5165,47.0601 9.5398,47.0651 9.5516,47.0588 9.5546,47.0503 ' +
  '9.5589,47.0484 9.5729,47.0528 9.5822,47.0527 9.6035,47.0618 9.6088,47.0619 9.6134,47.0695 9.6105,47.0752 9.6115,47.0794 ' +
  '9.6187,47.0781 9.6235,47.0825 9.6335,47.0834 9.6354,47.0906 9.6344,47.1012 9.6282,47.1055 9.6285,47.1075 9.623,47.108 ' +
  '9.6208,47.1105 9.6246,47.1146 9.6252,47.1191 9.635,47.1281 9.6247,47.1326 9.625,47.1385 9.6226,47.1412 9.6259,47.1459 ' +
  '9.6233,47.1471 9.6217,47.1513 9.6195,47.1508 9.614,47.1475 9.6087,47.1478 9.6028,47.1516 9.6002,47.1568 9.6009,47.1588 ' +
  '9.5968,47.1629 9.5795,47.1711 9.5646,47.1702 9.5731,47.1756 9.5743,47.1781 9.5726,47.1908 9.5803,47.1958 9.5849,47.2053 ' +
  '9.5785,47.2089 9.5764,47.2131 9.5686,47.2198 9.5585,47.2241 9.5554,47.2225 9.5554,47.2238 9.5518,47.2238 9.5672,47.2419 ' +
  '9.5595,47.2505 9.5395,47.2614 9.5398,47.2651 9.5307,47.2706 9.5301,47.2625 9.5205,47.244 9.5035,47.2235 9.4966,47.2067';

/** Feasts kept there by law or by all shops, `daysFromEaster`: Easter Monday, Ascension, Whit Monday, Corpus Christi. */
const HOLIDAYS = {
  everyYear: ['01-01', '01-06', '05-01', '08-15', '09-08', '11-01', '12-08', '12-25', '12-26'],
  daysFromEaster: [1, 39, 50, 60],
};

const BOUNDARY_RING = BOUNDARY.split(' ').map((pair) => pair.split(',').map(Number) as Position);

/** Writes what an operator would to have Liechtenstein as a territory. */
export const writeLiechtenstein = (dataDir: string): Promise<void> =>
  writeTerritory(dataDir, {
    territory: {
      id: 'liechtenstein',
      name: 'Liechtenstein',
      timeZone: 'Europe/Vaduz',
      zones: ['LI'],
      holidays: HOLIDAYS,
    },
    communes: MUNICIPALITIES,
    boundary: BOUNDARY_RING,
  });

/** Vaduz to Ruggell, the length of the valley: `[lon, lat]`. */
export const VADUZ = [9.5228, 47.1393] as const;
export const RUGGELL = [9.5263, 47.2398] as const;
