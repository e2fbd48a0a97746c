import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type FileServer = {
  /** Ends with a slash. */
  url: string;
  /** `method path range` of every request so far. */
  requests: string[];
  close(): Promise<void>;
};

export type Served = {
  body: Buffer;
  etag?: string;
  /** Ends the connection after so many bytes of an answer, each time it is asked. */
  cutAfterBytes?: number;
  /** Sends the first bytes and then nothing more. */
  stallAfterBytes?: number;
  /** Sends what is asked in pieces, with a pause before each. */
  pace?: { bytes: number; pauseMs: number };
  /** Answers every request with the whole file. */
  ignoresRanges?: boolean;
  type?: string;
};

/** A publisher of files on the loopback: ranges, `If-Range`, and whatever goes wrong on the way. */
export async function startFileServer(
  answer: (path: string) => Served | { status: number; location?: string },
): Promise<FileServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.range ?? ''}`.trim());
    const served = answer(request.url ?? '/');
    if ('status' in served) {
      response.writeHead(served.status, served.location ? { location: served.location } : {}).end('no');
      return;
    }
    void send(request, response, served);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function send(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  const {
    body,
    etag,
    cutAfterBytes,
    stallAfterBytes,
    pace,
    ignoresRanges = false,
    type = 'application/octet-stream',
  } = served;
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  const same = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
  const from = asked !== undefined && same && !ignoresRanges ? Number(asked) : 0;
  if (from > 0 && from >= body.length) {
    response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
    return;
  }
  const rest = body.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, {
    'content-type': type,
    'content-length': rest.length,
    ...(etag ? { etag } : {}),
    ...(from > 0 ? { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` } : {}),
  });
  const until = cutAfterBytes ?? stallAfterBytes ?? rest.length;
  const step = pace?.bytes ?? 64 * 1024;
  for (let at = 0; at < Math.min(until, rest.length) && !response.destroyed; at += step) {
    if (pace) await new Promise((resolve) => setTimeout(resolve, pace.pauseMs));
    const piece = rest.subarray(at, Math.min(at + step, until));
    await new Promise((resolve) => response.write(piece, resolve));
  }
  if (cutAfterBytes !== undefined && until < rest.length) response.destroy();
  else if (stallAfterBytes === undefined || until >= rest.length) response.end();
}
