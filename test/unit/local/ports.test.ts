import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { choosePorts, defaultPorts, isPortFree, offerFreePort, portNames } from '../../../local/ports.ts';

const names = ['api', 'temporal', 'database'] as const;
const wishes = { api: 8640, temporal: 8641, database: 8643 };
const free = async (): Promise<boolean> => true;
const allBut8641 = async (port: number): Promise<boolean> => port !== 8641;
const offering = (...ports: number[]) => {
  return async (): Promise<number> => ports.shift() ?? 0;
};

test('every part has a port of its own', () => {
  expect(new Set(portNames.map((name) => defaultPorts[name])).size).toBe(portNames.length);
  expect(defaultPorts).toMatchObject({ api: 8640, temporal: 8641, 'temporal-ui': 8642, 'juki-gateway': 8659 });
});

test('wished ports are kept while they are free', async () => {
  expect(await choosePorts(names, wishes, free, offering())).toEqual(wishes);
});

test('a taken port is replaced and the others stay', async () => {
  expect(await choosePorts(names, wishes, allBut8641, offering(50_000))).toEqual({ ...wishes, temporal: 50_000 });
});

test('no port is given out twice, and none that a later part wishes for', async () => {
  const same = { api: 8640, temporal: 8640, database: 8643 };
  const chosen = await choosePorts(names, same, free, offering(8643, 8640, 50_001));
  expect(chosen).toEqual({ api: 8640, temporal: 50_001, database: 8643 });
});

test('a port somebody listens on is not free', async () => {
  const port = await offerFreePort();
  expect(await isPortFree(port)).toBe(true);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  expect(await isPortFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
});
