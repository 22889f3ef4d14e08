import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findJson, writePrivateJson } from './files.ts';
import { LocalError, type Note } from './messages.ts';
import { findPortHolder, type PortHolder } from './port-holder.ts';
import { defaultPorts, isPortFree, offerLastingPort, portNames, type PortName, type Ports } from './ports.ts';
import { membersOf } from './records.ts';

export interface PortChoice<Name extends string> {
  ports: Record<Name, number>;
  /** Ports that were remembered or are the usual ones, but are in use. */
  taken: { name: Name; port: number; remembered: boolean }[];
}

/** What choosing ports asks the system. */
export interface PortSource {
  isFree: (port: number) => Promise<boolean>;
  offer: () => Promise<number>;
}

/**
 * Chooses a free port for each name: the remembered one, the usual one, or else one that the system offers. No port is
 * chosen twice, and none that another name wishes for.
 */
export async function choosePorts<Name extends string>(
  names: readonly Name[],
  { remembered, usual }: { remembered: Partial<Record<Name, number>>; usual: Record<Name, number> },
  { isFree, offer }: PortSource,
): Promise<PortChoice<Name>> {
  const wishOf = (name: Name): number => remembered[name] ?? usual[name];
  const wishes = new Set(names.map(wishOf));
  const chosen = new Set<number>();
  const ports = { ...usual };
  const taken: PortChoice<Name>['taken'] = [];
  for (const name of names) {
    let port = wishOf(name);
    if (chosen.has(port) || !(await isFree(port))) {
      taken.push({ name, port, remembered: remembered[name] !== undefined });
      do port = await offer();
      while (chosen.has(port) || wishes.has(port));
    }
    chosen.add(port);
    ports[name] = port;
  }
  return { ports, taken };
}

/**
 * Milliseconds to wait for a remembered port: a part that was just told to end, of this home or another, may hold it.
 */
const releaseMs = 5_000;

/**
 * The ports of this home. Those of the last start stay, because bookmarks, scripts and the settings of municipalities
 * name them; if one is taken, LocalError names the program that holds it, unless `move` allows another port. A first
 * start avoids ports that are taken, and says so.
 */
export async function getPorts(
  home: string,
  { move, note, source }: { move: boolean; note: (note: Note) => void; source?: PortSource },
): Promise<Ports> {
  const path = join(home, 'ports.json');
  const remembered = readRememberedPorts(home);
  const patienceMs = Object.keys(remembered).length > 0 ? releaseMs : 0;
  const from = source ?? { isFree: becomesFreeWithin(patienceMs), offer: offerLastingPort };
  const { ports, taken } = await choosePorts(portNames, { remembered, usual: defaultPorts }, from);
  const takenAgain = taken.filter(({ remembered: isKept }) => isKept);
  if (takenAgain.length > 0 && !move) {
    throw new LocalError({ key: 'portsTaken', values: { taken: takenAgain.map(describeTaken).join(', ') } });
  }
  if (taken.length > 0) {
    const moved = taken.map((each) => `${describeTaken(each)} → ${ports[each.name]}`).join(', ');
    note({ key: 'portsMoved', values: { moved } });
  }
  writePrivateJson(path, ports);
  return ports;
}

/** The ports of the last start. */
export function readRememberedPorts(home: string): Partial<Ports> {
  const members = membersOf(findJson(join(home, 'ports.json')));
  const ports: Partial<Ports> = {};
  for (const name of portNames) {
    const port = members[name];
    if (typeof port === 'number') ports[name] = port;
  }
  return ports;
}

/** `api 8640 (nginx, 1234)`. */
export function describeTaken({ name, port }: { name: PortName; port: number }): string {
  const holder: PortHolder | undefined = findPortHolder(port);
  return `${name} ${port} (${holder ? `${holder.name}, pid ${holder.pid}` : '?'})`;
}

/** The patience is for all ports together. */
function becomesFreeWithin(patienceMs: number): (port: number) => Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  return async (port) => {
    for (;;) {
      if (await isPortFree(port)) return true;
      if (performance.now() >= deadline) return false;
      await sleep(200);
    }
  };
}
