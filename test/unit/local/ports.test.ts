import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { choosePorts, getPorts, type PortSource } from '../../../local/choose-ports.ts';
import { textOf, type Note } from '../../../local/messages.ts';
import { findPortHolder, findListeningInodes } from '../../../local/port-holder.ts';
import { defaultPorts, isPortFree, offerFreePort, offerLastingPort, portNames } from '../../../local/ports.ts';

const names = ['api', 'temporal', 'database'] as const;
const usual = { api: 8640, temporal: 8641, database: 8643 };
const sourceOf = (isFree: (port: number) => boolean, ...offers: number[]): PortSource => ({
  isFree: async (port) => isFree(port),
  offer: async () => (offers.length > 1 ? offers.shift() : offers[0]) ?? 0,
});
const listening: Server[] = [];
let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'fugo-unit-'))));
afterEach(() => {
  for (const server of listening.splice(0)) server.close();
  rmSync(home, { recursive: true, force: true });
});

async function listenOn(port: number): Promise<void> {
  const server = createServer();
  listening.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
}

test('every part has a port of its own', () => {
  expect(new Set(portNames.map((name) => defaultPorts[name])).size).toBe(portNames.length);
  expect(defaultPorts).toMatchObject({ api: 8640, temporal: 8641, 'temporal-ui': 8642, 'juki-gateway': 8659 });
});

test('the usual ports are taken while they are free', async () => {
  const free = sourceOf(() => true);
  expect(await choosePorts(names, { remembered: {}, usual }, free)).toEqual({ ports: usual, taken: [] });
});

test('a taken port is replaced and told, and the others stay', async () => {
  const source = sourceOf((port) => port !== 8641, 20_000);
  expect(await choosePorts(names, { remembered: { temporal: 8641 }, usual }, source)).toEqual({
    ports: { ...usual, temporal: 20_000 },
    taken: [{ name: 'temporal', port: 8641, remembered: true }],
  });
});

test('no port is given out twice, and none that a later part wishes for', async () => {
  const remembered = { api: 8640, temporal: 8640, database: 8643 };
  const { ports } = await choosePorts(
    names,
    { remembered, usual },
    sourceOf(() => true, 8643, 8640, 20_001),
  );
  expect(ports).toEqual({ api: 8640, temporal: 20_001, database: 8643 });
});

test('a port of the last start that is taken is told with the program that has it, and not changed by itself', async () => {
  const port = await offerFreePort();
  writeFileSync(join(home, 'ports.json'), JSON.stringify({ api: port }));
  await listenOn(port);
  const source = sourceOf((wanted) => wanted !== port, 20_003);
  const notes: Note[] = [];
  const get = (move: boolean) => getPorts(home, { move, note: (note) => notes.push(note), source });
  // On Linux the program is known: this one.
  const told = new RegExp(`api ${port} \\(${process.platform === 'linux' ? `.+, pid ${process.pid}` : '.+'}\\)`, 'u');
  await expect(get(false)).rejects.toThrow(told);
  await expect(get(false)).rejects.toThrow(/--move-ports/u); // and the choice was not remembered
  expect((await get(true)).api).toBe(20_003);
  expect(notes.map((note) => textOf(note, 'en')).join()).toContain('→ 20003');
  expect((await get(false)).api).toBe(20_003);
});

test('a first start avoids a port that is taken', async () => {
  const notes: Note[] = [];
  const source = sourceOf((wanted) => wanted !== 8640, 20_004);
  const { api } = await getPorts(home, { move: false, note: (note) => notes.push(note), source });
  expect({ api, notes: notes.length }).toEqual({ api: 20_004, notes: 1 });
});

test('a port somebody listens on is not free', async () => {
  const port = await offerFreePort();
  expect(await isPortFree(port)).toBe(true);
  await listenOn(port);
  expect(await isPortFree(port)).toBe(false);
});

test('a port that is to be kept is none of those the system gives to outgoing connections', async () => {
  const port = await offerLastingPort();
  expect(port).toBeGreaterThanOrEqual(10_000);
  expect(port).toBeLessThan(32_768);
});

test('of a table of sockets, those that listen on the port count', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:21C0 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0 0 10 0',
    '   1: 0100007F:21C0 0100007F:C001 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 100 0 0 10 0',
    '   2: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4713 1 0 100 0 0 10 0',
  ].join('\n');
  expect(findListeningInodes(table, 8640)).toEqual(['4711']);
  expect(findPortHolder(1)).toBeUndefined();
});
