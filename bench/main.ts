/**
 * `npm run bench -- [daily|load|operations|writings|slow-line]`: the daily work, loads of whole cities, the operation of
 * the Juki net, how names, dates and addresses are found, or how soon the pages are seen on a slow line.
 */
import { measureDaily } from './daily/main.ts';
import { measureLoads } from './load/main.ts';
import { measureOperations } from './operations/main.ts';
import { measureSlowLine } from './slow-line.ts';
import { measureWritings } from './writings/main.ts';

const args = process.argv.slice(2);
const [first] = args;

if (first === 'load') process.exitCode = await measureLoads(args.slice(1));
else if (first === 'operations') process.exitCode = await measureOperations(args.slice(1));
else if (first === 'writings') process.exitCode = measureWritings(args.slice(1));
else if (first === 'slow-line') process.exitCode = await measureSlowLine(args.slice(1));
else process.exitCode = await measureDaily(first === 'daily' ? args.slice(1) : args);
process.exit();
