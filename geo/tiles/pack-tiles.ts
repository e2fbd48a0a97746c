import { createReadStream } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { TilesError } from './tiles-error.ts';

const BLOCK_BYTES = 512;
/** Where the engine's tiles tell their own length (`GraphTileHeader` of 3.6.1), and an entry of the index. */
const LENGTH_AT = 224;
const INDEX_ENTRY_BYTES = 16;

type Tile = { name: string; bytes: number };

/**
 * Packs the tiles of a folder into one file that several processes share by mapping it: a plain `ustar` archive whose
 * first member, `index.bin`, tells where each tile lies (offset 64 bits, tile 32, length 32, little-endian), so that no
 * reader walks through it. Written here because the engine's own tool needs python3.
 *
 * Answers the names of the tiles and the length of the archive. Throws `TilesError` `noRoads` on a folder without tiles
 * and `failed` on a tile that is not whole, as a disk that was full for a moment leaves them.
 */
export async function packTiles(folder: string, archive: string): Promise<{ names: string[]; bytes: number }> {
  const tiles = await listTiles(folder);
  if (tiles.length === 0) throw new TilesError('noRoads', 'The engine found no roads in the extract.');
  const handle = await open(archive, 'wx');
  try {
    let at = 0;
    const write = async (bytes: Uint8Array) => {
      await handle.writeFile(bytes);
      at += bytes.length;
    };
    const index = Buffer.alloc(tiles.length * INDEX_ENTRY_BYTES);
    await write(header('index.bin', index.length));
    await write(padded(index));
    for (const [i, { name, bytes }] of tiles.entries()) {
      await write(header(name, bytes));
      index.writeBigUInt64LE(BigInt(at), i * INDEX_ENTRY_BYTES);
      index.writeUInt32LE(tileNumber(name), i * INDEX_ENTRY_BYTES + 8);
      index.writeUInt32LE(bytes, i * INDEX_ENTRY_BYTES + 12);
      await copyTile(join(folder, name), bytes, handle);
      await write(Buffer.alloc(padding(bytes)));
      at += bytes;
    }
    await write(Buffer.alloc(2 * BLOCK_BYTES));
    await handle.write(index, 0, index.length, BLOCK_BYTES);
    await handle.sync();
    return { names: tiles.map(({ name }) => name), bytes: at };
  } finally {
    await handle.close();
  }
}

/** Every `<level>/<digits>/…/<digits>.gph` under the folder, in the order of their names. */
async function listTiles(folder: string): Promise<Tile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const tiles = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.gph'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  return Promise.all(
    tiles.map(async (tile) => {
      const name = tile.split(sep).join('/');
      const handle = await open(join(folder, tile));
      try {
        const { size } = await handle.stat();
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(LENGTH_AT + 4), 0, LENGTH_AT + 4, 0);
        const whole = bytesRead === LENGTH_AT + 4 && buffer.readUInt32LE(LENGTH_AT) === size;
        if (!whole) throw new TilesError('failed', `The engine left tile ${name} unfinished.`);
        return { name, bytes: size };
      } finally {
        await handle.close();
      }
    }),
  );
}

async function copyTile(file: string, bytes: number, into: FileHandle): Promise<void> {
  let copied = 0;
  for await (const chunk of createReadStream(file)) {
    copied += (chunk as Buffer).length;
    await into.writeFile(chunk as Buffer);
  }
  if (copied !== bytes) throw new TilesError('failed', 'A tile changed while it was packed.');
}

/** `2/000/789/877.gph` is tile 789877 of level 2: the level in the lowest three bits. */
function tileNumber(name: string): number {
  const [level = '', ...digits] = name.slice(0, -'.gph'.length).split('/');
  return Number(level) + Number(digits.join('')) * 8;
}

const padding = (bytes: number) => (BLOCK_BYTES - (bytes % BLOCK_BYTES)) % BLOCK_BYTES;
const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(padding(bytes.length))]);

/** A `ustar` header: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06 */
function header(name: string, bytes: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  block.write(name, 0, 100, 'ascii');
  block.write(octal(0o644, 8), 100, 'ascii');
  block.write(octal(0, 8), 108, 'ascii');
  block.write(octal(0, 8), 116, 'ascii');
  block.write(octal(bytes, 12), 124, 'ascii');
  block.write(octal(0, 12), 136, 'ascii');
  block.write('0', 156, 'ascii');
  block.write('ustar\x0000', 257, 'ascii');
  // The checksum is that of the header with spaces in its place.
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return block;
}
