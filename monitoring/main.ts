/** `fugo monitor`: the monitor as a process of its own. Watches until it is told to end. */
import { readMonitorConfig } from '../config/monitor.ts';
import { createLogger, describeError } from '../temporal/logging.ts';
import { startMonitor } from './start.ts';

const ending = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => ending.abort());

try {
  const config = readMonitorConfig(process.env);
  const { temporalAddress: address, temporalNamespace: namespace, temporalTls: tls, apiUrl } = config;
  const log = createLogger({ name: 'monitor', level: config.logLevel });
  const monitor = await startMonitor({
    alarms: config,
    databaseUrl: config.databaseUrl,
    temporal: address === undefined ? undefined : { address, namespace, tls },
    keysFile: config.keysFile,
    deliveryFolder: config.deliveryFolder,
    home: config.home,
    disks: [config.home],
    processes: [
      ...(apiUrl === undefined ? [] : [{ name: 'api', ja: 'API', en: 'API', url: `${apiUrl}/healthz` }]),
      ...config.workerHealth.map((url, index) => {
        const number = index + 1;
        return { name: `worker-${number}`, ja: `ワーカー ${number}`, en: `worker ${number}`, url };
      }),
    ],
    publicUrl: config.publicUrl,
    serve: { host: config.host, port: config.port },
    log,
  });
  log.info('watching');
  await new Promise<void>((resolve) => {
    if (ending.signal.aborted) resolve();
    ending.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await monitor.stop();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? describeError(error).message : 'Something unexpected happened.'}\n`);
  process.exitCode = 1;
}
// A connection that is still being made would keep the process.
process.exit();
