import { TestWorkflowEnvironment } from '@temporalio/testing';

/** Run as a process of its own: downloads the Temporal CLI into the given folder, in the only way the SDK offers. */
const [downloadDir] = process.argv.slice(2);
if (downloadDir === undefined) throw new Error('usage: temporal-download FOLDER');
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir } },
});
await environment.teardown();
