import { type Connection } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { searchAttributes } from '../contracts/search-attributes.ts';

/** Keyword, the only type that fugo uses; the number is that of temporal.api.enums.v1.IndexedValueType. */
const keyword = 2;
const names = Object.values(searchAttributes).map(({ name }) => name);

/** How long the server's caches may take to learn a new search attribute. Milliseconds. */
const visibleWithinMs = 60_000;

/**
 * Registers missing search attributes and waits until workflows can use them. Throws when one exists with another type,
 * or the server has no room for one.
 */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const { operatorService, workflowService } = connection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const wrongNames = names.filter((name) => ![undefined, keyword].includes(customAttributes[name]));
  if (wrongNames.length > 0)
    throw new Error(`Search attribute ${wrongNames.join(', ')} exists with another type than Keyword.`);

  const missingNames = names.filter((name) => customAttributes[name] === undefined);
  if (missingNames.length === 0) return;
  await operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missingNames.map((name) => [name, keyword])),
  });

  const query = names.map((name) => `${name} = "-"`).join(' AND ');
  const deadline = Date.now() + visibleWithinMs;
  for (;;) {
    try {
      await workflowService.listWorkflowExecutions({ namespace, query, pageSize: 1 });
      return;
    } catch (err) {
      if (Date.now() > deadline) throw err;
      await sleep(200);
    }
  }
}
