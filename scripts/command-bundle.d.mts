/** Types for the tests, which are TypeScript. */
export function getCommandBundle(root: string): Promise<string | undefined>;
