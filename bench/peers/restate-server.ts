/** Restate's own server as a child of this process: its data and its log in the bench's home, its ports offered. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { offerFreePort } from '../../local/ports.ts';
import { waitForEnd, inheritedEnvironment, readLogTail } from '../../local/processes.ts';
import { readCores } from '../common/machine.ts';

export interface RestateServer {
  pid: number;
  /** Where workflows are started and told. */
  ingress: string;
  /** Makes the services behind this address known, and waits until they can be called. */
  register: (address: string) => Promise<void>;
  stop: () => Promise<void>;
}

const startMs = 60_000;
/** The bench ends a peer that takes longer than twice as long. */
const graceMs = 10_000;

export async function startRestateServer(home: string): Promise<RestateServer> {
  const [node, ingressPort, adminPort] = await offerPorts();
  const logPath = join(home, 'logs', 'restate.log');
  const log = openSync(logPath, 'a', 0o600);
  // In this process's own group: Ctrl-C in the terminal ends it as it ends the peer.
  const child = spawn(findBinary(), ['--base-dir', join(home, 'restate')], {
    env: {
      ...inheritedEnvironment(),
      // Otherwise its data lie in a folder with the machine's name.
      RESTATE_NODE_NAME: 'bench',
      RESTATE_LISTEN_MODE: 'tcp',
      RESTATE_ADVERTISED_HOST: '127.0.0.1',
      RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingressPort}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${adminPort}`,
      // One a core: its default of 24 is meant for clusters, and made its server half as dear again here.
      RESTATE_DEFAULT_NUM_PARTITIONS: String(readCores()),
      RESTATE_DISABLE_TELEMETRY: 'true',
      RESTATE_LOG_FILTER: 'error',
    },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = waitForEnd(child);
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  void ended.then(() => process.off('exit', kill));
  const hasEnded = (): boolean => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

  const admin = `http://127.0.0.1:${adminPort}`;
  const ingress = `http://127.0.0.1:${ingressPort}`;
  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    const deadline = Date.now() + startMs;
    while (!(await isSo().catch(() => false))) {
      if (hasEnded() || Date.now() > deadline) {
        throw new Error(`Restate's server did not start. The end of its log:\n${readLogTail(logPath)}`);
      }
      await sleep(50);
    }
  };
  await until(async () => (await fetch(`${admin}/health`)).ok && (await fetch(`${ingress}/restate/health`)).ok);

  return {
    pid: child.pid ?? 0,
    ingress,
    async register(address) {
      const response = await fetch(`${admin}/deployments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ uri: address }),
      });
      if (!response.ok) throw new Error(`Restate did not take the services: ${await response.text()}`);
      const registered = namesOf(Deployment.parse(await response.json()).services);
      await until(async () => {
        const known = Health.parse(await (await fetch(`${ingress}/restate/health`)).json()).services;
        return registered.every((name) => known.includes(name));
      });
    },
    async stop() {
      child.kill('SIGTERM');
      const force = setTimeout(kill, graceMs);
      await ended;
      clearTimeout(force);
    },
  };
}

const Deployment = z.object({ services: z.array(z.object({ name: z.string() })) });
const Health = z.object({ services: z.array(z.string()) });
const namesOf = (services: readonly { name: string }[]): string[] => services.map(({ name }) => name);

/** Three that are not the same. */
async function offerPorts(): Promise<[number, number, number]> {
  for (;;) {
    const ports: [number, number, number] = [await offerFreePort(), await offerFreePort(), await offerFreePort()];
    if (new Set(ports).size === ports.length) return ports;
  }
}

/** In the package for this machine, which npm has put where the package that names it finds it. */
function findBinary(): string {
  const require = createRequire(import.meta.url);
  const named = `@restatedev/restate-server-${process.platform}-${process.arch}`;
  try {
    return createRequire(require.resolve('@restatedev/restate-server/package.json')).resolve(
      `${named}/bin/restate-server`,
    );
  } catch (err) {
    throw new Error(`There is no Restate server for this machine: ${named} is not installed.`, { cause: err });
  }
}
