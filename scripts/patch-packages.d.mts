/** For the tests, which are TypeScript. `folder` has `patches` and `node_modules`; without one it is fugo's own. */
export function patchPackages(folder?: string): void;
