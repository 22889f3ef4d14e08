import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

interface Mail {
  messageId: string;
  subject: string;
  to: string;
  text: string;
}

/** A mail server that can be away, refuse for a while, or break off when it has taken a mail but not said so. */
export class Mailbox {
  readonly mails: Mail[] = [];
  mood: 'well' | 'busy' | 'breaks-after-taking' = 'well';
  port = 0;
  #server: SMTPServer | undefined;
  readonly #raw: { content: Buffer; to: string }[] = [];

  async open(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          if (this.mood === 'busy') return done(Object.assign(new Error('later'), { responseCode: 451 }));
          const [to] = session.envelope.rcptTo;
          this.#raw.push({ content: Buffer.concat(chunks), to: to?.address ?? '' });
          void this.#read();
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
    this.port = (server.server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** In the order in which they came. */
  async #read(): Promise<void> {
    for (let next = this.#raw.shift(); next; next = this.#raw.shift()) {
      const { messageId = '', subject = '', text = '' } = await PostalMime.parse(next.content);
      this.mails.push({ messageId, subject, to: next.to, text });
    }
  }

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
