/** One field of a protobuf message: a number for a varint, the bytes of a string, a message or a packed list. */
export type Field = { number: number; value: bigint | Uint8Array };

/**
 * The fields of a message, in their order. Only what OSM's PBF uses: varints (wire type 0) and bytes (2); the fixed
 * widths (1 and 5) are stepped over. Throws `RangeError` on what is no message.
 */
export function* readFields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('the message ends inside a number');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number has no end');
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError('the message ends inside a field');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = varint();
    const number = Number(key >> 3n);
    const wireType = Number(key & 7n);
    if (number === 0) throw new RangeError('a field has number 0');
    if (wireType === 0) yield { number, value: varint() };
    else if (wireType === 2) yield { number, value: take(Number(varint())) };
    else if (wireType === 1) take(8);
    else if (wireType === 5) take(4);
    else throw new RangeError(`a field has wire type ${wireType}`);
  }
}

/** `sint64`: the sign is in the last bit. */
export function fromZigzag(value: bigint): bigint {
  return (value >> 1n) ^ -(value & 1n);
}
