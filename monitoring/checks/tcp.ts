import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { errorCodeOf, type Check, type Outcome } from '../prober.ts';

/** Whether somebody takes a connection at this port. */
export function checkTcp(host: string, port: number): Check {
  return (signal) => connectOnce(host, port, signal);
}

function connectOnce(host: string, port: number, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (outcome: Outcome): void => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(outcome);
    };
    const abort = (): void => finish({ ok: false, error: 'TIMEOUT' });
    signal.addEventListener('abort', abort, { once: true });
    socket.once('connect', () => finish({ ok: true }));
    socket.once('error', (error) => finish({ ok: false, error: errorCodeOf(error) }));
  });
}

/**
 * Whether a device is reached at all. Node.js has no ICMP, and a raw socket needs root, so the system's own `ping` is
 * called. Where there is none, a connection by TCP decides: also one that is refused shows that the device is there.
 */
export function checkReach(host: string, port = 80): Check {
  return async (signal) => {
    const answer = await ping(host, signal);
    if (answer !== 'no-ping') return answer;
    const outcome = await connectOnce(host, port, signal);
    return !outcome.ok && (outcome.error === 'REFUSED' || outcome.error === 'RESET') ? { ok: true } : outcome;
  };
}

function ping(host: string, signal: AbortSignal): Promise<Outcome | 'no-ping'> {
  return new Promise((resolve) => {
    // `--` so that no host is read as an option.
    execFile('ping', ['-n', '-q', '-c', '1', '-W', '3', '--', host], { signal, windowsHide: true }, (error) => {
      if (!error) return resolve({ ok: true });
      // Exit code 1 is silence of the other side; whatever else keeps `ping` from asking.
      if (signal.aborted || error.code === 1) return resolve({ ok: false, error: 'TIMEOUT' });
      return resolve('no-ping');
    });
  });
}
