import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { frame } from './frame-plugin.ts';
import { words } from './words-plugin.ts';

/** How the pages are built. Their Content-Security-Policy lets no script be inlined, and no style but that of the frame. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [words(), frame(), react(), tailwindcss()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Few files, because on a slow line each waits for an answer of its own: what every page needs, the packages
          // apart because they change less often, and what many pages share.
          groups: [
            { name: 'packages', tags: ['$initial'], test: /node_modules/u },
            { name: 'frame', tags: ['$initial'] },
            { name: 'shared', test: /\/(?:web\/components|domain|contracts)\//u, minShareCount: 5 },
          ],
        },
      },
    },
  },
});
