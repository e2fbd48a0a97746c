import { readFileSync } from 'node:fs';
import { ensureInstalled } from './install.mjs';
import { commandLine } from './platform.mjs';
import { runNode } from './run-node.mjs';

await commandLine(async () => {
  await ensureInstalled({ withDevelopment: false });
  const { flags, environment } = JSON.parse(
    readFileSync(new URL('../src/launch/worker-process.json', import.meta.url), 'utf8'),
  );
  return runNode(['--import', 'tsx', ...flags, 'workers/main.ts'], { ...environment, ...process.env });
});
