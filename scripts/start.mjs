/** `npm start`: installs, starts everything, runs the sample municipality, and leaves it running. */
import { join } from 'node:path';
import { bootstrap, root, run } from './bootstrap.mjs';

await bootstrap({ announce: true });
process.exitCode = await run(process.execPath, [join(root, 'cli', 'fugo.mjs'), 'start', ...process.argv.slice(2)]);
