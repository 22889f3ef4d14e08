/**
 * The program of a thread that reads parts of a file (threads.ts). Its first message says what to read; each further
 * one is a part, answered in order.
 */
import { parentPort } from 'node:worker_threads';
import type { FilePart } from '../../load-files/file-parts.ts';
import { createSealedPartReader, type Reading, type SealedPart } from './read-part.ts';

const port = parentPort;
if (!port) throw new Error('This is the program of a thread.');
port.once('message', (reading: Reading) => {
  const read = createSealedPartReader(reading);
  port.on('message', (part: FilePart) => {
    const answer = read(part);
    port.postMessage(answer, listTransferables(answer));
  });
});

/** Transfers the rows' buffer to the other thread instead of copying it. */
function listTransferables({ sealed }: SealedPart): ArrayBuffer[] {
  return sealed?.rows.buffer instanceof ArrayBuffer ? [sealed.rows.buffer] : [];
}
