import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { logLines } from '../../config/log-destination.ts';

export interface Metrics {
  countRequest: (labels: { method: string; route: string; status: number }, seconds: number) => void;
  countTransfer: (result: string) => void;
  readText: () => Promise<string>;
  contentType: string;
}

/**
 * Uses a registry of its own, so that two apps in one process stay apart. Labels are patterns and codes, never values.
 */
export function createMetrics({ processMetrics = false }: { processMetrics?: boolean } = {}): Metrics {
  const register = new Registry();
  if (processMetrics) collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: 'fugo_http_request_seconds',
    help: 'Requests to the API by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [register],
  });
  const transfers = new Counter({
    name: 'fugo_transfers_total',
    help: 'Transfers by result, or by the code of the problem they were refused with.',
    labelNames: ['result'] as const,
    registers: [register],
  });
  const droppedLines = new Gauge({
    name: 'fugo_log_lines_dropped',
    help: 'Lines of the log that could not be written since the start, on a full disk: an alarm',
    registers: [],
    collect() {
      this.set(logLines.dropped);
    },
  });
  register.registerMetric(droppedLines);
  return {
    countRequest: ({ method, route, status }, seconds) => {
      requests.observe({ method, route, status: String(status) }, seconds);
    },
    countTransfer: (result) => {
      transfers.inc({ result });
    },
    readText: () => register.metrics(),
    contentType: register.contentType,
  };
}
