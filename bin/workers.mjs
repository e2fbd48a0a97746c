import { ensureInstalled } from './install.mjs';
import { commandLine } from './platform.mjs';
import { runNode } from './run-node.mjs';

await commandLine(async () => {
  await ensureInstalled({ withDevelopment: false });
  // As many threads as the road engine computes at once: each keeps 70 MB of it.
  return runNode(['--import', 'tsx', 'workers/main.ts'], { UV_THREADPOOL_SIZE: '2', ...process.env });
});
