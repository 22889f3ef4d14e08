/** A state in a frame. The word says it; the colours, which each caller adds, only help. */
export const labelClass = 'inline-block rounded-4 border bg-white px-2 text-sm font-bold whitespace-nowrap';
