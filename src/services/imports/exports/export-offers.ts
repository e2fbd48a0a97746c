import type { OfferKind } from '../../../domain/catalogue/offer.ts';
import { columnsOf, ID_COLUMN, VERSION_COLUMN } from '../../../domain/imports/offer-columns.ts';
import { exampleRow, offerHeadings, writeOfferRow } from '../../../domain/imports/offer-rows.ts';
import { type Context, requireScope } from '../../context.ts';
import { csv } from '../../csv-file.ts';
import { type Sheet, writeWorkbook } from '../files/write-workbook.ts';

export type TableFormat = 'csv' | 'xlsx';
/** What sheets are called, and what their last one says of each column: for people. */
export type SheetWords = {
  offers: string;
  example: string;
  help: string;
  helpHeadings: readonly [string, string, string, string];
  required: string;
  id: string;
  version: string;
};

/** The offers of one kind, to be changed in a spreadsheet and brought back. Throws `forbidden`. */
export async function exportOffers({
  ctx,
  input,
}: {
  ctx: Context;
  input: { kind: OfferKind; as: TableFormat; words: SheetWords };
}): Promise<Uint8Array> {
  requireScope(ctx, 'imports:write');
  const { kind, as, words } = input;
  const offers = await ctx.deps.database.transact(ctx.actor, async (stores) => {
    await stores.audit.record({
      action: 'catalogue.exported',
      entity: 'member',
      entityId: ctx.actor.id,
      fields: [kind],
    });
    return (await stores.offers.listAll()).filter((offer) => offer.kind === kind);
  });
  return fileOf(as, [
    { name: words.offers, rows: [offerHeadings(kind), ...offers.map(writeOfferRow)] },
    helpSheet(kind, words),
  ]);
}

/** The headings of a kind, to be filled in; as a workbook with an example and what each column means. Throws `forbidden`. */
export async function offerTemplate({
  ctx,
  input,
}: {
  ctx: Context;
  input: { kind: OfferKind; as: TableFormat; words: SheetWords };
}): Promise<Uint8Array> {
  requireScope(ctx, 'imports:write');
  const { kind, as, words } = input;
  const headings = offerHeadings(kind);
  const example: Sheet = { name: words.example, rows: [headings, exampleRow(kind)] };
  return fileOf(as, [{ name: words.offers, rows: [headings] }, example, helpSheet(kind, words)]);
}

/** A CSV file has one sheet. */
async function fileOf(as: TableFormat, sheets: readonly Sheet[]): Promise<Uint8Array> {
  return as === 'xlsx' ? writeWorkbook(sheets) : new TextEncoder().encode(csv(sheets[0]?.rows ?? []));
}

function helpSheet(kind: OfferKind, words: SheetWords): Sheet {
  const rows = columnsOf(kind).map(({ heading, example, required, codec, note }) => [
    heading,
    required ? words.required : '',
    example,
    [note, codec.hint].filter(Boolean).join(' '),
  ]);
  return {
    name: words.help,
    rows: [words.helpHeadings, [ID_COLUMN, '', '', words.id], [VERSION_COLUMN, '', '', words.version], ...rows],
    widths: [32, 14, 44, 90],
  };
}
