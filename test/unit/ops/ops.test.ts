/** The shipped rules and the dashboard speak of figures that exist, in a language that Prometheus reads. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createMetrics } from '../../../api/http/metrics.ts';
import { Monitor } from '../../../domain/monitoring/monitor.ts';
import { usualIncidentRules } from '../../../domain/monitoring/incidents.ts';
import { createMonitorMetrics } from '../../../monitoring/metrics.ts';
import { Prober } from '../../../monitoring/prober.ts';
import type { Watch } from '../../../monitoring/watch.ts';
import { serveHealth } from '../../../workers/health.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const Rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Fugo[A-Za-z]+$/u),
          expr: z.string().min(1),
          for: z
            .string()
            .regex(/^\d+[smh]$/u)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'info']) }),
          annotations: z.strictObject({ summary: z.string(), summary_ja: z.string(), runbook: z.string() }),
        }),
      ),
    }),
  ),
});
const rules = Rules.parse(parse(readFileSync(root('ops/alerts.yml'), 'utf8'))).groups.flatMap((group) => group.rules);

const Dashboard = z.looseObject({
  panels: z.array(
    z.looseObject({
      id: z.number(),
      title: z.string(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.looseObject({ expr: z.string().min(1) })).min(1),
    }),
  ),
});
const { panels } = Dashboard.parse(JSON.parse(readFileSync(root('ops/grafana/fugo.json'), 'utf8')));

/** Every name that the three kinds of process serve. */
async function servedNames(): Promise<Set<string>> {
  const watch = {
    monitor: new Monitor(usualIncidentRules, () => ''),
    prober: new Prober({ onResult: () => 'usual' }),
    figures: { databaseUp: true, unsaved: 0, unsent: 0, sent: 0, failedAttempts: 0, refused: 0 },
  } as unknown as Watch;
  const worker = await serveHealth({ host: '127.0.0.1', port: 0 }, () => undefined);
  const ofWorker = await (await fetch(`http://127.0.0.1:${worker.port}/metrics`)).text();
  await worker.close();
  const texts = [await createMetrics().readText(), ofWorker, await createMonitorMetrics(watch, () => null).metrics()];
  const names = texts.flatMap((text) =>
    [...text.matchAll(/^# TYPE (?<name>\S+) (?<type>\S+)$/gmu)].flatMap(({ groups }) => {
      const { name = '', type } = groups ?? {};
      return type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name];
    }),
  );
  return new Set([...names, 'up']);
}

const expressions = [
  ...rules.map(({ expr }) => expr),
  ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
];

test('every figure of the rules and of the dashboard exists', async () => {
  const known = await servedNames();
  const named = new Set(expressions.flatMap((expr) => expr.match(/\bfugo_[a-z_]+\b/gu) ?? []));
  expect(named.size).toBeGreaterThan(15);
  expect([...named].filter((name) => !known.has(name))).toEqual([]);
});

test('every expression is closed and uses functions that Prometheus has', () => {
  const functions = new Set(['histogram_quantile', 'rate', 'increase', 'sum', 'max', 'by']);
  for (const expr of expressions) {
    const bare = expr.replaceAll(/"[^"]*"/gu, '""');
    for (const [open, close] of [
      ['(', ')'],
      ['{', '}'],
      ['[', ']'],
    ] as const) {
      expect([expr, bare.split(open).length]).toEqual([expr, bare.split(close).length]);
    }
    const called = [...bare.matchAll(/\b([a-z_]+)\s*\(/gu)].map(([, name = '']) => name);
    expect(called.filter((name) => !functions.has(name))).toEqual([]);
  }
});

test('alerts have names of their own, and each runbook exists', () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  for (const { runbook } of rules.map(({ annotations }) => annotations)) {
    const [path = '', anchor = ''] = runbook.split('#');
    expect(existsSync(root(path))).toBe(true);
    const headings = [...readFileSync(root(path), 'utf8').matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\d -]/gu, '')
        .replaceAll(' ', '-'),
    );
    expect(headings).toContain(anchor);
  }
});

test('panels of the dashboard have ids of their own and do not lie on each other', () => {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
});
