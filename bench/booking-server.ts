import { serve } from '@hono/node-server';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { createApp } from '../src/web/app.tsx';

/** The site in a process of its own, as `npm start` serves it, but that each client comes by an address of their own. */
const composition = await compose(readConfig(process.env), () => {});
const app = createApp(composition.deps, {
  territoryId: 'meuse',
  anonymousRequestsPerMinute: 1e6,
  addressOf: (c) => c.req.header('x-comes-from') ?? 'nobody',
  log: console.error,
});
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env.PORT) }, () =>
  process.send?.('ready'),
);
process.on('message', () => process.send?.({ rssMb: process.memoryUsage().rss / 2 ** 20, cpu: process.cpuUsage() }));
process.on('disconnect', async () => {
  server.close();
  await composition.close();
  process.exit(0);
});
