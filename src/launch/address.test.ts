import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { addressOf, assertAddressFree } from './address.ts';
import { findFreePort } from './free-port.ts';

test.each([
  ['127.0.0.1', 'http://127.0.0.1:3000'],
  ['0.0.0.0', 'http://127.0.0.1:3000'],
  ['::', 'http://[::1]:3000'],
  ['localhost', 'http://localhost:3000'],
])('a server on %s is found at %s', (host, address) => {
  expect(addressOf({ host, port: 3000 })).toBe(address);
});

test('a free port is let be, a taken one is told with another to try', async () => {
  const port = await findFreePort();
  await assertAddressFree({ host: '127.0.0.1', port });
  const taken = createServer().listen(port, '127.0.0.1');
  await once(taken, 'listening');
  await expect(assertAddressFree({ host: '127.0.0.1', port })).rejects.toThrow(
    new RegExp(`port ${port} est déjà pris.*PORT=\\d+ npm start`),
  );
  taken.close();
});

test('an address of another machine is told', async () => {
  await expect(assertAddressFree({ host: '192.0.2.1', port: 3000 })).rejects.toThrow(/HOST=192.0.2.1/);
});
