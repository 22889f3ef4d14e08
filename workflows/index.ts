/** The entry of the workflow bundle: exports every workflow of fugo. */
export { acquireCode } from './acquire-code.ts';
export { acquireCodes } from './acquire-codes.ts';
export { confirmCodes } from './confirm-codes.ts';
export { deliverNotices } from './deliver-notices.ts';
export { initialLoad } from './initial-load.ts';
export { jobNet } from './job-net.ts';
export { jobNets } from './job-nets.ts';
export { operatingDay } from './operating-day.ts';
export { operatingDays } from './operating-days.ts';
export { publishDeliveries } from './publish-deliveries.ts';
export { retryErrors } from './retry-errors.ts';
export { startJobNet } from './start-job-net.ts';
export { rollout } from './rollout.ts';
export { sweep } from './sweep.ts';
export { switchBack } from './switch-back.ts';
export { takeDroppedFiles } from './take-dropped-files.ts';
