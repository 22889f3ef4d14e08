/** `npm run bench -- [daily|load|operations]`: the daily work, loads of whole cities, or the operation of the Juki net. */
import { measureDaily } from './daily/main.ts';
import { measureLoads } from './load/main.ts';
import { measureOperations } from './operations/main.ts';

const args = process.argv.slice(2);
const [first] = args;

if (first === 'load') process.exitCode = await measureLoads(args.slice(1));
else if (first === 'operations') process.exitCode = await measureOperations(args.slice(1));
else process.exitCode = await measureDaily(first === 'daily' ? args.slice(1) : args);
process.exit();
