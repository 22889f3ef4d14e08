/** An answer of any length, made as fast as the caller reads it. */
export function byteStream(source: AsyncIterable<Uint8Array>, onError: (err: unknown) => void): ReadableStream {
  const chunks = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await chunks.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      } catch (err) {
        onError(err);
        // The caller sees a body that was cut off, not one that seems whole.
        controller.error(err);
      }
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}
