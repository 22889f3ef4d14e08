import { createServer } from 'node:net';
import { participantNames, type ParticipantName } from '../domain/participants.ts';
import { recordOf } from './records.ts';

const ownNames = [
  'api',
  'temporal',
  'temporal-ui',
  'database',
  'simulator-database',
  'worker-health',
  'load-worker-health',
] as const;
export type PortName = (typeof ownNames)[number] | ParticipantName;
export const portNames: readonly PortName[] = [...ownNames, ...participantNames];

export type Ports = Record<PortName, number>;

/** Where everything is to be found unless something else is there already. */
export const defaultPorts: Ports = {
  ...recordOf(ownNames, (name) => 8640 + ownNames.indexOf(name)),
  ...recordOf(participantNames, (name) => 8650 + participantNames.indexOf(name)),
};

/**
 * One free port a name: the wished one (remembered from the last start), or else a port the system offers.
 * Wishes are looked at in order, and no port is given out twice.
 */
export async function choosePorts<Name extends string>(
  names: readonly Name[],
  wishes: Record<Name, number>,
  isFree: (port: number) => Promise<boolean>,
  offer: () => Promise<number>,
): Promise<Record<Name, number>> {
  const chosen = { ...wishes };
  const wished = new Set(names.map((name) => wishes[name]));
  const given = new Set<number>();
  for (const name of names) {
    let port = wishes[name];
    if (given.has(port) || !(await isFree(port))) {
      do port = await offer();
      while (given.has(port) || wished.has(port));
    }
    given.add(port);
    chosen[name] = port;
  }
  return chosen;
}

/** Whether a loopback port can be listened on now. */
export async function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A loopback port that is free now. */
export async function offerFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
