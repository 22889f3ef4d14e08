import { Clients, NewClient, type Client } from '../../contracts/api/administration.ts';
import { below } from '../../contracts/http.ts';
import { checkNumberSystem } from '../../domain/values/number-system.ts';
import { administratorSession } from '../client/administrator.ts';
import { clientFilePath, findClientFile, writeClientFile } from '../client/client-file.ts';
import { note, print, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { bodyOf } from '../client/session.ts';
import { tableLines } from '../terminal/table.ts';
import { readBy } from '../terminal/values.ts';

export interface ClientOptions {
  municipality: string;
  json?: boolean;
}
export interface ClientAddOptions extends ClientOptions {
  kind: 'backbone' | 'operator' | 'watcher';
  name: string;
  numberSystem?: string[];
  save?: boolean;
}

/** `fugo clients add` with `--save` writes the secret into this home's file instead of showing it. */
export async function runClientsAdd(context: Context, options: ClientAddOptions): Promise<ExitCode> {
  const { municipality, kind, name, save = false } = options;
  const numberSystems = (options.numberSystem ?? []).map(readBy(context, '--number-system', checkNumberSystem));
  if (kind === 'backbone' && numberSystems.length === 0) {
    throw usageError(context, '--kind', say(context, 'usage.needs', { others: '--number-system' }));
  }
  const client = bodyOf(
    context,
    await administratorSession(context).call({
      method: 'POST',
      path: below(municipality, 'clients'),
      body: { kind, name, numberSystems },
      answer: NewClient,
    }),
  );
  if (save) saveClient(context, municipality, client);
  const shown = save ? { ...client, clientSecret: null } : client;
  if (options.json) printJson(context, { municipality, ...shown });
  else {
    print(context, `${say(context, 'clients.id')}: ${client.clientId}`);
    if (shown.clientSecret !== null) print(context, `clientSecret: ${shown.clientSecret}`);
  }
  note(
    context,
    save ? say(context, 'clients.saved', { path: clientFilePath(context) }) : say(context, 'clients.secretOnce'),
  );
  return exitCodes.ok;
}

/** A backbone gets an entry for each of its number systems, because senders look for the number system. */
function saveClient(context: Context, municipality: string, client: NewClient): void {
  const { clientId, clientSecret, kind, numberSystems } = client;
  if (clientSecret === null) return;
  const file = findClientFile(context) ?? { clients: [], operators: [] };
  const saved = { municipality, clientId, clientSecret };
  writeClientFile(
    context,
    kind === 'operator'
      ? { ...file, operators: [...file.operators, saved] }
      : { ...file, clients: [...file.clients, ...numberSystems.map((numberSystem) => ({ ...saved, numberSystem }))] },
  );
}

export async function runClientsList(context: Context, { municipality, json }: ClientOptions): Promise<ExitCode> {
  const path = below(municipality, 'clients');
  const { clients } = bodyOf(context, await administratorSession(context).call({ path, answer: Clients }));
  if (json) printJson(context, clients);
  else printLines(context, clientLines(context, clients));
  return exitCodes.ok;
}

function clientLines(context: Context, clients: readonly Client[]): string[] {
  const rows = clients.map(({ clientId, kind, name, numberSystems, authentication, revokedAt }) => [
    clientId,
    kind,
    name,
    numberSystems.join(', '),
    authentication,
    revokedAt === null ? '' : say(context, 'clients.revoked'),
  ]);
  const head = [
    'clients.id',
    'clients.kind',
    'clients.name',
    'clients.numberSystems',
    'clients.authentication',
  ] as const;
  return tableLines([...head.map((title) => say(context, title)), ''], rows);
}

/** `fugo clients revoke` ends the client's tokens within seconds and removes it from this home's file. */
export async function runClientsRevoke(context: Context, clientId: string, options: ClientOptions): Promise<ExitCode> {
  const path = below(options.municipality, `clients/${encodeURIComponent(clientId)}`);
  bodyOf(context, await administratorSession(context).callText({ method: 'DELETE', path }));
  const file = findClientFile(context);
  if (file) {
    const others = <Known extends { clientId: string }>(known: Known[]): Known[] =>
      known.filter((each) => each.clientId !== clientId);
    writeClientFile(context, { clients: others(file.clients), operators: others(file.operators) });
  }
  if (options.json) printJson(context, { clientId, revoked: true });
  else print(context, say(context, 'clients.revokedNow', { id: clientId }));
  return exitCodes.ok;
}
