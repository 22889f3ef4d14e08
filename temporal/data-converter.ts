import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { KeyRing } from '../keys/key-ring.ts';
import { createPayloadCodec } from './payload-codec.ts';

/**
 * Workflow bundles must be given this path too: the bundle converts errors thrown in the sandbox, and without it would
 * write their messages in clear, whatever the worker's data converter says.
 */
export const failureConverterPath = fileURLToPath(new URL('./failure-converter.ts', import.meta.url));

/** For client and worker alike. */
export function dataConverterFor(keys: KeyRing, namespace: string): DataConverter {
  return { failureConverterPath, payloadCodecs: [createPayloadCodec(keys, namespace)] };
}
