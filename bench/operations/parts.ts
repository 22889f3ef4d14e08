import { alarm } from './alarm.ts';
import { calendar, workflows } from './calendar.ts';
import { callCentre } from './call-centre.ts';
import { day } from './day.ts';
import { delivery } from './delivery.ts';
import { flaps } from './flaps.ts';
import { flips } from './flips.ts';
import { jobs } from './jobs.ts';
import { kills } from './kills.ts';
import type { Part, PartName } from './part.ts';
import { recovery } from './recovery.ts';
import { restore } from './restore.ts';
import { targets } from './targets.ts';

export const parts: Record<PartName, Part> = {
  targets,
  alarm,
  flaps,
  kills,
  restore,
  flips,
  recovery,
  day,
  calendar,
  workflows,
  delivery,
  'call-centre': callCentre,
  jobs,
};
