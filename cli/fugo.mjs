#!/usr/bin/env node
/** The `fugo` command: installs what is missing, then runs cli/main.ts in this very process, compiled beforehand. */
import { bootstrap, root } from '../scripts/bootstrap.mjs';
import { getCommandBundle } from '../scripts/command-bundle.mjs';

await bootstrap();
const bundle = await getCommandBundle(root);
if (bundle !== undefined) {
  // They cost time, so only where somebody wants to see where an error comes from.
  if (process.env.FUGO_LOG_LEVEL === 'debug') process.setSourceMapsEnabled(true);
  await import(bundle);
} else {
  await import('./main.ts');
}
