/** What leaves the monitor: mails, calls of webhooks, the heartbeat, its figures; and how network devices are asked. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import snmp from 'net-snmp';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { AlertmanagerWebhook } from '../../../contracts/alertmanager.ts';
import type { Incident } from '../../../domain/monitoring/incidents.ts';
import { checkSnmp } from '../../../monitoring/checks/snmp.ts';
import { startHeartbeat } from '../../../monitoring/heartbeat.ts';
import { mailTextOf, messageIdOf, webhookOf, type ToldIncident } from '../../../monitoring/message.ts';
import { createSender, mailDomainOf, type Message } from '../../../monitoring/sender.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
const portOf = (server: { address: () => AddressInfo | string | null }): number =>
  (server.address() as AddressInfo).port;

const incident: Incident = {
  incidentId: '0190d6a4-0000-4000-8000-000000000001',
  fingerprint: 'target/server/nation',
  organisation: 'nation',
  severity: 'critical',
  targetId: 'server/nation',
  cause: 'STATUS_503',
  openedAt: Date.parse('2026-04-01T09:00:00+09:00'),
  toldAt: null,
  acknowledgedAt: null,
  escalatedAt: null,
  escalatedMinutes: 0,
  closedAt: null,
  flaps: 0,
  suppressed: 0,
};
const told: ToldIncident = {
  incident,
  number: 7,
  name: { ja: '全国サーバ', en: 'National server' },
  affectedRequests: 3,
};
const messageFor = (recipient: string, recipientKind: Message['recipientKind']): Message => ({
  told,
  transition: 'opened',
  recipient,
  recipientKind,
  messageId: messageIdOf({ incidentId: incident.incidentId, transition: 'opened', recipient }, 'x.example'),
});

describe('a mail', () => {
  test('says in Japanese, then in English, what is down, since when, and where to look', () => {
    const { subject, text, date } = mailTextOf(told, 'opened', 'https://fugo.example');
    expect(subject).toBe('【警報】全国サーバ 応答 503 / ALARM');
    expect(text.indexOf('全国サーバ')).toBeLessThan(text.indexOf('National server'));
    expect(text).toContain('2026-04-01 09:00:00');
    expect(text).toContain('https://fugo.example/incidents/7');
    expect(date.getTime()).toBe(incident.openedAt);
  });

  test('has a Message-ID that depends on incident, transition and recipient alone', () => {
    const key = { incidentId: incident.incidentId, transition: 'opened', recipient: 'a@x.example' } as const;
    expect(messageIdOf(key, 'x.example')).toBe(messageIdOf({ ...key }, 'x.example'));
    const others = [
      { ...key, transition: 'closed' as const },
      { ...key, recipient: 'b@x.example' },
    ];
    const ids = new Set([key, ...others].map((each) => messageIdOf(each, 'x.example')));
    expect(ids.size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^<[A-Za-z0-9._-]+@x\.example>$/u);
    expect(mailDomainOf('fugo <fugo@city.example>')).toBe('city.example');
  });

  test('is refused for good by 5xx, for now by 4xx, and a server that drips is left at the deadline', async () => {
    let code = 550;
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no'), { responseCode: code })),
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve());
    });
    ends.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const settings = { from: 'fugo@x.example', publicUrl: undefined, timeoutMs: 1_000 };
    const send = createSender({ ...settings, smtpUrl: `smtp://127.0.0.1:${portOf(server.server)}` });
    expect(await send(messageFor('a@x.example', 'mail'))).toEqual({ kind: 'refused', error: 'SMTP_550' });
    code = 451;
    expect(await send(messageFor('a@x.example', 'mail'))).toEqual({ kind: 'failed', error: 'SMTP_451' });

    const dripping = createTcpServer((socket) => {
      const drip = setInterval(() => socket.write('2'), 50);
      socket.on('close', () => clearInterval(drip));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => {
      dripping.listen(0, '127.0.0.1', resolve);
    });
    ends.push(() => dripping.close());
    const slow = createSender({ ...settings, smtpUrl: `smtp://127.0.0.1:${portOf(dripping)}` });
    expect(await slow(messageFor('a@x.example', 'mail'))).toMatchObject({ kind: 'failed' });
    const none = createSender({ ...settings, smtpUrl: undefined });
    expect(await none(messageFor('a@x.example', 'mail'))).toMatchObject({ kind: 'refused', error: 'NO_MAIL_SERVER' });
  });
});

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<string> {
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => answer(request, response, body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  ends.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${portOf(server)}/hook`;
}

describe('a webhook', () => {
  test('is called with Alertmanager’s body, which fugo would take itself, and a key for repetitions', async () => {
    const calls: { key: unknown; body: unknown }[] = [];
    let status = 200;
    const url = await serve((request, response, body) => {
      calls.push({ key: request.headers['idempotency-key'], body: JSON.parse(body) });
      response.writeHead(status).end();
    });
    const send = createSender({ smtpUrl: undefined, from: 'fugo@x.example', publicUrl: 'https://fugo.example' });
    expect(await send(messageFor(url, 'webhook'))).toEqual({ kind: 'sent' });
    const [call] = calls;
    expect(call?.key).toBe(messageFor(url, 'webhook').messageId);
    const { status: firing, alerts } = AlertmanagerWebhook.parse(call?.body);
    expect([firing, alerts[0]?.labels['cause'], alerts[0]?.endsAt]).toEqual([
      'firing',
      'STATUS_503',
      '0001-01-01T00:00:00Z',
    ]);
    for (const [code, kind] of [
      [400, 'refused'],
      [429, 'failed'],
      [503, 'failed'],
    ] as const) {
      status = code;
      expect(await send(messageFor(url, 'webhook'))).toEqual({ kind, error: `STATUS_${code}` });
    }
    const closed = { ...told, incident: { ...incident, closedAt: incident.openedAt + 1_000 } };
    expect(webhookOf(closed, 'closed')).toMatchObject({ status: 'resolved', alerts: [{ status: 'resolved' }] });
  });
});

describe('the heartbeat', () => {
  test('beats while the watch is well and is silent when it is not', async () => {
    let [beats, well] = [0, true];
    const url = await serve((_request, response) => {
      beats += 1;
      response.end();
    });
    const heartbeat = startHeartbeat(url, 0.02, () => well);
    ends.push(heartbeat.stop);
    await vi.waitFor(() => expect(beats).toBeGreaterThan(3));
    await vi.waitFor(() => expect(heartbeat.lastAt()).toEqual(expect.any(Number)));
    well = false;
    // What was on its way may still come.
    await vi.waitFor(async () => {
      const before = beats;
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
      expect(beats).toBe(before);
    });
  });
});

describe('a device by SNMP', () => {
  test('is well when it says how long it has run, and not when it says nothing or nonsense', async () => {
    const ask = (port: number) => checkSnmp(`127.0.0.1:${port}`, 'fugo-read')(AbortSignal.timeout(4_000));
    const port = 30_000 + (process.pid % 20_000);
    const agent = snmp.createAgent({ port, address: '127.0.0.1', disableAuthorization: false }, () => undefined) as {
      getAuthorizer: () => { addCommunity: (name: string) => void };
      getMib: () => {
        registerProvider: (provider: object) => void;
        setScalarValue: (name: string, value: unknown) => void;
      };
      close: () => void;
    };
    agent.getAuthorizer().addCommunity('fugo-read');
    agent.getMib().registerProvider({
      name: 'sysUpTime',
      type: snmp.MibProviderType.Scalar,
      oid: '1.3.6.1.2.1.1.3',
      scalarType: snmp.ObjectType.TimeTicks,
      maxAccess: snmp.MaxAccess['read-only'],
    });
    agent.getMib().setScalarValue('sysUpTime', 4_200);
    await vi.waitFor(async () => expect(await ask(port)).toEqual({ ok: true }), { timeout: 10_000 });
    agent.close();
    expect(await ask(port)).toEqual({ ok: false, error: 'TIMEOUT' });
  });
});
