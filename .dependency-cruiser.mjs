/**
 * The walls of the house. Each room lists what it may import of ours; anything else of ours is forbidden. A wall moves by an
 * ADR, with this file changed in the same commit.
 */
const ROOMS = {
  // The first entry is the room itself, the others are what it may import besides.
  domain: ['^src/domain/', '^geo/router\\.ts$'],
  geo: ['^geo/'],
  services: ['^src/services/', '^src/domain/', '^geo/(router|with-fallback|landmarks|off-a-pile)\\.ts$'],
  db: [
    '^src/db/',
    '^src/domain/',
    '^geo/router\\.ts$',
    '^src/services/(ports|context|errors)\\.ts$',
    '^src/services/ports/',
    '^territories/',
  ],
  gateways: [
    '^src/gateways/',
    '^src/domain/',
    '^src/services/(ports|context|errors)\\.ts$',
    '^src/services/ports/',
    '^workers/queues\\.ts$',
  ],
  i18n: ['^src/i18n/', '^src/domain/'],
  web: ['^src/web/', '^src/services/', '^src/i18n/', '^src/domain/'],
  workers: ['^workers/', '^src/compose\\.ts$', '^src/config\\.ts$', '^src/services/'],
  launch: [
    '^src/launch/',
    '^src/config\\.ts$',
    '^src/db/prepare\\.ts$',
    '^src/db/seeds/',
    // It makes and switches the roads of a territory (ADR 0015).
    '^geo/',
  ],
  compose: [
    '^src/compose\\.ts$',
    '^src/(config|compose)\\.ts$',
    '^src/(domain|services|db|gateways|i18n)/',
    '^geo/',
    '^workers/',
  ],
  server: ['^src/server\\.ts$', '^src/(config|compose)\\.ts$', '^src/web/', '^src/services/'],
  config: ['^src/config\\.ts$'],
};
const OURS = '^(src|geo|workers|territories|bench|test|scripts|bin)/';
const TESTS = '\\.test\\.tsx?$';

const walls = Object.entries(ROOMS).map(([room, [path, ...allowed]]) => ({
  name: `walls-of-${room}`,
  comment: `src/${room} may import of ours only: ${[path, ...allowed].join(' ')}`,
  severity: 'error',
  from: { path, pathNot: TESTS },
  to: { path: OURS, pathNot: [path, ...allowed] },
}));

/** Packages that only some rooms know: everyone else goes through them. */
const ONLY_IN = {
  'hono and its companions': [['^(hono|@hono)(/|$)'], ['^src/(web|server)', '^test/', '^scripts/', '^bench/']],
  'the database drivers': [
    ['^(postgres|drizzle-orm|pg)(/|$)'],
    ['^src/db/', '^src/gateways/', '^src/launch/', '^test/', '^bench/'],
  ],
  'the queue': [['^(bullmq|ioredis)(/|$)'], ['^src/gateways/', '^test/']],
};

export default {
  forbidden: [
    ...walls,
    ...Object.entries(ONLY_IN).map(([what, [packages, rooms]], index) => ({
      name: `only-some-rooms-know-${index}`,
      comment: `${what}: known to ${rooms.join(' ')} only`,
      severity: 'error',
      from: { pathNot: [...rooms, TESTS] },
      to: { path: packages.map((name) => name.replace('^', 'node_modules/')) },
    })),
    {
      name: 'the-domain-takes-types-only-from-the-road',
      comment: 'Router answers are arguments of the domain.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: TESTS },
      to: { path: '^geo/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-domain-is-pure',
      comment: 'No file, network, process or clock: facts are arguments.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'tests-stay-outside',
      comment: 'What runs never imports what tests.',
      severity: 'error',
      from: { path: '^(src|geo|workers|bin|territories)/', pathNot: TESTS },
      to: { path: ['^(test|bench)/', TESTS] },
    },
    {
      name: 'installed-without-test-tools',
      comment: 'A clone started with `npm start` has no development package.',
      severity: 'error',
      from: { path: '^(src|geo|workers|bin)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'only-main-starts-the-launch',
      comment: 'The supervisor starts the server and the workers as processes, and nothing imports it.',
      severity: 'error',
      from: { path: '^(src|geo|workers)/', pathNot: ['^src/launch/', TESTS] },
      to: { path: '^src/launch/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^node_modules/\\.' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
