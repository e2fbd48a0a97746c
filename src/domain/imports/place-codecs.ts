import type { Place } from '../place.ts';
import { readNumber } from '../spreadsheet/read-words.ts';
import { type CellReading, type Codec, short, writeNumber } from './cell-codecs.ts';

const PLACE = /^(-?\d+(?:[.,]\d+)?)\s+(-?\d+(?:[.,]\d+)?)\s+(\S+)(?:\s+([\s\S]+))?$/;

/** `5,1669 48,7735 55029 Gare de Bar-le-Duc`: longitude, latitude, INSEE code or `-`, name; several parted by `|`. */
export const places: Codec = {
  read(read): CellReading {
    const found: Place[] = [];
    const parts = read
      .replace(/(?<!\\)((?:\\\\)*)\|/g, '$1\u0000')
      .split('\u0000')
      .map((one) => one.trim())
      .filter(Boolean);
    for (const part of parts) {
      const [, lon = '', lat = '', code = '', label] = PLACE.exec(part) ?? [];
      const [x, y] = [readNumber(lon), readNumber(lat)];
      if (x === null || y === null)
        return { wrong: `Lieu attendu, par exemple « 5,1669 48,7735 55029 Gare », pas « ${short(part)} ».` };
      found.push({
        ...(label === undefined ? {} : { label: label.replace(/\\([\\|])/g, '$1') }),
        ...(code === '-' ? {} : { commune: code }),
        lon: x,
        lat: y,
      });
    }
    return { value: found };
  },
  write: (written: Place[]) =>
    written
      .map(({ lon, lat, commune, label }) =>
        [writeNumber(lon), writeNumber(lat), commune ?? '-', ...(label ? [label.replace(/[\\|]/g, '\\$&')] : [])].join(
          ' ',
        ),
      )
      .join(' | '),
  hint: 'Longitude, latitude, code INSEE (ou -), nom : 5,1669 48,7735 55029 Gare de Bar-le-Duc | …',
};

/** Codes, or an area drawn (GeoJSON). */
export function zoneOr(codes: Codec): Codec {
  return {
    read(read, heading): CellReading {
      if (!read.trim().startsWith('{')) return codes.read(read, heading);
      try {
        return { value: JSON.parse(read) };
      } catch {
        return { wrong: 'Cette zone dessinée ne se lit pas : copiez-la en entier.' };
      }
    },
    write: (zone: unknown) => (Array.isArray(zone) ? codes.write(zone as never) : JSON.stringify(zone)),
    ...(codes.hint ? { hint: `${codes.hint} Ou une zone dessinée (GeoJSON).` } : {}),
  };
}
