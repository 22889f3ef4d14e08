/** Types for the tests, which are TypeScript; bootstrap.mjs itself must run before anything is installed. */
export const root: string;
export function speaksJapanese(env: NodeJS.ProcessEnv): boolean;
export function decideInstall(found: {
  lockText: string;
  markedHash: string | undefined;
  installedText: string | undefined;
}): 'none' | 'mark' | 'install';
export function hashOf(text: string): string;
