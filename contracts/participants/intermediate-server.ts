/**
 * The intermediate server (中間サーバー 3), one code table a municipality. fugo's side: S29, S30, S32, confirmation. The
 * information providing NWS's side: S50, S90. Base path `/v1/municipalities/{municipality}`.
 */
import { z } from 'zod';
import { IntegratedAddressNumber, LineId, PersonalNumber, ProcessingSerial, RequestId } from './common.ts';

/**
 * S29 `POST /serial-requests` → 202 `LineResults`. Acceptance only: the serial itself goes into the file (S45).
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
 * S30 `POST /request-files` → 202 `FileReceipt` (S43). The same request id gets the same receipt number again; it is
 * answered before the serials exist (S44), so the file is asked for later by receipt number.
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
 * S32/S46/S47 `GET /request-files/{receiptNumber}`: 200 with the file, 202 while not ready (empty body), 404 unknown
 * receipt number, 410 expired. Rows come in the order of the request's lines; a row has no line id (seed P:282), so the
 * reader matches by personal number and count. A line whose serial was refused has its place in `refused`.
 */
export const CodeAcquisitionRequestFile = z.object({
  receiptNumber: ReceiptNumber,
  rowCount: z.number().int().nonnegative(),
  rows: z.array(z.object({ processingSerial: ProcessingSerial, personalNumber: PersonalNumber })),
  refused: z.array(z.object({ lineId: LineId, reason: z.string().max(100) })).default([]),
});
export type CodeAcquisitionRequestFile = z.infer<typeof CodeAcquisitionRequestFile>;

/**
 * Confirmation `POST /code-confirmations` → 200 `ConfirmationResults`; read-only. `unknown` means not yet. `error`
 * carries the code of the side that failed: `RESIDENT_RECORD_NOT_FOUND` or `CODE_REFUSED`. The linkage code itself
 * never leaves the intermediate server.
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
