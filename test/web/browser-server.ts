import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { getWebBuild } from '../../local/web-build.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the one browser of all files listens. */
    browserEndpoint: string;
    /** The built pages. */
    webFolder: string;
  }
}

/** One browser and one build of the pages for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), 'fugo-web-'));
  const isRoot = process.getuid?.() === 0;
  const [server, webFolder] = await Promise.all([
    chromium.launchServer({
      executablePath: getChromium(isRoot),
      // Chromium's sandbox refuses to run as root.
      args: isRoot ? ['--no-sandbox'] : [],
    }),
    getWebBuild(home),
  ]);
  project.provide('browserEndpoint', server.wsEndpoint());
  project.provide('webFolder', webFolder);
  return async () => {
    await server.close();
    rmSync(home, { recursive: true, force: true });
  };
}

/** The headless shell draws no window of its own, so it needs half the time. */
const places = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const packages = ['chromium-headless-shell', 'fonts-noto-cjk'];

/** The system's own; on Debian as root it is installed when it is missing. */
function getChromium(isRoot: boolean): string {
  const found = places.find(existsSync);
  if (found !== undefined) return found;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    process.stderr.write(`apt-get install ${packages.join(' ')}\n`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const install = (): unknown =>
      execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env, stdio: 'pipe' });
    try {
      install();
    } catch {
      execFileSync('apt-get', ['update'], { env, stdio: 'pipe' });
      install();
    }
    const installed = places.find(existsSync);
    if (installed !== undefined) return installed;
  }
  throw new Error(
    'Chromium が見つかりません。chromium と fonts-noto-cjk を入れてください。 / ' +
      'The tests of the pages need Chromium. Please install chromium and fonts-noto-cjk (apt-get install).',
  );
}
