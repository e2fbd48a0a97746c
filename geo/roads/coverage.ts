import type { LonLat } from '../router.ts';
import type { Bbox } from '../tiles/pbf.ts';

const KM_PER_DEGREE = 111.195;

export type Side = 'west' | 'south' | 'east' | 'north';
export type Coverage = {
  /** Of the territory's communes, by their centres: 0 … 1. */
  inside: number;
  /** Of the square that holds the territory and what lies around: 0 … 1. */
  around: number;
  /** Where the extract ends before what lies around does, and by how many kilometres. */
  lacking: { side: Side; km: number }[];
};

/** What an extract holds of a territory (its centres) and of `borderKm` around it, told from the box it was cut to. */
export function coverageOf(bbox: Bbox, centres: readonly LonLat[], borderKm: number): Coverage {
  const wanted = grow(boxAround(centres), borderKm);
  const [west, south, east, north] = bbox;
  const within = centres.filter(([lon, lat]) => lon >= west && lon <= east && lat >= south && lat <= north).length;
  const width = Math.max(0, Math.min(east, wanted[2]) - Math.max(west, wanted[0]));
  const height = Math.max(0, Math.min(north, wanted[3]) - Math.max(south, wanted[1]));
  const kmPerLon = KM_PER_DEGREE * Math.cos((((wanted[1] + wanted[3]) / 2) * Math.PI) / 180);
  const sides: { side: Side; km: number }[] = [
    { side: 'north', km: (wanted[3] - north) * KM_PER_DEGREE },
    { side: 'east', km: (wanted[2] - east) * kmPerLon },
    { side: 'south', km: (south - wanted[1]) * KM_PER_DEGREE },
    { side: 'west', km: (west - wanted[0]) * kmPerLon },
  ];
  return {
    inside: centres.length === 0 ? 0 : within / centres.length,
    around: (width * height) / ((wanted[2] - wanted[0]) * (wanted[3] - wanted[1])),
    lacking: sides.filter(({ km }) => km >= 1).map(({ side, km }) => ({ side, km: Math.round(km) })),
  };
}

function boxAround(points: readonly LonLat[]): Bbox {
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

function grow([west, south, east, north]: Bbox, km: number): Bbox {
  const lat = km / KM_PER_DEGREE;
  const lon = km / (KM_PER_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180));
  return [west - lon, south - lat, east + lon, north + lat];
}
