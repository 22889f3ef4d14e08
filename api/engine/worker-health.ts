/** Asks the workers at these addresses (FUGO_WORKER_HEALTH) whether they take work; true if none is named. */
export async function areAllWell(urls: readonly string[], patienceMs: number): Promise<boolean> {
  const answers = await Promise.all(urls.map((url) => isWell(url, patienceMs)));
  return answers.every(Boolean);
}

async function isWell(url: string, patienceMs: number): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
