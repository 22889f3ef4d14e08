import { createLogDestination } from '../config/log-destination.ts';
import { writeSync } from 'node:fs';

const destination = createLogDestination((bytes) => writeSync(2, bytes));

/** A line of the supervisor's own log. A disk that is full drops it, and ends nothing. */
export function tellLog(sentence: string, now: Date = new Date()): void {
  destination.write(`${now.toISOString()} ${sentence}\n`);
}
