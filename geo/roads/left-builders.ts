import { readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { sep } from 'node:path';

/**
 * Ends the tile builders that a killed command left behind: they would go on for as long as a build takes, in folders about to
 * be removed. Known by the folder they run in, which no other process uses. On Linux only; elsewhere they end by themselves.
 */
export function endLeftBuilders(folder: string): void {
  if (process.platform !== 'linux') return;
  // The system tells where a process really runs, behind whatever links.
  const inside = `${realpathSync(folder)}${sep}`;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const at = linkOf(`/proc/${pid}/cwd`);
    const program = linkOf(`/proc/${pid}/exe`);
    if (!at?.startsWith(inside) || !program?.includes('valhalla_build_tiles')) continue;
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // Ended by itself just now, or another account's.
    }
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
