import { ensureInstalled } from './install.mjs';
import { commandLine } from './platform.mjs';
import { runNode } from './run-node.mjs';

await commandLine(async () => {
  await ensureInstalled({ withDevelopment: false });
  // npm runs us in the folder of the clone, and says where the command was typed.
  const typedIn = process.env.INIT_CWD ?? process.cwd();
  return runNode(['--import', 'tsx', 'src/launch/roads.ts', '--from', typedIn, ...process.argv.slice(2)]);
});
