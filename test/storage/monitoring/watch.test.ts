/** The monitor against a real database, real targets and a real mail server, any of which ends at any moment. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { randomFrom } from '../../simulation/random.ts';
import { Mailbox } from '../../support/mailbox.ts';
import { startOwnPostgres, type OwnPostgres } from '../../support/own-postgres.ts';

const patience = { timeout: 60_000, interval: 50 };
/** 500 for a thorough look; it takes some minutes. */
const kills = Number(process.env['FUGO_MONITOR_KILLS'] ?? 20);

let own: OwnPostgres;
let see: postgres.Sql;
const folder = mkdtempSync(join(tmpdir(), 'fugo-watch-'));
beforeAll(async () => {
  own = await startOwnPostgres();
  see = postgres(own.database.superuserUrl, { max: 2, onnotice: () => undefined });
});
afterAll(async () => {
  await see.end({ timeout: 5 });
  rmSync(folder, { recursive: true, force: true });
});

/** A target whose answer the test sets. */
interface Target {
  url: string;
  up: boolean;
  server: Server;
}

async function openTarget(): Promise<Target> {
  const target: Partial<Target> & { up: boolean } = { up: true };
  const server = createServer((_, response) => response.writeHead(target.up ? 200 : 503).end());
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return Object.assign(target, { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
}

class Program {
  #child: ChildProcess | undefined;
  readonly #settings: object;
  output = '';

  constructor(settings: object) {
    this.#settings = settings;
  }

  start(): void {
    const path = fileURLToPath(new URL('watch-program.ts', import.meta.url));
    const child = spawn(process.execPath, [path], {
      env: { ...process.env, WATCH: JSON.stringify(this.#settings) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#child = child;
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const ended = new Promise((resolve) => {
      child.once('exit', resolve);
    });
    child.kill('SIGKILL');
    await ended;
  }
}

async function setUp(name: string, parents: readonly (number | null)[]) {
  const targets = await Promise.all(parents.map(openTarget));
  const mailbox = new Mailbox();
  await mailbox.open();
  await see`truncate check_targets, check_states, check_changes, incidents, notifications, recipients, silences, alarms cascade`;
  await see`insert into recipients (organisation, kind, address, severity) values ('nation', 'mail', 'a@x.example', 'warning')`;
  for (const [index, { url }] of targets.entries()) {
    const parent = parents[index] ?? null;
    await see`insert into check_targets (target, organisation, kind, address, name, name_en, parent, interval_seconds)
      values (${`t${index}`}, 'nation', 'http', ${url}, ${`対象${index}`}, ${`target ${index}`},
        ${parent === null ? null : `t${parent}`}, 1)`;
  }
  const program = new Program({
    databaseUrl: own.database.monitorUrl,
    smtpUrl: `smtp://127.0.0.1:${mailbox.port}`,
    journalPath: join(folder, name, 'journal.json'),
  });
  return { targets, mailbox, program };
}

const open = () => see`select incident from incidents where closed_at is null`;
const unsent = () => see`select incident from notifications where sent_at is null`;

/** Resolves once nothing is open or unsent, and nothing has happened for longer than the monitor may take. */
async function untilQuiet({ mails }: Mailbox): Promise<void> {
  let [quietSince, seen] = [Date.now(), ''];
  await vi.waitFor(
    async () => {
      expect(await open()).toEqual([]);
      expect(await unsent()).toEqual([]);
      const [{ changes } = { changes: 0 }] = await see`select count(*)::int as changes from check_changes`;
      const now = `${changes} ${mails.length}`;
      if (now !== seen) [quietSince, seen] = [Date.now(), now];
      expect(Date.now() - quietSince).toBeGreaterThan(5_000);
    },
    { timeout: 120_000, interval: 200 },
  );
}

describe('the monitor', () => {
  test('tells once that a target is down, and once that it is back, and suppresses what depends on it', async () => {
    const { targets, mailbox, program } = await setUp('plain', [null, 0, 0]);
    program.start();
    try {
      await vi.waitFor(
        async () => expect(await see`select 1 from check_states where state = 'up'`).toHaveLength(3),
        patience,
      );
      for (const target of targets) target.up = false;
      await vi.waitFor(() => expect(mailbox.mails).toHaveLength(1), patience);
      await vi.waitFor(
        async () => expect(await see`select 1 from check_states where suppressed_by = 't0'`).toHaveLength(2),
        patience,
      );
      for (const target of targets) target.up = true;
      await vi.waitFor(() => expect(mailbox.mails).toHaveLength(2), patience);
      await vi.waitFor(async () => expect(await unsent()).toEqual([]), patience);
      expect(await see`select target, suppressed, closed_at is null as open from incidents`).toEqual([
        { target: 't0', suppressed: 2, open: false },
      ]);
      expect(new Set(mailbox.mails.map(({ messageId }) => messageId)).size).toBe(2);
    } finally {
      await program.kill();
      await mailbox.close();
      for (const { server } of targets) server.close();
    }
  });

  test('tells people while the database is away, also after its own end, and no incident is doubled', async () => {
    const { targets, mailbox, program } = await setUp('away', [null, null]);
    const [first, second] = targets as [Target, Target];
    program.start();
    try {
      await vi.waitFor(
        async () => expect(await see`select 1 from check_states where state = 'up'`).toHaveLength(2),
        patience,
      );
      await own.stop();
      first.up = false;
      await vi.waitFor(() => expect(mailbox.mails).toHaveLength(1), patience);
      await program.kill();
      program.start();
      // The new process knows of the open incident by the journal: only the second target is told of.
      second.up = false;
      await vi.waitFor(() => expect(mailbox.mails).toHaveLength(2), patience);
      first.up = true;
      await vi.waitFor(() => expect(mailbox.mails).toHaveLength(3), patience);
      await own.start();
      await vi.waitFor(async () => expect(await open()).toHaveLength(1), patience);
      second.up = true;
      await vi.waitFor(async () => expect(await open()).toEqual([]), patience);
      await vi.waitFor(async () => expect(await unsent()).toEqual([]), patience);
      const stored = await see<{ message_id: string }[]>`select message_id from notifications`;
      expect(mailbox.mails.map(({ messageId }) => messageId).toSorted()).toEqual(
        stored.map(({ message_id }) => message_id).toSorted(),
      );
      expect(await see`select 1 from incidents`).toHaveLength(2);
    } finally {
      await program.kill();
      await mailbox.close();
      for (const { server } of targets) server.close();
    }
  });

  test(
    `${kills} ends of the monitor, the database or the mail server lose and double nothing`,
    async () => {
      const random = randomFrom(kills);
      const { targets, mailbox, program } = await setUp('kills', [null, 0, 0, null, null, 4]);
      program.start();
      const counts = { program: 0, database: 0, mail: 0 };
      try {
        for (let kill = 0; kill < kills; kill += 1) {
          for (const target of targets) if (random.chance(0.3)) target.up = !target.up;
          await sleep(random.between(50, 900));
          const what = random.pick(['program', 'database', 'mail'] as const);
          counts[what] += 1;
          if (what === 'program') {
            await program.kill();
            await sleep(random.between(0, 200));
            program.start();
          } else if (what === 'database') {
            await own.stop();
            await sleep(random.between(0, 800));
            if (random.chance(0.3)) {
              await program.kill();
              program.start();
              await sleep(random.between(0, 600));
            }
            await own.start();
          } else {
            mailbox.mood = random.pick(['well', 'busy', 'breaks-after-taking'] as const);
            if (mailbox.mood === 'well') await mailbox.close();
            await sleep(random.between(100, 900));
            if (mailbox.mood === 'well') await mailbox.open();
            mailbox.mood = 'well';
          }
        }
        for (const target of targets) target.up = true;
        await untilQuiet(mailbox);

        const incidents = await see<{ incident: string; told: boolean }[]>`
          select incident, told_at is not null as told from incidents`;
        const stored = await see<{ incident: string; transition: string; message_id: string }[]>`
          select incident, transition, message_id from notifications`;
        expect(incidents.length).toBeGreaterThan(kills / 10);
        for (const { incident, told } of incidents) {
          const transitions = stored.filter((each) => each.incident === incident).map(({ transition }) => transition);
          expect({ incident, told, transitions: transitions.toSorted() }).toEqual({
            incident,
            told: true,
            transitions: ['closed', 'opened'],
          });
        }
        const received = new Set(mailbox.mails.map(({ messageId }) => messageId));
        expect([...received].toSorted()).toEqual(stored.map(({ message_id }) => message_id).toSorted());
        process.stderr.write(
          `kills ${JSON.stringify(counts)}, incidents ${incidents.length}, mails ${received.size}, sent again ${mailbox.mails.length - received.size}\n`,
        );
      } finally {
        await program.kill();
        await mailbox.close();
        for (const { server } of targets) server.close();
      }
    },
    60_000 + kills * 10_000,
  );
});
