/** Connections to the Temporal server, and the one sentence that says why there is none. */
import {
  Client,
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  type ConnectionOptions,
} from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { KeyRing } from '../keys/key-ring.ts';
import { dataConverterFor } from './data-converter.ts';

export interface TemporalTarget {
  /** `host:port` */
  address: string;
  namespace: string;
}

/** Without this, a client whose server was long away tries again after up to two minutes only. Milliseconds. */
const channelArgs = { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 2_000 };

type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];

/**
 * The SDK's retries, but none that would begin after the call's deadline. Its own let a call with a limit of 2 seconds
 * last 3.3 while the server is away, and a try on a connection closed meanwhile ends the process.
 */
const retryWithinDeadline: Interceptor = (options, nextCall) => {
  const standard = defaultGrpcRetryOptions();
  const deadline = Number(options.deadline ?? Infinity); // a Date or epoch milliseconds
  const retry = makeGrpcRetryInterceptor({
    ...standard,
    retryableDecider: (attempt, status) =>
      standard.retryableDecider(attempt, status) &&
      // The pause is drawn again when it is taken, and may be half as long again.
      Date.now() + 1.5 * standard.delayFunction(attempt, status) < deadline,
  });
  return retry(options, nextCall);
};

const connectionOptions = { channelArgs, interceptors: [retryWithinDeadline] };

/**
 * A client that is there whether or not the server is: every call fails while it is away and works once it is back.
 * For the API server, which takes transfers without the engine.
 */
export function openClient({ address, namespace, keys }: TemporalTarget & { keys: KeyRing }): Client {
  return clientOn(Connection.lazy({ address, ...connectionOptions }), { namespace, keys });
}

/** A client of a server that answers and knows the namespace; throws a sentence saying which of the two is not so. */
export async function connectClient(
  { address, namespace, keys }: TemporalTarget & { keys: KeyRing },
  timeoutMs = 10_000,
): Promise<Client> {
  const connection = Connection.lazy({ address, ...connectionOptions, connectTimeout: timeoutMs });
  try {
    await connection.ensureConnected();
    await connection.withDeadline(Date.now() + timeoutMs, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return clientOn(connection, { namespace, keys });
  } catch (err) {
    closeLater(connection);
    throw temporalAway({ address, namespace }, err);
  }
}

/**
 * For a connection whose server was away: the client library may still have a retry planned, and on a closed channel
 * that throws where nobody can catch it. Nothing waits for this.
 */
export function closeLater(connection: { close: () => Promise<void> }): void {
  setTimeout(() => void connection.close(), 30_000).unref();
}

/** The worker's connection; it reconnects by itself when the server was away. */
export async function connectWorker({ address, namespace }: TemporalTarget): Promise<NativeConnection> {
  let connection: NativeConnection | undefined;
  try {
    connection = await NativeConnection.connect({ address });
    await connection.workflowService.describeNamespace({ namespace });
    return connection;
  } catch (err) {
    await connection?.close();
    throw temporalAway({ address, namespace }, err);
  }
}

function clientOn(connection: Connection, { namespace, keys }: { namespace: string; keys: KeyRing }): Client {
  return new Client({ connection, namespace, dataConverter: dataConverterFor(keys, namespace) });
}

function temporalAway({ address, namespace }: TemporalTarget, cause: unknown): Error {
  const unknownNamespace = cause instanceof Error && /namespace .*not found/i.test(cause.message);
  const what = unknownNamespace
    ? `The Temporal server at ${address} has no namespace ${namespace}.`
    : `The Temporal server at ${address} does not answer.`;
  return new Error(what, { cause });
}
