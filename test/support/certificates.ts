/** Certificates of a test's own, made while it runs: an authority and those that it signs. X.509 v3, ECDSA, for a day. */
import { createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

export interface Certified {
  /** PEM. */
  certificate: string;
  key: string;
}

export interface Authority extends Certified {
  certify: (names: { name: string; ip?: readonly number[] }) => Certified;
}

export function makeAuthority(name: string): Authority {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const self = certificateFor({
    subject: name,
    issuer: name,
    key: privateKey,
    signedBy: privateKey,
    isAuthority: true,
  });
  return {
    certificate: self,
    key: pemOfKey(privateKey),
    certify({ name: subject, ip }) {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
      const certificate = certificateFor({ subject, issuer: name, key: own, signedBy: privateKey, ip });
      return { certificate, key: pemOfKey(own) };
    },
  };
}

const pemOfKey = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

interface Wanted {
  subject: string;
  issuer: string;
  key: KeyObject;
  signedBy: KeyObject;
  isAuthority?: boolean;
  ip?: readonly number[] | undefined;
}

function certificateFor({ subject, issuer, key, signedBy, isAuthority = false, ip }: Wanted): string {
  const now = Date.now();
  const names = [tagged(0x82, Buffer.from(subject)), ...(ip ? [tagged(0x87, Buffer.from(ip))] : [])];
  const extensions = sequence(
    sequence(oid(0x55, 0x1d, 0x13), bool, octets(isAuthority ? sequence(bool) : sequence())),
    sequence(oid(0x55, 0x1d, 0x11), octets(sequence(...names))),
  );
  const body = sequence(
    tagged(0xa0, integer(2)),
    tagged(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(time(now - 3_600_000), time(now + 86_400_000)),
    nameOf(subject),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    tagged(0xa3, extensions),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.of(0), sign('sha256', body, signedBy)]));
  const text = sequence(body, ecdsaWithSha256, signature).toString('base64').replaceAll(/.{64}/gu, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
}

/** DER: a tag, the length, the content. */
function tagged(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}
const sequence = (...parts: Uint8Array[]): Buffer => tagged(0x30, Buffer.concat(parts));
const octets = (content: Uint8Array): Buffer => tagged(0x04, content);
const oid = (...numbers: number[]): Buffer => tagged(0x06, Buffer.from(numbers));
const integer = (value: number): Buffer => tagged(0x02, Buffer.of(value));
const bool = Buffer.of(0x01, 0x01, 0xff);
const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const nameOf = (name: string): Buffer =>
  sequence(tagged(0x31, sequence(oid(0x55, 0x04, 0x03), tagged(0x0c, Buffer.from(name)))));
const time = (millis: number): Buffer =>
  tagged(
    0x17,
    Buffer.from(
      new Date(millis)
        .toISOString()
        .replaceAll(/[-:T]|\.\d+/gu, '')
        .slice(2),
    ),
  );
