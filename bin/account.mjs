import { ensureInstalled } from './install.mjs';
import { commandLine } from './platform.mjs';
import { runNode } from './run-node.mjs';

await commandLine(async () => {
  await ensureInstalled({ withDevelopment: false });
  return runNode(['--import', 'tsx', 'src/launch/account.ts', ...process.argv.slice(2)]);
});
