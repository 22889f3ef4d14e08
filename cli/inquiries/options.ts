import type { Context } from '../terminal/context.ts';
import { say, usageError } from '../terminal/context.ts';
import { readText } from '../terminal/input.ts';

export interface OrganisationOptions {
  organisation?: string;
  json?: boolean;
}

export interface TextOptions {
  text?: string;
  file?: string;
}

/** The text that was written or that stands in a file; undefined where there may be none. */
export async function findText(context: Context, { text, file }: TextOptions): Promise<string | undefined> {
  if (text !== undefined && file !== undefined) throw usageError(context, '--text', say(context, 'inquiries.oneText'));
  return file === undefined ? text : readText(context, file);
}

export async function getText(context: Context, options: TextOptions): Promise<string> {
  const text = await findText(context, options);
  if (text === undefined) throw usageError(context, '--text', say(context, 'inquiries.oneText'));
  return text;
}

/** `none` takes away what is there; undefined leaves it. */
export function readLink(context: Context, name: string, given: string | undefined): number | null | undefined {
  if (given === undefined) return undefined;
  if (given === 'none') return null;
  if (!/^[1-9][0-9]{0,14}$/u.test(given)) throw usageError(context, name, say(context, 'inquiries.notANumber'));
  return Number(given);
}
