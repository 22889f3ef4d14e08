import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodeTable, DeliveredCalendar } from '../../contracts/delivered-files.ts';
import {
  SwitchBackCommand,
  type DeliveryView,
  type SwitchBackRefused,
  type SwitchedBack,
} from '../../contracts/deliveries.ts';
import { OrganisationCode } from '../../contracts/participants/common.ts';
import { tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { parseBody, parseValue, refuseField, Unready, type AppContext } from '../base/http.ts';
import { describeError } from '../base/log.ts';
import { jobProgramName, readJobProgram, type JobProgram } from '../base/job-program.ts';
import type { Base } from '../base/program.ts';
import type { Servers } from '../base/servers.ts';
import { openDeliveryTarget, type DeliveryTarget } from './target.ts';

/** The servers of this program as targets of deliveries: each installed one fetches, applies and judges by what it has. */
export type Deliveries = {
  /** Whether the code is one, by the organisation's own code table; without a table every code is. */
  isValidCode: (organisation: string, municipality: string) => boolean;
};

/** So many servers of one program look at once. */
const looksAtOnce = 8;

export function addDeliveries(base: Base, servers: Servers): Deliveries {
  const { app, settings, log } = base;
  const { apiUrl, deliveredFolder, deliveryRoot, deliverySeconds } = settings;
  const codes = new Map<string, CodeTable>();
  const programs = new Map<string, JobProgram>();
  const targets = new Map<string, Promise<DeliveryTarget>>();
  const nextLook = new Map<string, number>();
  const looking = new Set<string>();

  async function open(organisation: string, folder: string, url: string, trustedRoot: string): Promise<DeliveryTarget> {
    const target = await openDeliveryTarget({
      organisation,
      folder: join(folder, organisation),
      deliveriesUrl: `${url}/v1/deliveries`,
      trustedRoot,
      mayApply: (now) => servers.mayApply(organisation, now),
      onApplied: () => take(target),
      isProgramUsable: async (name, path) => name !== jobProgramName || (await readJobProgram(path)) !== undefined,
    });
    // What was applied before the program started.
    await take(target);
    return target;

    async function take(from: DeliveryTarget): Promise<void> {
      const { holdings } = await from.view();
      const held = await Promise.all(Object.keys(holdings).map((name) => from.find(name)));
      const calendar = held.find((each) => each?.kind === 'calendar');
      const parsed = calendar && DeliveredCalendar.safeParse(await readJson(calendar.path)).data;
      servers.deliver(organisation, parsed ? { hours: parsed.hours, at: calendar.appliedAt } : null);
      const table = held.find((each) => each?.kind === 'code-table');
      const known = table && CodeTable.safeParse(await readJson(table.path)).data;
      if (known) codes.set(organisation, known);
      else codes.delete(organisation);
      const program = await from.find(jobProgramName);
      const jobs = program?.kind === 'program' ? await readJobProgram(program.path) : undefined;
      if (jobs) programs.set(organisation, jobs);
      else programs.delete(organisation);
    }
  }

  /** Undefined where this program is told of no repository. */
  function targetOf(organisation: string): Promise<DeliveryTarget> | undefined {
    if (deliveredFolder === undefined || deliveryRoot === undefined || apiUrl === undefined) return undefined;
    const target = targets.get(organisation) ?? open(organisation, deliveredFolder, apiUrl, deliveryRoot);
    targets.set(organisation, target);
    // One that could not be opened is opened anew.
    target.catch(() => targets.delete(organisation));
    return target;
  }

  servers.jobs.takePrograms(async (organisation) => {
    await targetOf(organisation);
    return programs.get(organisation);
  });

  async function lookAt(organisation: string): Promise<void> {
    looking.add(organisation);
    try {
      const target = await targetOf(organisation);
      await target?.look();
    } catch (error) {
      log.warn({ organisation, ...describeError(error) }, 'deliveries were not looked at');
    } finally {
      looking.delete(organisation);
      // Not all at the same moment.
      nextLook.set(organisation, Date.now() + deliverySeconds * 1_000 * (0.75 + Math.random() / 2));
    }
  }

  if (deliveredFolder !== undefined && deliveryRoot !== undefined && apiUrl !== undefined) {
    base.forward({
      name: 'deliveries',
      async deliver() {
        const due = servers
          .installed()
          .filter((each) => !looking.has(each) && (nextLook.get(each) ?? 0) <= Date.now())
          .slice(0, Math.max(0, looksAtOnce - looking.size));
        for (const organisation of due) void lookAt(organisation);
        return 'wait';
      },
    });
  }

  async function requireTarget(c: AppContext): Promise<DeliveryTarget> {
    const organisation = parseValue(c.req.param('organisation'), OrganisationCode, 'organisation');
    if (!servers.has(organisation)) throw refuseField('organisation', 'no_server_of_this_kind');
    const target = targetOf(organisation);
    if (!target) throw new Unready('closed');
    return target;
  }
  const path = '/v1/organisations/:organisation/server/delivery';
  app.get(path, async (c) => c.json((await (await requireTarget(c)).view()) satisfies DeliveryView));
  app.post(`${path}/back`, async (c) => {
    const target = await requireTarget(c);
    const { requestId, name } = await parseBody(c, SwitchBackCommand);
    const outcome = await target.switchBack(requestId, name);
    if (outcome.kind === 'switched') {
      const { version } = outcome;
      return c.json({ requestId, name, version } satisfies SwitchedBack);
    }
    const code = outcome.kind === 'nothingBefore' ? 'NOTHING_BEFORE' : 'REQUEST_ID_USED';
    return c.json({ code, message: sentences[code] } satisfies SwitchBackRefused, 409);
  });

  return {
    isValidCode(organisation, municipality) {
      const table = codes.get(organisation);
      if (!table) return true;
      const today = tokyoDateOf(Date.now());
      return table.codes.some(
        ({ code, from, to }) => code === municipality && from <= today && (to === null || today <= to),
      );
    },
  };
}

const sentences: Record<SwitchBackRefused['code'], string> = {
  NOTHING_BEFORE: '戻せる前の版がありません。 There is no version before to switch back to.',
  REQUEST_ID_USED: 'この要求IDは別の指示に使われています。 This request id belongs to another command.',
};

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}
