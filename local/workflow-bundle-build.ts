import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Run as a process of its own: bundles the workflows into the given file. */
const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('usage: workflow-bundle-build FILE');
const failureConverterPath = fileURLToPath(new URL('../temporal/failure-converter.ts', import.meta.url));
const { code } = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
  ...(existsSync(failureConverterPath) ? { failureConverterPath } : {}),
  logger: new DefaultLogger('WARN'),
});
writeFileSync(target, code);
