/**
 * For `useMutation`: what stands around an act is read again, and then its caller is told. A callback given to `mutate`
 * instead is never called once its component is gone, and a dialog goes with what it acted on.
 */
export function thenTell<Answer>(
  refresh: () => Promise<void>,
  onDone: (answer: Answer) => void,
): { onSuccess: (answer: Answer) => Promise<void>; onError: () => Promise<void> } {
  return {
    async onSuccess(answer) {
      await refresh();
      onDone(answer);
    },
    onError: refresh,
  };
}
