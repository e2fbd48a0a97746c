import { readNumber, readRecentDay, readYes } from '../spreadsheet/read-words.ts';
import { plainWords } from '../spreadsheet/text-file.ts';

/** What a cell says, or what is wrong with it, in French. */
export type CellReading = { value: unknown } | { wrong: string };

/** How one kind of value stands in one cell. `write(read(text))` means the same; `read(write(value))` is the value. */
export type Codec = {
  /** `heading`: with the unit it tells, if any. */
  read(text: string, heading: string): CellReading;
  write(value: never): string;
  /** For the sheet that explains, in French. */
  hint?: string;
};

const value = (read: unknown): CellReading => ({ value: read });
const wrong = (message: string): CellReading => ({ wrong: message });

/** Digits without an exponent, and a decimal comma. */
export const writeNumber = (number: number): string => {
  const text = String(number);
  const plain = /e/i.test(text) ? number.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 }) : text;
  return plain.replace('.', ',');
};

/** `read` as it stands, spaces around it left out. */
export const text: Codec = { read: (read) => value(read.trim()), write: (written: string) => written };
/** With its spaces and its lines. */
export const longText: Codec = { read: (read) => value(read), write: (written: string) => written };

/** A reference or a number that spreadsheets shorten: `1,23E+13` is none any more. */
export function digits(length: number, what: string): Codec {
  return {
    read(read) {
      if (/^\d[.,]\d+e\+?\d+$/i.test(read.trim()))
        return wrong(`Le tableur a abrégé ce ${what} : mettez la colonne au format texte, puis écrivez-le de nouveau.`);
      return value(read.replace(/[\s\u00a0\u202f.]/g, '').padStart(length, '0'));
    },
    write: (written: string) => written,
  };
}

export const phone: Codec = {
  // Spreadsheets take a phone for a number, and its zero for nothing.
  read: (read) => value(/^[1-9]\d{8}$/.test(read.trim()) ? `0${read.trim()}` : read.trim()),
  write: (written: string) => written,
};

export const number: Codec = {
  read(read) {
    const found = readNumber(read);
    return found === null ? wrong(`Nombre attendu, pas « ${short(read)} ».`) : value(found);
  },
  write: writeNumber,
};

export const day: Codec = {
  read(read) {
    const found = readRecentDay(read.trim());
    return found === null ? wrong(`Date attendue (2026-11-02 ou 02/11/2026), pas « ${short(read)} ».`) : value(found);
  },
  write: (written: string) => written,
  hint: 'Une date : 2026-11-02 ou 02/11/2026.',
};

export const yesNo: Codec = {
  read(read) {
    const found = readYes(read);
    return found === null ? wrong('Écrivez oui ou non.') : value(found);
  },
  write: (written: boolean) => (written ? 'oui' : 'non'),
  hint: 'oui ou non ; vide : on ne sait pas.',
};

const nameIn = (names: Readonly<Record<string, string>>, code: string): string =>
  (Object.hasOwn(names, code) ? names[code] : undefined) ?? code;

/** `names` says each code in French; codes themselves are read too. */
export function choice(names: Readonly<Record<string, string>>): Codec {
  const entries = Object.entries(names);
  return {
    read(read) {
      const word = plainWords(read);
      const found = entries.find(([code, name]) => plainWords(name) === word || plainWords(code) === word);
      return found
        ? value(found[0])
        : wrong(`« ${short(read)} » n’est pas prévu ici : ${Object.values(names).join(', ')}.`);
    },
    write: (code: string) => nameIn(names, code),
    hint: `Au choix : ${entries.map(([, name]) => name).join(', ')}.`,
  };
}

const SEPARATED = /(?<!\\)((?:\\\\)*)[,;|\n]/g;
export const escaped = (one: string): string => one.replace(/[\\,;|\n]/g, '\\$&');
const unescaped = (one: string): string => one.replace(/\\([\\,;|\n])/g, '$1');

/** Parted by `,` `;` `|` or lines; one that holds such a sign has `\` before it. */
export function splitCell(read: string): string[] {
  return read
    .replace(SEPARATED, '$1\u0000')
    .split('\u0000')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map(unescaped);
}

/** Each by its code; `names` are read too. */
export function list(names: Readonly<Record<string, string>> = {}): Codec {
  const codes = new Map(Object.entries(names).map(([code, name]) => [plainWords(name), code]));
  return {
    read: (read) => value(splitCell(read).map((one) => codes.get(plainWords(one)) ?? one)),
    write: (written: string[]) => written.map((one) => escaped(nameIn(names, one))).join(', '),
    hint: `Plusieurs, séparés par des virgules${Object.keys(names).length > 0 ? ` : ${Object.values(names).join(', ')}` : ''}.`,
  };
}

export const days: Codec = {
  read(read) {
    const found = splitCell(read).map((one) => ({ one, day: readRecentDay(one) }));
    const bad = found.find((each) => each.day === null);
    return bad ? wrong(`Date attendue (2026-11-02), pas « ${short(bad.one)} ».`) : value(found.map((each) => each.day));
  },
  write: (written: string[]) => written.join(', '),
  hint: 'Des dates séparées par des virgules.',
};

/** What spreadsheets made of a code of figures gets its zeros back. */
const zoneCode = (code: string): string =>
  /^\d$/.test(code) ? `0${code}` : /^\d{4}$/.test(code) ? `0${code}` : code.toUpperCase();

export const zoneCodes: Codec = {
  read: (read) => value(splitCell(read).map(zoneCode)),
  write: (written: string[]) => written.join(', '),
  hint: 'Codes de département, d’intercommunalité (SIREN) ou de commune (INSEE), séparés par des virgules. Vide : partout.',
};

export const communeCode: Codec = {
  read: (read) => value(zoneCode(read.trim())),
  write: (written: string) => written,
  hint: 'Code INSEE de la commune, cinq caractères.',
};

const CENTS = /centimes?|\bcts?\b|¢/i;
const EUROS = /€|\beuros?\b|\beur\b/i;

/** Thousands apart or not; a part after a comma or a point, where nothing stands before it too. */
const AMOUNT = /(?:-?(?:\d{1,3}(?:[\s\u00a0\u202f]\d{3})+(?!\d)|\d+))?(?:[.,]\d+)?(?<=\d)/;

/**
 * Cents as they are kept, from euros or cents as the cell or the heading says. `whole`: no part of a cent, and no three decimals:
 * « 1.500 » may be meant as fifteen hundred.
 */
export function money({ whole }: { whole: boolean }): Codec {
  return {
    read(read, heading) {
      const amount = AMOUNT.exec(read)?.[0];
      const found = amount === undefined ? null : readNumber(amount);
      if (amount === undefined || found === null)
        return wrong(`Prix attendu, par exemple 5 €, pas « ${short(read)} ».`);
      const rest = read.replace(amount, '');
      if (/\d/.test(rest)) return wrong(`Un seul prix attendu, par exemple 1500,50 €, pas « ${short(read)} ».`);
      const unit = unitOf(rest) ?? unitOf(heading);
      if (unit === null) return wrong('Euros ou centimes ? Écrivez « 5 € », ou « (€) » dans le titre de la colonne.');
      const cents = unit === 'cents' ? found : Number(shiftDecimal(String(found), 2));
      if (whole && (!Number.isInteger(cents) || /[.,]\d{3}/.test(amount)))
        return wrong(`« ${short(read)} » n’est pas un nombre entier de centimes.`);
      return value(cents);
    },
    write: (cents: number) => shiftDecimal(writeNumber(cents).replace(',', '.'), -2).replace('.', ','),
    hint: 'En euros : 5 ou 5,50. En centimes si le titre de la colonne le dit.',
  };
}

function unitOf(words: string): 'cents' | 'euros' | null {
  if (CENTS.test(words) || /^\s*c\s*$/i.test(words)) return 'cents';
  return EUROS.test(words) ? 'euros' : null;
}

/** By the signs, not by arithmetic: 0,07 € is 7 cents, not 7,000000000000001. */
export function shiftDecimal(written: string, by: number): string {
  if (/e/i.test(written)) return String(Number(written) * 10 ** by);
  const [, sign = '', whole = '', part = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(written) ?? [];
  const figures = `${'0'.repeat(Math.max(0, -by))}${whole}${part}${'0'.repeat(Math.max(0, by))}`;
  const at = Math.max(0, -by) + whole.length + by;
  const left = figures.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
  const right = figures.slice(at).replace(/0+$/, '');
  return `${sign}${left}${right === '' ? '' : `.${right}`}`;
}

export const short = (read: string): string => (read.length > 40 ? `${read.slice(0, 39)}…` : read);
