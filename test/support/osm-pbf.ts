import { deflateSync } from 'node:zlib';
import type { LonLat } from '../../geo/router.ts';

export type OsmWay = { id: number; tags: Record<string, string>; line: readonly LonLat[] };

/** Entities in a block, as the usual writers do it. */
const PER_BLOCK = 8_000;
const NANODEGREES = 1e9;
/** Positions are told in steps of 100 nanodegrees, 1 cm: the format's own default. */
const STEPS_PER_DEGREE = 1e7;

/**
 * A real OSM PBF of ways: what passes through the same position (to 1e-7 degrees) meets there. `header` may say what an
 * extract's header says, or nothing, as converters do.
 */
export function osmPbf(
  ways: readonly OsmWay[],
  header: { bbox?: readonly [number, number, number, number]; osmState?: Date } = {},
): Buffer {
  const nodes = new Map<string, { id: number; lonLat: LonLat }>();
  const drawn = [...ways]
    .sort((a, b) => a.id - b.id)
    .map((way) => ({
      ...way,
      refs: way.line.map((lonLat) => {
        const key = lonLat.map((degrees) => Math.round(degrees * STEPS_PER_DEGREE)).join();
        const node = nodes.get(key) ?? { id: nodes.size + 1, lonLat };
        nodes.set(key, node);
        return node.id;
      }),
    }));
  return Buffer.concat([
    blob('OSMHeader', headerBlock(header)),
    ...blocks([...nodes.values()]).map((part) => blob('OSMData', nodesBlock(part))),
    ...blocks(drawn).map((part) => blob('OSMData', waysBlock(part))),
  ]);
}

function blocks<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / PER_BLOCK) }, (_, i) =>
    list.slice(i * PER_BLOCK, (i + 1) * PER_BLOCK),
  );
}

function blob(type: 'OSMHeader' | 'OSMData', content: Buffer): Buffer {
  const body = message([2, content.length], [3, deflateSync(content)]);
  const head = message([1, type], [3, body.length]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(head.length);
  return Buffer.concat([length, head, body]);
}

function headerBlock({ bbox, osmState }: NonNullable<Parameters<typeof osmPbf>[1]>): Buffer {
  const [west, south, east, north] = (bbox ?? []).map((degrees) => zigzag(Math.round(degrees * NANODEGREES)));
  return message(
    [1, bbox && message([1, west], [2, east], [3, north], [4, south])],
    [4, 'OsmSchema-V0.6'],
    [4, 'DenseNodes'],
    [32, osmState && Math.floor(osmState.getTime() / 1_000)],
  );
}

function nodesBlock(nodes: readonly { id: number; lonLat: LonLat }[]): Buffer {
  const steps = (axis: 0 | 1) => nodes.map(({ lonLat }) => Math.round(lonLat[axis] * STEPS_PER_DEGREE));
  const dense = message(
    [1, deltas(nodes.map(({ id }) => id))],
    [8, deltas(steps(1))],
    [9, deltas(steps(0))],
    [10, packed(nodes.map(() => 0))],
  );
  return message([1, message([1, ''])], [2, message([2, dense])]);
}

function waysBlock(ways: readonly (OsmWay & { refs: number[] })[]): Buffer {
  const strings = new Map([['', 0]]);
  const indexOf = (text: string) => {
    const index = strings.get(text) ?? strings.size;
    strings.set(text, index);
    return index;
  };
  const group = ways.map(({ id, tags, refs }) =>
    message(
      [1, id],
      [2, packed(Object.keys(tags).map(indexOf))],
      [3, packed(Object.values(tags).map(indexOf))],
      [8, deltas(refs)],
    ),
  );
  const table = message(...[...strings.keys()].map((text) => [1, text] as const));
  return message([1, table], [2, message(...group.map((way) => [3, way] as const))]);
}

/** A protobuf message: numbers as varints, texts and bytes with their length; what is undefined is left out. */
function message(
  ...fields: (readonly [number: number, value: number | bigint | string | Buffer | undefined])[]
): Buffer {
  return Buffer.concat(
    fields.flatMap(([number, value]) => {
      if (value === undefined) return [];
      if (typeof value === 'number' || typeof value === 'bigint') return [varint(number * 8), varint(value)];
      const bytes = Buffer.from(value);
      return [varint(number * 8 + 2), varint(bytes.length), bytes];
    }),
  );
}

const packed = (values: readonly (number | bigint)[]): Buffer => Buffer.concat(values.map(varint));
const deltas = (values: readonly number[]): Buffer =>
  packed(values.map((value, i) => zigzag(value - (i === 0 ? 0 : (values[i - 1] as number)))));

function zigzag(value: number): bigint {
  const whole = BigInt(value);
  return whole < 0n ? -whole * 2n - 1n : whole * 2n;
}

function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}
