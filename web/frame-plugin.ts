/** Lets the browser paint the frame of index.html before the style sheet and the scripts are there. */
import { readFileSync } from 'node:fs';
import { minifySync, type Plugin } from 'vite';

const name = 'before-paint.js';

export function frame(): Plugin {
  return {
    name: 'fugo-frame',
    buildStart() {
      const source = readFileSync(new URL(name, import.meta.url), 'utf8');
      this.emitFile({ type: 'asset', name, source: minifySync(name, source).code });
    },
    transformIndexHtml: {
      order: 'post',
      handler(page, { bundle = {} }) {
        const script = Object.values(bundle).find((file) => file.type === 'asset' && file.names.includes(name));
        if (!script) throw new Error(`the build has no ${name}`);
        const sheet = /\n *<link rel="stylesheet"[^>]*>/u;
        const found = sheet.exec(page)?.[0];
        if (found === undefined) throw new Error('the page has no style sheet');
        // In the head it would hold up everything; behind the frame only what comes after it.
        return page
          .replace(sheet, '')
          .replace(/\n *<!--.*?-->/gsu, '')
          .replace('</head>', `<script src="/${script.fileName}"></script>\n  </head>`)
          .replace('</body>', `${found.trim()}\n  </body>`);
      },
    },
  };
}
