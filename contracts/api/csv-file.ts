/** Shapes of lists that are downloaded as files. */
import { z } from 'zod';

/** CP932 is there for spreadsheets, which may expect it in Japan. */
export const CsvEncoding = z.enum(['utf-8', 'cp932']);
export type CsvEncoding = z.infer<typeof CsvEncoding>;
