/** A real mail server in this process, which notes what it has taken and when. */
import { SMTPServer } from 'smtp-server';
import { portOf } from './listening.ts';
import type { Surroundings } from './part.ts';

export interface Mail {
  messageId: string;
  /** Of fugo's header; the incident's key. */
  incident: string;
  subject: string;
  /** When it was taken, epoch milliseconds. */
  at: number;
}

/**
 * `busy` refuses for a while; `breaks-after-taking` has taken the mail and breaks off before it says so, after which
 * nobody but it knows.
 */
export type Mood = 'well' | 'busy' | 'breaks-after-taking';

export class Mailbox {
  readonly mails: Mail[] = [];
  mood: Mood = 'well';
  port = 0;
  #server: SMTPServer | undefined;

  /** At the port that it had before. */
  async open(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          if (this.mood === 'busy') return done(Object.assign(new Error('later'), { responseCode: 451 }));
          this.mails.push(readMail(Buffer.concat(chunks).toString('utf8')));
          if (this.mood !== 'breaks-after-taking') return done();
          for (const connection of server.connections) connection.close();
          return undefined;
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      server.listen(this.port, '127.0.0.1', () => resolve());
    });
    this.port = portOf(server.server);
    this.#server = server;
  }

  /** As at the end of its process: connections are cut, and nobody listens. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    for (const connection of server.connections) connection.close();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  }
}

export async function openMailbox({ onClose }: Pick<Surroundings, 'onClose'>): Promise<Mailbox> {
  const mailbox = new Mailbox();
  await mailbox.open();
  onClose(() => mailbox.close());
  return mailbox;
}

function readMail(text: string): Mail {
  // Long headers are folded.
  const [head = ''] = text.replaceAll(/\r?\n[ \t]+/gu, ' ').split(/\r?\n\r?\n/u);
  const headerOf = (name: string): string => new RegExp(`^${name}: (.*)$`, 'imu').exec(head)?.[1]?.trim() ?? '';
  return {
    messageId: headerOf('message-id'),
    incident: headerOf('x-fugo-incident'),
    subject: headerOf('subject'),
    at: Date.now(),
  };
}
