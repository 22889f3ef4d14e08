import { createContext } from 'react';

/** The heading of the dialog around; null outside of one. */
export const DialogTitle = createContext<string | null>(null);
