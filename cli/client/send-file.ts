/**
 * Sends a file from the disk as the body of a request. It uses node:http, because fetch does not say how much has gone
 * out and loses an answer that comes before the whole file was sent.
 */
import { createReadStream } from 'node:fs';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';

export interface FileToSend {
  path: string;
  /** The length when the file was looked at; what is appended meanwhile is not sent. */
  bytes: number;
  mediaType: string;
  /** Sent in place of the first bytes of the file. */
  replaced?: { bytes: Uint8Array; from: number };
  onProgress?: (bytesSent: number) => void;
}

export interface FileAnswer {
  ok: boolean;
  status: number;
  text: () => Promise<string>;
}

/** Thrown when the file cannot be read to its end. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable';
}

export function sendFile(
  url: URL,
  headers: Record<string, string>,
  { path, bytes, mediaType, replaced, onProgress }: FileToSend,
): Promise<FileAnswer> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': mediaType,
        'content-length': bytes + (replaced ? replaced.bytes.length - replaced.from : 0),
      },
    });
    const file =
      bytes === 0
        ? undefined
        : createReadStream(path, { start: replaced?.from ?? 0, end: bytes - 1, highWaterMark: 256 * 1024 });
    let answered = false;
    request.on('response', (response) => {
      answered = true;
      readAnswer(response)
        .finally(() => {
          // A file that was refused early need not be sent to its end.
          file?.destroy();
          request.destroy();
        })
        .then(resolve, reject);
    });
    request.on('error', (error) => {
      file?.destroy();
      // After an early refusal the connection breaks while the answer is being read.
      if (!answered) reject(error);
    });
    if (!file) return void request.end();
    if (replaced) request.write(replaced.bytes);
    let sent = replaced?.from ?? 0;
    file.on('data', (chunk) => {
      sent += chunk.length;
      onProgress?.(sent);
    });
    file.on('error', (error) => {
      request.destroy();
      reject(new FileUnreadable('The file cannot be read.', { cause: error }));
    });
    file.pipe(request);
  });
}

async function readAnswer(response: IncomingMessage): Promise<FileAnswer> {
  const content = await text(response);
  const status = response.statusCode ?? 0;
  return { ok: status >= 200 && status < 300, status, text: () => Promise.resolve(content) };
}
