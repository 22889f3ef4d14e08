import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { getHome } from '../../config/local.ts';
import { isMissing, writePrivateJson } from '../../local/files.ts';
import { say, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes } from '../terminal/exit.ts';
import { pathError } from '../terminal/input.ts';

/** `$FUGO_HOME/clients.json` (0600): the secrets of the clients this installation's own commands and simulators use. */
const Operator = z.object({ municipality: z.string(), clientId: z.string(), clientSecret: z.string() });
/** `municipalityName`: what the counter of a simulated backbone shows. */
const Backbone = Operator.extend({ numberSystem: z.string(), municipalityName: z.string().optional() });
export const ClientFile = z.object({
  clients: z.array(Backbone).default([]),
  operators: z.array(Operator).default([]),
});
export type ClientFile = z.infer<typeof ClientFile>;
export type Operator = z.infer<typeof Operator>;
export type Backbone = z.infer<typeof Backbone>;

export function clientFilePath({ env }: Pick<Context, 'env'>): string {
  return join(getHome(env), 'clients.json');
}

/** Reads the named file, or this home's own, and answers undefined when the home has none yet. */
export function findClientFile(context: Context, named?: string): ClientFile | undefined {
  let text: string;
  try {
    text = readFileSync(named ?? clientFilePath(context), 'utf8');
  } catch (error) {
    if (named !== undefined) throw pathError(context, error, named, '--client-file');
    if (isMissing(error)) return undefined;
    throw error;
  }
  const { success, data } = ClientFile.safeParse(parseJson(text));
  if (success) return data;
  throw new CommandError(
    exitCodes.usage,
    say(context, 'clientFile.broken', { path: named ?? clientFilePath(context) }),
  );
}

export function writeClientFile(context: Context, file: ClientFile): void {
  writePrivateJson(clientFilePath(context), file);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
