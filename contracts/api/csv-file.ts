/** A list as a file, for people. */
import { z } from 'zod';

/** CP932, because that is what a spreadsheet of the place may expect. */
export const CsvEncoding = z.enum(['utf-8', 'cp932']);
export type CsvEncoding = z.infer<typeof CsvEncoding>;
