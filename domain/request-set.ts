/**
 * Whose requests a step works on: one resident's workflow names its person, a chunk of the initial load names itself,
 * so that both grains run the same steps (design §4). At most 100 ids are named; the ids of a chunk stay in the
 * database.
 */
export type RequestSet = { personIds: readonly string[] } | { chunkId: string };
