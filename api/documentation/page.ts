/**
 * The OpenAPI document as a page to read: Swagger UI of the npm package, served from here. Its scripts are files of this
 * server, and the policy lets them fetch nothing: the document is in a script, and no request can be sent from the page,
 * whose reader may be signed in.
 */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { html } from 'hono/html';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import type { Language } from '../../config/language.ts';

type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>;
type PathItem = NonNullable<Document['paths']>[string];
type Operation = NonNullable<PathItem['get']>;

export const documentationPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // Swagger UI writes styles into its elements.
  "style-src 'self' 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const words = {
  ja: { rights: '必要な権限', noScript: 'この画面にはJavaScriptが必要です。' },
  en: { rights: 'Needs', noScript: 'This page needs JavaScript.' },
} as const;

const { resolve } = createRequire(import.meta.url);
const packagePath = (file: string): string => resolve(`swagger-ui-dist/${file}`);
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(packagePath('package.json'), 'utf8')));

/** Of the package: their addresses change with its version, so they can be kept. */
export const packageFiles = [
  { address: `/docs/swagger-ui-${version}.js`, path: packagePath('swagger-ui-bundle.js'), type: 'text/javascript' },
  { address: `/docs/swagger-ui-${version}.css`, path: packagePath('swagger-ui.css'), type: 'text/css' },
] as const;
const [script, style] = packageFiles;

/** Made from the document, in each language. */
export const startAddress = (language: Language): string => `/docs/start-${language}.js`;

export function documentationPage({ info, openapi }: Document, language: Language): ReturnType<typeof html> {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${info.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${style.address}" />
      </head>
      <body>
        <div class="swagger-ui">
          <p class="wrapper"><a href="/openapi.json">openapi.json</a> (OpenAPI ${openapi})</p>
        </div>
        <main id="documentation"></main>
        <noscript>${words[language].noScript}</noscript>
        <script src="${script.address}"></script>
        <script src="${startAddress(language)}"></script>
      </body>
    </html>`;
}

/** Runs in the browser: shows the document, without what sends requests or takes secrets for them. */
export function startScript(document: Document, language: Language): string {
  const options = {
    spec: withRights(document, words[language].rights),
    dom_id: '#documentation',
    deepLinking: true,
    filter: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    supportedSubmitMethods: [],
    validatorUrl: null,
  };
  return `const nothing = () => () => null;
const plugins = [() => ({ wrapComponents: { authorizeBtn: nothing, authorizeOperationBtn: nothing } })];
SwaggerUIBundle({ ...${JSON.stringify(options)}, plugins });
if (matchMedia('(prefers-color-scheme: dark)').matches) document.documentElement.classList.add('dark-mode');
`;
}

const methods = ['get', 'post', 'put', 'delete'] as const;

/** What Swagger UI tells only beside its button for secrets: the rights that an operation needs, below its description. */
function withRights(document: Document, title: string): Document {
  const paths = Object.entries(document.paths ?? {}).map(([path, item]): [string, PathItem] => {
    const described = methods.flatMap((method): [string, Operation][] => {
      const operation = item[method];
      const rights = [...new Set((operation?.security ?? []).flatMap((each) => Object.values(each).flat()))];
      if (!operation || rights.length === 0) return [];
      const needs = `${title}: ${rights.map((right) => `\`${right}\``).join(' ')}`;
      return [[method, { ...operation, description: [operation.description, needs].filter(Boolean).join('\n\n') }]];
    });
    return [path, { ...item, ...Object.fromEntries<Operation>(described) }];
  });
  return { ...document, paths: Object.fromEntries<PathItem>(paths) };
}
