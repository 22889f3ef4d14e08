/** Types for the tests, which are TypeScript. */
export interface InstallLock {
  share: (pid: number | undefined) => void;
  release: () => void;
}
export function takeInstallLock(
  path: string,
  options?: {
    onWait?: (holder: { pid: number | undefined; waitedMs: number }) => void;
    pollMs?: number;
    tellMs?: number;
    strangerMs?: number;
  },
): Promise<InstallLock>;
export function startTimeOf(pid: number): string | undefined;
