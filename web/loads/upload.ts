/** Sends a file for a load by XMLHttpRequest, because fetch does not say how much was sent. */
import type { Load } from '../../contracts/api/loads.ts';
import { accepted, ApiError, below, readError, withQuery } from '../components/client.ts';

export interface NewLoad {
  /** What is sent, which may have another heading than the file. */
  content: Blob;
  fileName: string;
  format: string;
  encoding: string;
  dryRun: boolean;
  again: boolean;
  staffId: string;
  /** Of all lines; empty where each line has its own. */
  numberSystem: string;
}

/** Thrown when the person stops the upload. */
export class UploadCancelled extends Error {
  override readonly name = 'UploadCancelled';
}

/** `onSent` gets the bytes sent so far. */
export function uploadLoad(
  municipality: string,
  { content, ...query }: NewLoad,
  { onSent, signal }: { onSent: (bytes: number) => void; signal: AbortSignal },
): Promise<Load> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('POST', withQuery(below(municipality, 'loads'), query));
    sending.setRequestHeader('accept', accepted);
    sending.setRequestHeader('content-type', 'application/octet-stream');
    sending.upload.addEventListener('progress', ({ loaded }) => onSent(loaded));
    sending.addEventListener('error', () => reject(new ApiError(0, null, null)));
    sending.addEventListener('abort', () => reject(new UploadCancelled()));
    sending.addEventListener('load', () => {
      const response = new Response(sending.responseText, {
        status: sending.status,
        headers: { 'content-type': sending.getResponseHeader('content-type') ?? '' },
      });
      const answer = response.ok ? response.json() : readError(response).then((error) => Promise.reject(error));
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the contract of the address says
      (answer as Promise<Load>).then(resolve, reject);
    });
    signal.addEventListener('abort', () => sending.abort());
    sending.send(content);
  });
}
