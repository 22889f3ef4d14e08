/**
 * A response body of any length, made as fast as the caller reads it. `ahead`: how many bytes are made before they are
 * read, for a caller that reads only after it has sent its whole body.
 */
export function createByteStream(
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
          // The error cuts the body off; a plain end would make it look whole.
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
