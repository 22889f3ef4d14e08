import { createLogDestination } from '../config/log-destination.ts';
import { writeSync } from 'node:fs';

const destination = createLogDestination((bytes) => writeSync(2, bytes));

/** Writes a line to the supervisor's own log. A full disk drops the line and ends nothing. */
export function writeLogLine(sentence: string, now: Date = new Date()): void {
  destination.write(`${now.toISOString()} ${sentence}\n`);
}
