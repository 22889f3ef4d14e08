/** Serves `/healthz` and `/metrics` of a worker. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Worker } from '@temporalio/worker';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { logLines } from '../config/log-destination.ts';
import type { NudgerCounts } from './nudger-settings.ts';

export interface HealthServer {
  port: number;
  close: () => Promise<void>;
}

/**
 * `findWorker` returns undefined while the worker starts. `/healthz` then answers 503, as for a worker that is stopping
 * or has failed.
 */
export async function serveHealth(
  { host, port }: { host: string; port: number },
  findWorker: () => Worker | undefined,
): Promise<HealthServer> {
  const registry = createMetrics(findWorker);
  const routes: Record<string, (response: ServerResponse) => Promise<void> | void> = {
    '/healthz': (response) => {
      const state = findWorker()?.getState() ?? 'STARTING';
      response.writeHead(state === 'RUNNING' ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ state }));
    },
    '/metrics': async (response) => {
      const metrics = await registry.metrics();
      response.writeHead(200, { 'content-type': registry.contentType });
      response.end(metrics);
    },
  };
  const server = createServer((request, response) => {
    const route = request.method === 'GET' ? routes[request.url?.split('?')[0] ?? ''] : undefined;
    if (!route) {
      response.writeHead(404).end();
      return;
    }
    Promise.resolve(route(response)).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: portOf(server.address()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** What the reconciler of this process has done since its start. */
export const nudgerCounts: NudgerCounts = { nudged: 0, gathered: 0, replaced: 0, stuck: 0 };

type Status = ReturnType<Worker['getStatus']>;

function createMetrics(findWorker: () => Worker | undefined): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'fugo_worker_' });
  const addGauge = (name: string, help: string, valueOf: (status: Status) => number): void => {
    const metric = new Gauge({ name: `fugo_worker_${name}`, help, registers: [], collect });
    registry.registerMetric(metric);
    function collect(): void {
      const status = findWorker()?.getStatus();
      metric.set(status ? valueOf(status) : 0);
    }
  };
  addGauge('running', '1 while this worker takes work', ({ runState }) => (runState === 'RUNNING' ? 1 : 0));
  addGauge('cached_workflows', 'Workflows kept in memory', ({ numCachedWorkflows }) => numCachedWorkflows);
  addGauge('workflow_tasks', 'Workflow activations under way', (status) => status.numInFlightWorkflowActivations);
  addGauge('activities', 'Regular activities under way', (status) => status.numInFlightNonLocalActivities);
  addGauge('local_activities', 'Local activities under way', (status) => status.numInFlightLocalActivities);
  const droppedLines = new Gauge({
    name: 'fugo_worker_log_lines_dropped',
    help: 'Lines of the log that could not be written since the start, on a full disk: an alarm',
    registers: [],
    collect() {
      this.set(logLines.dropped);
    },
  });
  registry.registerMetric(droppedLines);
  const addCounter = (name: keyof NudgerCounts, help: string): void => {
    const metric = new Gauge({ name: `fugo_worker_requests_${name}`, help, registers: [], collect });
    registry.registerMetric(metric);
    function collect(): void {
      metric.set(nudgerCounts[name]);
    }
  };
  addCounter('nudged', 'Nudges sent to workflows since the start');
  addCounter('gathered', 'Requests gathered into chunks since the start');
  addCounter('replaced', 'Runs replaced because they did not answer, since the start');
  addCounter('stuck', 'Requests put on the error list as ENGINE_STUCK since the start: an alarm');
  return registry;
}
