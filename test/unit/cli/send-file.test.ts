import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendFile } from '../../../cli/client/send-file.ts';

let folder = '';
const server = createServer((request, response) => {
  void text(request).then((body) => response.end(JSON.stringify({ body, length: request.headers['content-length'] })));
});
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fugo-send-file-'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

async function sent(replaced?: { bytes: Uint8Array; from: number }): Promise<unknown> {
  const path = join(folder, 'file.csv');
  await writeFile(path, 'theirs,x\r\n1,2\r\n');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo;
  const file = { path, bytes: 15, mediaType: 'text/csv', ...(replaced && { replaced }) };
  const answer = await sendFile(new URL(`http://127.0.0.1:${String(port)}/`), {}, file);
  return JSON.parse(await answer.text());
}

test('a file is sent as it is', async () => {
  expect(await sent()).toEqual({ body: 'theirs,x\r\n1,2\r\n', length: '15' });
});

test('with another beginning it is as long as what is sent', async () => {
  const replaced = { bytes: Buffer.from('name,birthDate'), from: 8 };
  expect(await sent(replaced)).toEqual({ body: 'name,birthDate\r\n1,2\r\n', length: '21' });
  expect(await sent({ bytes: Buffer.from('a'), from: 8 })).toEqual({ body: 'a\r\n1,2\r\n', length: '8' });
});
