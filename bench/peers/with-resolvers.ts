/** Restate's SDK calls `Promise.withResolvers`, which Node.js has since 22; fugo's oldest is 20.19. */
export function provideWithResolvers(): void {
  if ('withResolvers' in Promise) return;
  Object.defineProperty(Promise, 'withResolvers', {
    configurable: true,
    writable: true,
    value: () => {
      const made = {};
      const promise = new Promise((resolve, reject) => void Object.assign(made, { resolve, reject }));
      return { ...made, promise };
    },
  });
}
