/**
 * An answer of any length, made as fast as the caller reads it. `ahead`: so many bytes are made before they are read, for
 * a caller that sends all of its body before it reads.
 */
export function byteStream(
  source: AsyncIterable<Uint8Array>,
  onError: (err: unknown) => void,
  { ahead = 1 }: { ahead?: number } = {},
): ReadableStream {
  const chunks = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
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
    },
    new ByteLengthQueuingStrategy({ highWaterMark: ahead }),
  );
}
