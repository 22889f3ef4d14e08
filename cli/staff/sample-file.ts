import { join } from 'node:path';
import { z } from 'zod';
import { getHome } from '../../config/local.ts';
import { operationRoles, roles } from '../../domain/rights.ts';
import { findJson, writePrivateJson } from '../../local/files.ts';
import type { Context } from '../terminal/context.ts';

/**
 * `$FUGO_HOME/staff.json` (0600) keeps the sample staff, none of whom is a real person, with the secrets of their
 * second factors.
 */
const SampleStaff = z.object({
  organisation: z.string(),
  role: z.enum([...roles, ...operationRoles]),
  staffId: z.string(),
  email: z.string(),
  password: z.string(),
  /** Since when it holds, as fugo's API says; a later time there means that somebody has changed it. */
  passwordSince: z.string().optional(),
  /** As an authenticator app would read it. */
  totpUri: z.string(),
});
export type SampleStaff = z.infer<typeof SampleStaff>;
const StaffFile = z.object({ staff: z.array(SampleStaff) });

const pathIn = ({ env }: Pick<Context, 'env'>): string => join(getHome(env), 'staff.json');

export function readSampleStaff(context: Pick<Context, 'env'>): SampleStaff[] {
  const { success, data } = StaffFile.safeParse(findJson(pathIn(context)));
  return success ? data.staff : [];
}

export function writeSampleStaff(context: Pick<Context, 'env'>, staff: readonly SampleStaff[]): void {
  writePrivateJson(pathIn(context), { staff });
}
