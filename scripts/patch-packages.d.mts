/** Types for the tests, which are TypeScript. `folder` holds `patches` and `node_modules`; fugo's own by default. */
export function patchPackages(folder?: string): void;
