/** `npm run bench -- [daily|load]`: the daily work, or loads of whole cities. */
import { measureDaily } from './daily/main.ts';
import { measureLoads } from './load/main.ts';

const args = process.argv.slice(2);
const [first] = args;

if (first === 'load') process.exitCode = await measureLoads(args.slice(1));
else process.exitCode = await measureDaily(first === 'daily' ? args.slice(1) : args);
process.exit();
