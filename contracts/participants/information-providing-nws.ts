/**
 * The information providing network system (情報提供ネットワークシステム 4), which issues serials (S50) and generates linkage codes
 * (S90).
 */
import { z } from 'zod';
import {
  IntegratedAddressNumber,
  LineId,
  MunicipalityCode,
  PersonalNumber,
  ProcessingSerial,
  RequestId,
} from './common.ts';

/** S41, from the intermediate server: `POST /v1/serial-requests` → 202 `LineResults`; the serials follow with S50. */
export const NwsSerialRequest = z.object({
  requestId: RequestId,
  lines: z
    .array(
      z.object({
        lineId: LineId,
        municipality: MunicipalityCode,
        integratedAddressNumber: IntegratedAddressNumber,
        personalNumber: PersonalNumber,
      }),
    )
    .min(1),
});
export type NwsSerialRequest = z.infer<typeof NwsSerialRequest>;

/** S80, from the national server: `POST /v1/code-generations` → 202 `LineResults`; the codes follow with S90. */
export const CodeGeneration = z.object({
  requestId: RequestId,
  lines: z
    .array(
      z.union([
        z.object({
          lineId: LineId,
          municipality: MunicipalityCode,
          processingSerial: ProcessingSerial,
          residentRecordCode: z.string().regex(/^\d{11}$/),
        }),
        z.object({
          lineId: LineId,
          municipality: MunicipalityCode,
          processingSerial: ProcessingSerial,
          error: z.string().max(100),
        }),
      ]),
    )
    .min(1),
});
export type CodeGeneration = z.infer<typeof CodeGeneration>;
