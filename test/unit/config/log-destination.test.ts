import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { accessLog } from '../../../api/access-log.ts';
import type { ApiEnv } from '../../../api/context.ts';
import { createMetrics } from '../../../api/http/metrics.ts';
import { createLogDestination, logLines } from '../../../config/log-destination.ts';
import { createLogger } from '../../../temporal/logging.ts';

/** A disk with so much room; writes what fits, as a file system does. */
function createDisk(room: number) {
  const disk = { room, text: '' };
  const write = (bytes: Uint8Array): number => {
    if (disk.room === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const taken = Math.min(bytes.length, disk.room);
    disk.text += Buffer.from(bytes.subarray(0, taken)).toString('latin1');
    disk.room -= taken;
    return taken;
  };
  return { disk, write };
}

test('a full disk drops lines and counts them; with room again the log says how many, and every line is whole', () => {
  const { disk, write } = createDisk(15);
  const destination = createLogDestination(write);
  const before = logLines.dropped;
  destination.write('{"line":1}\n');
  for (const line of [2, 3, 4]) destination.write(`{"line":${line}}\n`);
  expect(logLines.dropped - before).toBe(3);
  disk.room = 10_000;
  destination.write('{"line":5}\n');
  destination.write('{"line":6}\n');
  const lines = disk.text.trimEnd().split('\n');
  expect(lines[0]).toBe('{"line":1}');
  expect('{"line":2}'.startsWith(lines[1] ?? '-')).toBe(true); // what there was room for
  expect(lines.slice(2).map((line) => JSON.parse(line) as object)).toEqual([
    expect.objectContaining({ dropped: 3, level: 'error' }),
    { line: 5 },
    { line: 6 },
  ]);
});

test('a slow reader is waited for', () => {
  let refusals = 3;
  const { disk, write } = createDisk(100);
  const destination = createLogDestination((bytes) => {
    if (refusals-- > 0) throw Object.assign(new Error('try again'), { code: 'EAGAIN' });
    return write(bytes);
  });
  destination.write('line\n');
  expect(disk.text).toBe('line\n');
});

test('a request is answered as ever while its line cannot be written', async () => {
  const { write } = createDisk(0);
  const log = createLogger({ name: 'api', level: 'info', destination: createLogDestination(write) });
  const app = new Hono<ApiEnv>();
  app.use(accessLog({ log, metrics: createMetrics() }));
  app.get('/', (c) => c.text('taken', 202));
  const response = await app.request('/');
  expect([response.status, await response.text()]).toEqual([202, 'taken']);
});
