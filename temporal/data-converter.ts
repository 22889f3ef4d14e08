import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { KeyRing } from '../keys/key-ring.ts';
import { createPayloadCodec } from './payload-codec.ts';

/**
 * Wherever workflow code is bundled, this path must be given too: errors thrown in the sandbox are converted by the
 * bundle, so a bundle without it writes their messages in clear text whatever the worker's data converter says.
 */
export const failureConverterPath = fileURLToPath(new URL('./failure-converter.ts', import.meta.url));

/** For client and worker alike. */
export function dataConverterFor(keys: KeyRing, namespace: string): DataConverter {
  return { failureConverterPath, payloadCodecs: [createPayloadCodec(keys, namespace)] };
}
