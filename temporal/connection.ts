/** Connections to the Temporal server, and the sentence that explains a failure to connect. */
import {
  Client,
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  type ConnectionOptions,
} from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { KeyRing } from '../keys/key-ring.ts';
import type { TemporalTls } from '../config/temporal-server.ts';
import { dataConverterFor } from './data-converter.ts';
import { secured } from './tls.ts';

export interface TemporalTarget {
  /** `host:port` */
  address: string;
  namespace: string;
  /** Undefined: without. */
  tls?: TemporalTls | undefined;
}

/** By default a client waits up to two minutes before it reconnects to a server that was away. Milliseconds. */
const channelArgs = { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 2_000 };

type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];

/**
 * The SDK's retries, except those after the call's deadline. Without this, a call limited to 2 seconds lasts 3.3 while
 * the server is away, and a retry on a closed connection ends the process.
 */
const retryWithinDeadline: Interceptor = (options, nextCall) => {
  const standard = defaultGrpcRetryOptions();
  const deadline = Number(options.deadline ?? Infinity); // the deadline is a Date or epoch milliseconds
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
 * A client that exists whether or not the server is there: calls fail while it is away and succeed once it is back. For
 * the API server, which takes transfers without Temporal.
 */
export function openClient({ address, namespace, tls, keys }: TemporalTarget & { keys: KeyRing }): Client {
  const connection = Connection.lazy({ address, ...secured(tls), ...connectionOptions });
  return new Client({ connection, namespace, dataConverter: dataConverterFor(keys, namespace) });
}

/** The worker's connection, which reconnects by itself. */
export async function connectWorker({ address, namespace, tls }: TemporalTarget): Promise<NativeConnection> {
  let connection: NativeConnection | undefined;
  try {
    connection = await NativeConnection.connect({ address, ...secured(tls) });
    await connection.workflowService.describeNamespace({ namespace });
    return connection;
  } catch (err) {
    await connection?.close();
    throw createAwayError({ address, namespace }, err);
  }
}

function createAwayError({ address, namespace }: TemporalTarget, cause: unknown): Error {
  const unknownNamespace = cause instanceof Error && /namespace .*not found/i.test(cause.message);
  const what = unknownNamespace
    ? `The Temporal server at ${address} has no namespace ${namespace}.`
    : `The Temporal server at ${address} does not answer.`;
  return new Error(what, { cause });
}

/** A client that only looks at the server and reads no payload. */
export function openWatchClient({ address, namespace, tls }: TemporalTarget): Client {
  return new Client({ connection: Connection.lazy({ address, ...secured(tls), ...connectionOptions }), namespace });
}
