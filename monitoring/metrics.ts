/** The monitor's own figures, its health, and the page that Prometheus reads. */
import { createServer } from 'node:http';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { checkStates, severities } from '../domain/monitoring/names.ts';
import type { Watch } from './watch.ts';

/** Labels are ids of targets and organisations, never addresses. */
export function createMonitorMetrics(
  watch: Watch,
  heartbeatAt: () => number | null,
  { processMetrics = false }: { processMetrics?: boolean } = {},
): Registry {
  const registry = new Registry();
  if (processMetrics) collectDefaultMetrics({ register: registry, prefix: 'fugo_monitor_' });
  const add = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    fill: (gauge: Gauge<Label>) => void,
  ): void => {
    const gauge = new Gauge({ name, help, labelNames, registers: [], collect });
    registry.registerMetric(gauge);
    function collect(): void {
      gauge.reset();
      fill(gauge);
    }
  };
  add('fugo_target_up', '1 while a target is up, 0 while it is down', ['target', 'organisation'], (gauge) => {
    for (const { target, state } of watch.monitor.standings) {
      if (state.state === 'unknown') continue;
      gauge.set({ target: target.targetId, organisation: target.organisation }, state.state === 'up' ? 1 : 0);
    }
  });
  const count = (of: (each: (typeof watch.monitor.standings)[number]) => boolean): number =>
    watch.monitor.standings.filter(of).length;
  add('fugo_targets', 'Targets by state; suppressed ones are down because of another', ['state'], (gauge) => {
    for (const state of checkStates)
      gauge.set(
        { state },
        count((each) => each.state.state === state),
      );
    gauge.set(
      { state: 'suppressed' },
      count(({ suppressedBy }) => suppressedBy !== null),
    );
  });
  add(
    'fugo_incidents_open',
    'Open incidents by severity and by whether somebody works on them',
    ['severity', 'acknowledged'],
    (gauge) => {
      for (const severity of severities) {
        for (const acknowledged of [true, false]) {
          const of = watch.monitor.openIncidents.filter(
            (each) => each.severity === severity && (each.acknowledgedAt !== null) === acknowledged,
          );
          gauge.set({ severity, acknowledged: acknowledged ? 'yes' : 'no' }, of.length);
        }
      }
    },
  );
  const { prober, figures } = watch;
  const figure = (name: string, help: string, valueOf: () => number): void =>
    add(name, help, [], (gauge) => gauge.set(valueOf()));
  figure('fugo_monitor_checks', 'Checks since the start', () => prober.counts.checks);
  figure('fugo_monitor_check_failures', 'Checks that failed since the start', () => prober.counts.failures);
  figure('fugo_monitor_checks_running', 'Checks under way', () => prober.counts.running);
  figure(
    'fugo_monitor_tick_age_seconds',
    'Time since the prober looked who is due: an alarm when it grows',
    () => (Date.now() - prober.counts.tickedAt) / 1_000,
  );
  figure('fugo_monitor_database_up', '1 while the monitor reaches its database', () => (figures.databaseUp ? 1 : 0));
  figure('fugo_monitor_entries_unsaved', 'Decisions that the database does not have yet', () => figures.unsaved);
  figure(
    'fugo_monitor_notifications_unsent',
    'Notifications of this process that wait to be sent',
    () => figures.unsent,
  );
  figure('fugo_monitor_notifications_sent', 'Notifications sent since the start', () => figures.sent);
  figure(
    'fugo_monitor_notifications_failed',
    'Attempts to send that failed since the start',
    () => figures.failedAttempts,
  );
  figure(
    'fugo_monitor_notifications_refused',
    'Notifications refused for good since the start: an alarm',
    () => figures.refused,
  );
  figure('fugo_monitor_heartbeat_age_seconds', 'Time since the heartbeat was last taken; -1 when it never was', () => {
    const at = heartbeatAt();
    return at === null ? -1 : (Date.now() - at) / 1_000;
  });
  return registry;
}

/** The prober is late by so much before the monitor counts as unwell. Milliseconds. */
const wellMs = 15_000;
export const isWatching = ({ prober }: Watch): boolean => Date.now() - prober.counts.tickedAt < wellMs;

/** Serves `/healthz` and `/metrics`. Resolves once it listens; the function ends it. */
export async function serveMonitor(
  watch: Watch,
  registry: Registry,
  { host, port }: { host: string; port: number },
): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' || (path !== '/healthz' && path !== '/metrics')) {
      response.writeHead(404).end();
    } else if (path === '/healthz') {
      response.writeHead(isWatching(watch) ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ watching: isWatching(watch), database: watch.figures.databaseUp ? 'up' : 'down' }));
    } else {
      registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
        () => response.destroy(),
      );
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
