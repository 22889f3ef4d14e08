import { bursts } from './bursts/case.ts';
import type { Case } from './case.ts';
import { confirmation } from './confirmation/case.ts';
import { dailyBesideLoad } from './daily-beside-load.ts';
import { endToEnd } from './end-to-end/case.ts';
import { kill } from './kill/case.ts';
import { lists } from './lists/case.ts';
import { openWorkflows } from './open-workflows/case.ts';
import type { CaseName } from './options.ts';
import { peers } from './peers/case.ts';
import { printing } from './printing/case.ts';
import { reading } from './reading/case.ts';
import { searches } from './searches/case.ts';

export const cases: Record<CaseName, Case> = {
  'end-to-end': endToEnd,
  peers,
  reading,
  'daily-beside-load': dailyBesideLoad,
  'open-workflows': openWorkflows,
  lists,
  searches,
  printing,
  confirmation,
  bursts,
  kill,
};
