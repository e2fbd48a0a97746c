import { z } from 'zod';

/**
 * What people write into a plan. Browsers end lines with CR LF and count them as one: so do the limits. Emoji and any script
 * are welcome. An empty text is no text.
 */
export const optionalText = (limit: number) => written(limit, (text) => text.replace(/\r\n?/g, '\n').trim());

/** The same on one line: a line pasted with its ends is joined. */
export const optionalLine = (limit: number) => written(limit, (text) => text.replace(/\s+/g, ' ').trim());

function written(limit: number, tidy: (text: string) => string) {
  return z
    .string()
    .nullable()
    .default(null)
    .transform((text) => (text === null ? '' : tidy(text)))
    .superRefine((text, check) => {
      if (text.length > limit) check.addIssue({ code: 'custom', message: tooLong(text.length, limit) });
    })
    .transform((text) => text || null);
}

const grouped = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');

export const tooLong = (length: number, limit: number) =>
  `Ce texte a ${grouped(length)} caractères : ${grouped(limit)} au plus. Il est gardé dans le champ, raccourcissez-le.`;
