import { z } from 'zod';

/** What a file is kept as; pictures are made anew. */
export const FILE_TYPES = ['pdf', 'odt', 'docx', 'xlsx', 'jpeg'] as const;
export type FileType = (typeof FILE_TYPES)[number];

const MOST_TAGS = 10;
const tag = z.string().trim().toLowerCase().min(1).max(40, 'Un mot-clé a 40 caractères au plus.');

/** What is typed of something of use: a link or a file. Empty texts: not said. */
export const libraryInputSchema = z.object({
  title: z.string().trim().min(1, 'Donnez un titre.').max(150, '150 caractères au plus.'),
  description: z.string().trim().max(2_000, '2 000 caractères au plus.').default(''),
  tags: z
    .array(tag)
    .max(MOST_TAGS, `${MOST_TAGS} mots-clés au plus.`)
    .default([])
    .transform((tags) => [...new Set(tags)]),
  url: z
    .string()
    .trim()
    .max(500, '500 caractères au plus.')
    .default('')
    .refine(
      (text) => text === '' || (/^https:\/\//i.test(text) && z.url().safeParse(text).success),
      'Adresse attendue, commençant par https://.',
    ),
  /** Shown to everybody; professionals see the others as well. */
  isPublic: z.boolean().default(true),
});
export type LibraryFacts = z.output<typeof libraryInputSchema>;

/** What its first bytes say it may be; an announced name or type says nothing. `zip` and `picture` are looked into. */
export function looksLike(bytes: Uint8Array): 'pdf' | 'zip' | 'picture' | 'web' | 'unknown' {
  const head = Buffer.from(bytes.subarray(0, 1024));
  if (head.subarray(0, 5).toString('latin1') === '%PDF-') return 'pdf';
  if (head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))) return 'zip';
  const isJpeg = head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;
  if (isJpeg || head.subarray(0, 8).equals(Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'))) return 'picture';
  return /<(!doctype|html|svg|\?xml|script|body)/i.test(head.toString('utf8')) ? 'web' : 'unknown';
}

/** Of what an archive holds: which document it is, null where it is none of ours, or one that runs programs. */
export function documentType(
  names: readonly string[],
  mimetype: string,
): Extract<FileType, 'odt' | 'docx' | 'xlsx'> | null {
  if (names.some((name) => /(^|\/)(vbaProject\.bin|Basic\/)/i.test(name))) return null;
  if (mimetype.trim() === 'application/vnd.oasis.opendocument.text') return 'odt';
  if (!names.includes('[Content_Types].xml')) return null;
  if (names.includes('word/document.xml')) return 'docx';
  return names.includes('xl/workbook.xml') ? 'xlsx' : null;
}

/** `guide-de-la-mobilite.pdf`: letters, figures and dashes, whatever the title holds. */
export function fileNameOf(title: string, type: FileType): string {
  const plain = title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  return `${plain || 'document'}.${type === 'jpeg' ? 'jpg' : type}`;
}
