import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export type TestBrowser = {
  /** A fresh visitor who can reach this machine and nothing else. */
  visitor(options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
};

/** The machine's own Chromium, else the one inside @sparticuz/chromium, which needs neither root nor libraries. */
export async function openBrowser(): Promise<TestBrowser> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pouvoir-bouger-browser-'));
  const browser = await launch(folder);
  return {
    async visitor(options) {
      const context = await browser.newContext({ locale: 'fr-FR', timezoneId: 'Europe/Paris', ...options });
      await context.route(
        (url) => !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname),
        (route) => route.abort('blockedbyclient'),
      );
      return context;
    },
    async close() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(folder: string): Promise<Browser> {
  const installed = INSTALLED.find((file) => existsSync(file));
  const executablePath = installed ?? (await unpacked(folder));
  // Root cannot be put in a sandbox, and the unpacked one brings none: it only ever sees our own pages.
  const noSandbox = installed === undefined || process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: [...(noSandbox ? ['--no-sandbox'] : []), '--disable-gpu'] });
}

/** It unpacks itself into the temporary folder, with the libraries and fonts a bare machine lacks. */
async function unpacked(folder: string): Promise<string> {
  const { TMPDIR } = process.env;
  process.env.TMPDIR = folder;
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x';
  process.env.FONTCONFIG_FILE = await writeFontConfiguration(folder);
  try {
    const { default: sparticuz } = await import('@sparticuz/chromium');
    return await sparticuz.executablePath();
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
}

/** Its own configuration looks for its fonts in /tmp; a Chromium that finds no font at all stops at the first field. */
async function writeFontConfiguration(folder: string): Promise<string> {
  const file = path.join(folder, 'fonts.conf');
  const prefer = ['sans-serif', 'system-ui']
    .map(
      (family) => `<alias binding="same"><family>${family}</family><prefer><family>Open Sans</family></prefer></alias>`,
    )
    .join('');
  const folders = [path.join(folder, 'fonts'), '/usr/share/fonts'].map((dir) => `<dir>${dir}</dir>`).join('');
  await writeFile(
    file,
    `<?xml version="1.0"?><fontconfig>${folders}<cachedir>${folder}/cache</cachedir>${prefer}</fontconfig>`,
  );
  return file;
}
