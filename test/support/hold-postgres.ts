/** A process that starts PostgreSQL on the folder it is given and stays there, to be killed. Prints one line of JSON. */
import { startEmbeddedPostgres } from '../../src/launch/embedded-postgres.ts';

const { url, pid } = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', log: () => {} });
console.log(JSON.stringify({ url, pid }));
setInterval(() => {}, 60_000);
