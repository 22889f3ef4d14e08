/** `npm run bench`: installs, then measures on a stack of its own. Arguments after `--` go to the bench. */
import { bootstrap, runTypeScript } from './bootstrap.mjs';

await bootstrap({ announce: true });
process.exitCode = await runTypeScript('bench/main.ts', process.argv.slice(2));
