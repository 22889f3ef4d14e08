/**
 * The intermediate server (中間サーバー 3), with a code table (table 46) for each municipality. fugo calls S29, S30, S32 and
 * the confirmation, the information providing NWS calls S50 and S90. Base path `/v1/municipalities/{municipality}`.
 */
import { z } from 'zod';
import { IntegratedAddressNumber, LineId, PersonalNumber, ProcessingSerial, RequestId } from './common.ts';

/**
 * S29 `POST /serial-requests` → 202 `LineResults`. This only accepts the request; the serial comes in the file (S45).
 * `GET /serial-requests?requestId=` → `RequestState`. Refusals: `SERIAL_REFUSED`.
 */
export const SerialRequest = z.object({
  requestId: RequestId,
  lines: z
    .array(
      z.object({
        lineId: LineId,
        integratedAddressNumber: IntegratedAddressNumber,
        personalNumber: PersonalNumber,
      }),
    )
    .min(1),
});
export type SerialRequest = z.infer<typeof SerialRequest>;

/**
 * S30 `POST /request-files` → 202 `FileReceipt` (S42, S43). The same request id gets the same receipt number. The
 * answer comes before the serials exist (S44), so the file is fetched later by its receipt number.
 */
export const FileRequest = z.object({
  requestId: RequestId,
  lines: z.array(z.object({ lineId: LineId, integratedAddressNumber: IntegratedAddressNumber })).min(1),
});
export type FileRequest = z.infer<typeof FileRequest>;
export const ReceiptNumber = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
export const FileReceipt = z.object({ requestId: RequestId, receiptNumber: ReceiptNumber });
export type FileReceipt = z.infer<typeof FileReceipt>;

/**
 * S32/S46/S47 `GET /request-files/{receiptNumber}`: 200 with the file, 202 while it is not ready (empty body), 404 for
 * an unknown receipt number, 410 for an expired one. Rows come in the order of the request's lines. A row has no line
 * id (seed P:282), so the reader matches by personal number and count. `refused` lists the lines whose serial was
 * refused.
 */
export const CodeAcquisitionRequestFile = z.object({
  receiptNumber: ReceiptNumber,
  rowCount: z.number().int().nonnegative(),
  rows: z.array(z.object({ processingSerial: ProcessingSerial, personalNumber: PersonalNumber })),
  refused: z.array(z.object({ lineId: LineId, reason: z.string().max(100) })).default([]),
});
export type CodeAcquisitionRequestFile = z.infer<typeof CodeAcquisitionRequestFile>;

/**
 * Confirmation `POST /code-confirmations` → 200 `ConfirmationResults`; read-only. `unknown` means that there is no code
 * yet. `error` has the code of the side that failed: `RESIDENT_RECORD_NOT_FOUND` or `CODE_REFUSED`. The linkage code
 * never leaves the intermediate server (table 46, S100).
 */
export const ConfirmationRequest = z.object({
  lines: z.array(z.object({ lineId: LineId, integratedAddressNumber: IntegratedAddressNumber })).min(1),
});
export type ConfirmationRequest = z.infer<typeof ConfirmationRequest>;
export const ConfirmationResults = z.object({
  results: z.array(
    z.object({
      lineId: LineId,
      result: z.enum(['acquired', 'error', 'unknown']),
      error: z.string().max(100).optional(),
    }),
  ),
});
export type ConfirmationResults = z.infer<typeof ConfirmationResults>;

/** S50, from the NWS: `POST /processing-serials` → `LineResults`. The line id is the one of S41. */
export const ProcessingSerials = z.object({
  requestId: RequestId,
  lines: z
    .array(
      z.union([
        z.object({ lineId: LineId, processingSerial: ProcessingSerial }),
        z.object({ lineId: LineId, refused: z.string().max(100) }),
      ]),
    )
    .min(1),
});
export type ProcessingSerials = z.infer<typeof ProcessingSerials>;

/** S90, from the NWS: `POST /linkage-codes` → `LineResults`. The line id is the processing serial. */
export const LinkageCodes = z.object({
  requestId: RequestId,
  lines: z
    .array(
      z.union([
        z.object({ lineId: LineId, processingSerial: ProcessingSerial, linkageCode: z.string().min(1).max(64) }),
        z.object({ lineId: LineId, processingSerial: ProcessingSerial, error: z.string().max(100) }),
      ]),
    )
    .min(1),
});
export type LinkageCodes = z.infer<typeof LinkageCodes>;
