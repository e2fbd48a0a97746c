import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';

/** One value after the other, each behind its length, so that whoever reads holds one at a time. */
export function writeRecords(file: string, values: Iterable<unknown>): void {
  const opened = openSync(file, 'wx', 0o600);
  const length = Buffer.alloc(4);
  try {
    for (const value of values) {
      const bytes = serialize(value);
      length.writeUInt32LE(bytes.length);
      writeSync(opened, length);
      writeSync(opened, bytes);
    }
  } finally {
    closeSync(opened);
  }
}

export function* readRecords(file: string): Generator<unknown, void> {
  const opened = openSync(file, 'r');
  const length = Buffer.alloc(4);
  try {
    while (readSync(opened, length) === length.length) {
      const bytes = Buffer.allocUnsafeSlow(length.readUInt32LE());
      readSync(opened, bytes);
      yield deserialize(bytes);
    }
  } finally {
    closeSync(opened);
  }
}
