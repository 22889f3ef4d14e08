#!/usr/bin/env node
/** The `fugo` command: installs what is missing, then runs cli/main.ts in this very process. */
import { bootstrap } from '../scripts/bootstrap.mjs';

await bootstrap();
const { register } = await import('tsx/esm/api');
register();
// Temporal's packages load files by `require`, and some of them are TypeScript.
const { register: registerRequire } = await import('tsx/cjs/api');
registerRequire();
await import('./main.ts');
