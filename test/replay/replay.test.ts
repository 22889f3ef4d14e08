import { readdir, readFile } from 'node:fs/promises';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { bundleWorkflows } from '../support/workflow-bundle.ts';

const histories = new URL('./histories/', import.meta.url);

/** Recorded from a real server: FUGO_RECORD_HISTORIES=1 with the workflow tests. */
async function* recorded(): AsyncGenerator<{ workflowId: string; history: unknown }> {
  for (const name of await readdir(histories)) {
    yield { workflowId: name, history: JSON.parse(await readFile(new URL(name, histories), 'utf8')) };
  }
}

test('every recorded history replays on the present workflow code', async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const workflowBundle = await bundleWorkflows();
  const outcomes = [];
  for await (const outcome of Worker.runReplayHistories({ workflowBundle }, recorded())) outcomes.push(outcome);
  expect(outcomes.length).toBeGreaterThan(0);
  expect(outcomes.filter(({ error }) => error)).toEqual([]);
});
