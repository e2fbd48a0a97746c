import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../../src/launch/free-port.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { startApi, type TestApi } from '../support/api.ts';

const SERVER = fileURLToPath(new URL('../../src/server.ts', import.meta.url));

let api: TestApi;
const children: ChildProcess[] = [];
beforeAll(async () => {
  api = await startApi();
});
afterEach(async () => {
  for (const child of children.splice(0))
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
});
afterAll(() => api.stop());

/** The real process, as it is kept by the launcher. */
async function startServer(more: Record<string, string> = {}) {
  const port = await findFreePort();
  const env = { ...process.env, DATABASE_URL: api.url, PORT: String(port), DEMO: '0', ...more };
  const child = fork(SERVER, { env, execArgv: ['--import', 'tsx'], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const ready = Promise.race([once(child, 'message').then(([message]) => message), ended]);
  const key = api.keys.all;
  return {
    child,
    port,
    ready: await ready,
    ended,
    output: () => output,
    request: (path: string, init: RequestInit = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${key}`, ...init.headers },
      }),
  };
}

describe('the process that serves', () => {
  it('says that it is ready, answers, and ends when it is told to', async () => {
    const server = await startServer();
    expect(server.ready).toEqual({ type: 'ready' });
    expect((await server.request('/health')).status).toBe(200);
    // By the clock on the wall, and so for somebody of whom the tests' own clock may not know yet.
    const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference: 'B-0043' };
    const posted = await server.request('/api/diagnostics', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...DIAGNOSTIC_EXAMPLE, beneficiary }),
    });
    expect(posted.status).toBe(201);
    const document = await server.request('/api/openapi.json', { headers: { 'accept-encoding': 'gzip' } });
    expect(document.headers.get('content-encoding')).toBe('gzip');
    expect(await document.json()).toMatchObject({ openapi: '3.1.0' });
    expect((await server.request('/fr/')).headers.get('content-type')).toMatch(/^text\/html/);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it('lets a request under way end, and takes no other', async () => {
    const server = await startServer();
    const posted = await api.post('/api/diagnostics', DIAGNOSTIC_EXAMPLE);
    expect(posted).toMatchObject({ status: 201 });
    const waiting = server.request(`/api/diagnostics/${posted.body.id}/matches?wait=2`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    server.child.kill('SIGTERM');
    expect(await (await waiting).json()).toMatchObject({ status: 'pending' });
    expect(await server.ended).toBe(0);
    await expect(server.request('/health')).rejects.toThrow();
  });

  it('ends when whoever started it is gone', async () => {
    const server = await startServer();
    server.child.disconnect();
    expect(await server.ended).toBe(0);
  });

  it('says that the port is taken, and what to do', async () => {
    const first = await startServer();
    const second = await startServer({ PORT: String(first.port) });
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/Le port \d+ est déjà pris : .*PORT=/);
  });

  it('serves 503 from the start when the database is away', async () => {
    const server = await startServer({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' });
    expect((await server.request('/health')).status).toBe(503);
    const answer = await server.request('/api/offers');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ type: '/problems/unavailable' });
  });

  it('answers 413 to 5 MB, and goes on', async () => {
    const server = await startServer();
    const body = JSON.stringify({ ...DIAGNOSTIC_EXAMPLE, filler: 'x'.repeat(5 * 1024 * 1024) });
    const answer = await server.request('/api/diagnostics', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ type: '/problems/too-large' });
    expect(await sendChunked(server.port, body, api.keys.all)).toMatch(/^HTTP\/1\.1 413 /);
    expect((await server.request('/health')).status).toBe(200);
  });
});

/** A body whose length is not told beforehand. */
async function sendChunked(port: number, body: string, key: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    `POST /api/diagnostics HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
  );
  const bytes = Buffer.from(body);
  for (let at = 0; at < bytes.length; at += 65_536) {
    const chunk = bytes.subarray(at, at + 65_536);
    socket.write(`${chunk.length.toString(16)}\r\n`);
    socket.write(chunk);
    socket.write('\r\n');
  }
  socket.write('0\r\n\r\n');
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer);
}
