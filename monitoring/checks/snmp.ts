import snmp from 'net-snmp';
import { hostAndPort } from './address.ts';
import type { Check } from '../prober.ts';

/** How long the device has run (RFC 3418, sysUpTime): every agent knows it. */
const sysUpTime = '1.3.6.1.2.1.1.3.0';

/**
 * Asks a network device by SNMP v2c for the time that it has run. A session is made for each question: a kept one of
 * some devices answers with reports after a while (node-net-snmp#68), and its errors come at any time.
 */
export function checkSnmp(address: string, community: string): Check {
  const { host, port = 161 } = hostAndPort(address);
  return (signal) =>
    new Promise((resolve) => {
      const options = { port, version: snmp.Version2c, timeout: 2_000, retries: 1 };
      const session = snmp.createSession(host, community, options);
      let isOver = false;
      const finish = (outcome: Awaited<ReturnType<Check>>): void => {
        // To close a session ends its question, which calls here again.
        if (isOver) return;
        isOver = true;
        signal.removeEventListener('abort', abort);
        session.close();
        resolve(outcome);
      };
      const abort = (): void => finish({ ok: false, error: 'TIMEOUT' });
      signal.addEventListener('abort', abort, { once: true });
      // A packet that is no answer; without a listener it would end the process.
      session.on('error', () => finish({ ok: false, error: 'ANSWER_UNREADABLE' }));
      session.get([sysUpTime], (error, varbinds) => {
        if (error) {
          // The package's types know one of its errors only.
          const { name }: { name: string } = error;
          return finish({ ok: false, error: name === 'RequestTimedOutError' ? 'TIMEOUT' : 'ERROR' });
        }
        const [answer] = varbinds ?? [];
        return finish(
          answer && !snmp.isVarbindError(answer) ? { ok: true } : { ok: false, error: 'ANSWER_UNREADABLE' },
        );
      });
    });
}
