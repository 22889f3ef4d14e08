/** Tells somebody outside, again and again, that the watch works. Who no longer hears it raises the alarm. */
export interface Heartbeat {
  stop: () => void;
  /** When it was last taken; null before the first time. Epoch milliseconds. */
  lastAt: () => number | null;
}

/** `isWell` says whether the watch itself works; when it does not, nothing is sent, which is the alarm. */
export function startHeartbeat(url: string, everySeconds: number, isWell: () => boolean): Heartbeat {
  let lastAt: number | null = null;
  const beat = async (): Promise<void> => {
    if (!isWell()) return;
    try {
      const response = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(10_000) });
      await response.body?.cancel();
      if (response.ok) lastAt = Date.now();
    } catch {
      // The next one comes soon, and whoever waits for it notices.
    }
  };
  void beat();
  const timer = setInterval(() => void beat(), everySeconds * 1_000);
  return { stop: () => clearInterval(timer), lastAt: () => lastAt };
}
