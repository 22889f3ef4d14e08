import { Agent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as requestHttps } from 'node:https';
import type { Check, Outcome } from '../prober.ts';

/** More is not read of an answer; what counts is its status. Bytes. */
const mostBytes = 65_536;

// Connections are kept: to open one costs more than the question itself.
const options = {
  keepAlive: true,
  keepAliveMsecs: 30_000,
  maxSockets: 16,
  maxFreeSockets: 4,
  scheduling: 'lifo',
} as const;
const agent = new Agent(options);
const secureAgent = new SecureAgent(options);

/** Asks an address by GET; well is an answer 200 to 299. A redirection is no answer of the target. */
export function checkHttp(address: string): Check {
  const url = new URL(address);
  return async (signal) => {
    const first = await askOnce(url, signal);
    // The server may close a kept connection at the moment of the question; that says nothing.
    return first.kind === 'stale' ? outcomeOf(await askOnce(url, signal)) : outcomeOf(first);
  };
}

type Answer = { kind: 'status'; status: number } | { kind: 'stale'; error: Error };

function outcomeOf(answer: Answer): Outcome {
  if (answer.kind === 'stale') throw answer.error;
  const { status } = answer;
  return status >= 200 && status < 300 ? { ok: true } : { ok: false, error: `STATUS_${status}` };
}

function askOnce(url: URL, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const request = (secure ? requestHttps : requestHttp)(url, {
      agent: secure ? secureAgent : agent,
      headers: { accept: '*/*', 'user-agent': 'fugo-monitor' },
    });
    const abort = (): void => void request.destroy(Object.assign(new Error('too late'), { code: 'ETIMEDOUT' }));
    signal.addEventListener('abort', abort, { once: true });
    const done = (): void => signal.removeEventListener('abort', abort);
    request.once('error', (error: Error & { code?: string }) => {
      done();
      if (request.reusedSocket && error.code === 'ECONNRESET') resolve({ kind: 'stale', error });
      else reject(error);
    });
    request.once('response', (response: IncomingMessage) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostBytes) response.destroy();
      });
      // The rest of the answer must have come too, or the connection could not be kept.
      response.once('close', () => {
        done();
        resolve({ kind: 'status', status: response.statusCode ?? 0 });
      });
      response.once('error', () => undefined);
    });
    request.end();
  });
}

/** Ends the kept connections, so that a process can end. */
export function closeHttpChecks(): void {
  agent.destroy();
  secureAgent.destroy();
}
