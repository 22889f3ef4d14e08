/** Shapes of the installation's backups, as the organisations see them. */
import { z } from 'zod';

const instant = z.iso.datetime();

export const backupStates = ['asked', 'running', 'done', 'failed'] as const;

export const Backup = z
  .object({
    backupId: z.string(),
    state: z.enum(backupStates),
    day: z.iso.date().nullable().meta({
      description: 'The operating day whose daily processing asked for it; null if a person or a program did.',
    }),
    askedBy: z.object({ id: z.string(), name: z.string().nullable().meta({ description: 'Null for a program.' }) }),
    askedAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    bytes: z.number().nullable().meta({ description: 'Of all files in the backup folder.' }),
    verifiedAt: instant.nullable().meta({ description: 'When a restore check last proved that it restores.' }),
    verification: z.record(z.string(), z.unknown()).nullable().meta({ description: 'What the restore check found.' }),
    error: z.string().nullable(),
  })
  .meta({ id: 'Backup' });
export type Backup = z.infer<typeof Backup>;

export const BackupsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const Backups = z
  .object({
    backups: z.array(Backup).meta({ description: 'The latest first.' }),
    lastVerifiedAt: instant.nullable().meta({ description: 'When a restore check last proved any backup.' }),
  })
  .meta({ id: 'Backups' });
export type Backups = z.infer<typeof Backups>;
