import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:tls';
import type { Check, Outcome } from '../prober.ts';

/** A certificate that ends sooner than this is an incident. Days. */
export const certificateDays = 30;
const dayMs = 86_400_000;

export function outcomeOfExpiry(validTo: Date, now: number, days = certificateDays): Outcome {
  const left = validTo.getTime() - now;
  if (Number.isNaN(left)) return { ok: false, error: 'CERTIFICATE_UNREADABLE' };
  if (left <= 0) return { ok: false, error: 'CERTIFICATE_EXPIRED' };
  return left < days * dayMs ? { ok: false, error: 'CERTIFICATE_EXPIRES_SOON' } : { ok: true };
}

/** The certificate that a server shows. It is read whoever made it: only its end is asked for. */
export function checkServerCertificate(address: string, now: () => number = Date.now): Check {
  const { hostname, port } = new URL(address);
  return (signal) =>
    new Promise((resolve, reject) => {
      const host = hostname.replace(/^\[|\]$/gu, '');
      const name = /^[\d.]+$|:/u.test(host) ? {} : { servername: host };
      const socket = connect({ host, port: Number(port === '' ? 443 : port), rejectUnauthorized: false, ...name });
      const abort = (): void => void socket.destroy(Object.assign(new Error('too late'), { code: 'ETIMEDOUT' }));
      signal.addEventListener('abort', abort, { once: true });
      socket.once('error', (error) => {
        signal.removeEventListener('abort', abort);
        reject(error);
      });
      socket.once('secureConnect', () => {
        signal.removeEventListener('abort', abort);
        const validTo = socket.getPeerX509Certificate()?.validTo;
        socket.destroy();
        resolve(
          validTo === undefined ? { ok: false, error: 'NO_CERTIFICATE' } : outcomeOfExpiry(new Date(validTo), now()),
        );
      });
    });
}

/** The first certificate in a file (PEM). */
export function checkCertificateFile(path: string, now: () => number = Date.now): Check {
  return async () => {
    try {
      return outcomeOfExpiry(new Date(new X509Certificate(await readFile(path)).validTo), now());
    } catch {
      return { ok: false, error: 'CERTIFICATE_UNREADABLE' };
    }
  };
}
