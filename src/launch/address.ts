import { createServer } from 'node:net';
import { LaunchError } from './launch-error.ts';

/** Where a browser on this machine finds the server. */
export function addressOf({ host, port }: { host: string; port: number }): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/**
 * Tries the address before anything is started.
 *
 * @throws LaunchError when the server could not listen there.
 */
export async function assertAddressFree({ host, port }: { host: string; port: number }): Promise<void> {
  const code = await tryToListen(host, port);
  if (code !== null) throw new LaunchError(explain(code, host, port));
}

function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

function explain(code: string, host: string, port: number): string {
  if (code === 'EADDRINUSE') {
    return `Le port ${port} est déjà pris sur ${host}. Arrêtez le programme qui l’occupe, ou choisissez un autre port : PORT=${port + 1 > 65535 ? 3001 : port + 1} npm start`;
  }
  if (code === 'EACCES') {
    return `Ce compte n’a pas le droit d’ouvrir le port ${port}. Choisissez un port à partir de 1024 : PORT=3000 npm start`;
  }
  return `HOST=${host} n’est pas une adresse de cette machine (${code}). Laissez HOST vide pour 127.0.0.1, ou indiquez une adresse de cette machine.`;
}
