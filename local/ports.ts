import { randomInt } from 'node:crypto';
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
  'monitor',
  'mail-in',
  'mail-in-health',
] as const;
export type PortName = (typeof ownNames)[number] | ParticipantName;
export const portNames: readonly PortName[] = [...ownNames, ...participantNames];

export type Ports = Record<PortName, number>;

/** The usual ports, chosen unless something else uses them. */
export const defaultPorts: Ports = {
  ...recordOf(ownNames, (name) => 8640 + ownNames.indexOf(name)),
  ...recordOf(participantNames, (name) => 8650 + participantNames.indexOf(name)),
};

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

/**
 * Offers a free port that a part can keep. It is below the range (32768 and up on Linux) from which the system takes
 * ports for outgoing connections; one of those might be in use by chance at the next start.
 */
export async function offerLastingPort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = randomInt(10_000, 32_000);
    if (await isPortFree(port)) return port;
  }
  return offerFreePort();
}
