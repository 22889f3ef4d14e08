/**
 * A thread that reads parts of a file (threads.ts). It is told first what is read, and then given one part after the
 * other, which it answers in that order.
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
    port.postMessage(answer, given(answer));
  });
});

/** Rows are given away and not copied. */
function given({ sealed }: SealedPart): ArrayBuffer[] {
  return sealed?.rows.buffer instanceof ArrayBuffer ? [sealed.rows.buffer] : [];
}
