import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OfferInput, offerInputSchema } from '../../src/domain/catalogue/offer.ts';
import {
  headedColumns,
  isOfferHeading,
  offerHeadings,
  readOfferRow,
  writeOfferRow,
} from '../../src/domain/imports/offer-rows.ts';
import { guarded, unguarded } from '../../src/domain/spreadsheet/formula-guard.ts';
import { csv } from '../../src/services/csv-file.ts';
import { readTable } from '../../src/services/imports/files/read-table.ts';
import { writeWorkbook } from '../../src/services/imports/files/write-workbook.ts';
import { anyOffer } from '../factories/any-offer.ts';

async function readBack(file: Uint8Array, kind: OfferInput['kind']) {
  const table = await readTable(file, (heading) => isOfferHeading(kind, heading));
  const headed = headedColumns(kind, table.headings);
  return table.rows.map(({ cells }) => {
    const { id, version, problems, build } = readOfferRow(kind, headed, cells);
    return problems.length > 0 ? problems : { ...offerInputSchema.parse(build(null)), id, version };
  });
}

const known = fc.record({ id: fc.uuid(), version: fc.integer({ min: 1 }) });
const tableOf = (offer: OfferInput & { id: string; version: number }) => [
  offerHeadings(offer.kind),
  writeOfferRow(offer),
];

describe('what is exported and imported again is the same', () => {
  it('as CSV, of any offer of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(anyOffer, known, async (content, which) => {
        const offer = { ...content, ...which };
        const file = new TextEncoder().encode(csv(tableOf(offer)));
        expect(await readBack(file, offer.kind)).toEqual([offer]);
      }),
      { numRuns: 200 },
    );
  });

  it('as a workbook, of any offer of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(anyOffer, known, async (content, which) => {
        const offer = { ...content, ...which };
        const file = await writeWorkbook([{ name: 'Offres', rows: tableOf(offer) }]);
        expect(await readBack(file, offer.kind)).toEqual([offer]);
      }),
      { numRuns: 60 },
    );
  });

  it('whatever a text begins with', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => unguarded(guarded(text)) === text));
    fc.assert(
      fc.property(fc.constantFrom(...'=+-@\t\r＝＋－＠'), fc.string(), (first, rest) => {
        const cell = guarded(first + rest);
        expect(/^[=+\-@\t\r＝＋－＠]/.test(cell)).toBe(/^-\d+([.,]\d+)?$/.test(first + rest));
      }),
    );
  });
});
