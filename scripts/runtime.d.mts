/** For the tests, which are TypeScript. */
export const packagedVersion: string;
export function isNodeNewEnough(version: string): boolean;
export function continueOnPackagedNode(options: {
  say: (ja: string, en: string) => void;
  announce: boolean;
}): Promise<never>;
