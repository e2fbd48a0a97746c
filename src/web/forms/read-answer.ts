/**
 * What people type, read generously: `5h`, `5 h 30`, `05:30`; `7/12/2026`, `2026-12-07`; `48.76, 5.59`; `12,5`.
 * Each gives null for what it cannot read.
 */

export function readClock(text: string): string | null {
  const match = /^(\d{1,2})\s*(?:[h:.]\s*(\d{2})?(?:\s*m(?:in)?)?)?$/i.exec(text.trim());
  if (!match) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2] ?? 0);
  if (hours > 23 || minutes > 59) return null;
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

/** `YYYY-MM-DD` of a day that exists. */
export function readDate(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
  const french = /^(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})$/.exec(text.trim());
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : french ? [french[3], french[2], french[1]] : [];
  if (!year || !month || !day) return null;
  const read = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${read}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== read ? null : read;
}

export function readNumber(text: string): number | null {
  const compact = text.replace(/[\s\u00a0\u202f€]/g, '').replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(compact) ? Number(compact) : null;
}

/** Whole cents of what was typed in euros. Not of « 1.500 »: it may be meant as fifteen hundred. */
export function readCents(text: string): number | null {
  const read = readNumber(text);
  return read === null || /[.,]\d{3}/.test(text) ? null : Math.round(read * 100);
}

/** Latitude first, as every map copies it. */
export function readPoint(text: string): { lat: number; lon: number } | null {
  const spaced = text
    .trim()
    .split(/[;\s]+|,\s+/)
    .filter(Boolean);
  const parts = spaced.length === 2 ? spaced : text.split(',');
  if (parts.length !== 2) return null;
  const [lat, lon] = parts.map((part) => readNumber(part));
  if (lat == null || lon == null || Math.abs(lat) > 90 || Math.abs(lon) > 180) return null;
  return { lat, lon };
}
