/** `npm start`: installs, starts everything, runs the sample municipality, and leaves it running. */
import { bootstrap, runTypeScript } from './bootstrap.mjs';

await bootstrap();
process.exitCode = await runTypeScript('cli/main.ts', ['start', ...process.argv.slice(2)]);
