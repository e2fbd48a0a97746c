import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/** What is wrong, and what to do about it: printed alone, without a stack. */
export class Refusal extends Error {}

/** The platform as npm packages name it, such as `linux-x64`. */
export const platform = `${process.platform}-${process.arch}`;

export function assertPlatform() {
  if (!PLATFORMS.includes(platform)) {
    throw new Refusal(
      `Pouvoir Bouger ne tourne pas sur ${platform}, mais sur ${PLATFORMS.join(', ')}. Sous Windows, passez par WSL 2.`,
    );
  }
  if (process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime) {
    throw new Refusal(
      'Ce Linux n’a pas la bibliothèque glibc (Alpine ?) dont Node 24 et PostgreSQL ont besoin : prenez un Debian ou un Ubuntu.',
    );
  }
  if (majorVersion() < 20) {
    throw new Refusal(
      `Il faut Node 20 ou plus, et celui-ci est ${process.version} : installez une version plus récente, puis relancez.`,
    );
  }
}

/** Node 24: the one npm installed for this project, else the one that runs now. */
export function findNode24() {
  const installed = join(root, 'node_modules', `node-${platform}`, 'bin', 'node');
  if (existsSync(installed)) return installed;
  if (majorVersion() >= 24) return process.execPath;
  throw new Refusal(
    `Sur ${platform}, Node 24 n’est pas fourni par npm et celui-ci est ${process.version} : installez Node 24, puis relancez.`,
  );
}

function majorVersion() {
  return Number.parseInt(process.versions.node, 10);
}

/** Runs a command's work; what it cannot do is told in one sentence, and the exit code is 1. */
export async function commandLine(work) {
  try {
    assertPlatform();
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
