/**
 * Whose requests a step works on: the workflow of a single resident names its person, a chunk names itself, and both
 * run the same steps. At most 100 ids are named; the ids of a chunk stay in the database.
 */
export type RequestSet = { personIds: readonly string[] } | { chunkId: string };
