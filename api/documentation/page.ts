/** The OpenAPI document as one plain page: no script, no address but our own. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { html, raw } from 'hono/html';
import type { Language } from '../../config/language.ts';

type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>;
type Markup = ReturnType<typeof html>;
type PathItem = NonNullable<Document['paths']>[string];
type Operation = NonNullable<PathItem['get']>;

const methods = ['get', 'post', 'put', 'delete'] as const;
const words = {
  ja: {
    parameters: 'パラメーター',
    body: '本文',
    answers: '応答',
    schemas: 'データの形',
    rights: '必要な権限',
    required: '必須',
    example: '例',
  },
  en: {
    parameters: 'Parameters',
    body: 'Body',
    answers: 'Answers',
    schemas: 'Shapes',
    rights: 'Needs',
    required: 'required',
    example: 'Example',
  },
} as const;

export function documentationPage(document: Document, language: Language): Markup {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, method, operation }] : [];
    }),
  );
  const tags = (document.tags ?? []).map((tag) => ({
    ...tag,
    operations: operations.filter(({ operation }) => operation.tags?.includes(tag.name)),
  }));
  const schemas = Object.entries(document.components?.schemas ?? {}).toSorted(([a], [b]) => a.localeCompare(b));
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${document.info.title}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <header>
          <h1>${document.info.title}</h1>
          <p>${document.info.description}</p>
          <p><a href="/openapi.json">openapi.json</a> (OpenAPI ${document.openapi})</p>
        </header>
        <nav>
          ${tags.map((tag) => html`<a href="#${tag.name}">${tag.description}</a> `)}<a href="#schemas"
            >${words[language].schemas}</a
          >
        </nav>
        ${tags.map(
          (tag) =>
            html`<section id="${tag.name}">
              <h2>${tag.description}</h2>
              ${tag.operations.map((each) => operationMarkup(each, language))}
            </section>`,
        )}
        <section id="schemas">
          <h2>${words[language].schemas}</h2>
          ${schemas.map(([name, schema]) => schemaMarkup(name, schema, language))}
        </section>
      </body>
    </html>`;
}

function operationMarkup(
  { path, method, operation }: { path: string; method: string; operation: Operation },
  language: Language,
): Markup {
  const says = words[language];
  const rights = (operation.security ?? []).flatMap((each) => Object.values(each).flat());
  const parameters = (operation.parameters ?? []).flatMap((each) => ('name' in each ? [each] : []));
  const body = operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content : {};
  const answers = Object.entries(operation.responses ?? {}).map(([status, response]: [string, unknown]) => ({
    status,
    description: textAt(response, 'description'),
    shape: Object.values(recordAt(response, 'content')).map((content) => shapeOf(recordAt(content, 'schema'))),
  }));
  return html`<article id="${operation.operationId}">
    <h3><b class="${method}">${method.toUpperCase()}</b> <code>${path}</code></h3>
    <p>${operation.summary}</p>
    ${operation.description === undefined ? '' : html`<p>${operation.description}</p>`}
    ${rights.length === 0 ? '' : html`<p>${says.rights}: <code>${rights.join(' ')}</code></p>`}
    ${
      parameters.length === 0
        ? ''
        : html`<h4>${says.parameters}</h4>
            <ul>
              ${parameters.map(
                (each) =>
                  html`<li>
                    <code>${each.name}</code> (${each.in}${each.required === true ? `, ${says.required}` : ''})
                    ${each.description ?? ''}
                  </li>`,
              )}
            </ul>`
    }
    ${Object.entries(body).map(
      ([mediaType, content]) =>
        html`<h4>${says.body} <code>${mediaType}</code> ${linked(shapeOf(content.schema))}</h4>
          ${exampleMarkup(content.example, language)}`,
    )}
    <h4>${says.answers}</h4>
    <ul>
      ${answers.map(
        ({ status, description, shape }) =>
          html`<li><b>${status}</b> ${description} ${[...new Set(shape)].map(linked)}</li>`,
      )}
    </ul>
  </article>`;
}

function schemaMarkup(name: string, schema: unknown, language: Language): Markup {
  const required = fieldOf(schema, 'required');
  const isRequired = (field: string): boolean => Array.isArray(required) && required.includes(field);
  const fields = Object.entries(recordAt(schema, 'properties'));
  return html`<article id="schema-${name}">
    <h3><code>${name}</code></h3>
    <p>${textAt(schema, 'description')}</p>
    <table>
      ${fields.map(
        ([field, value]) =>
          html`<tr>
            <td><code>${field}</code>${isRequired(field) ? '' : '?'}</td>
            <td>${linked(shapeOf(value))}</td>
            <td>${textAt(value, 'description')}</td>
          </tr>`,
      )}
    </table>
    ${exampleMarkup(fieldOf(schema, 'example'), language)}
  </article>`;
}

function exampleMarkup(example: unknown, language: Language): Markup | string {
  if (example === undefined) return '';
  return html`<details>
    <summary>${words[language].example}</summary>
    <pre>${JSON.stringify(example, null, 2)}</pre>
  </details>`;
}

/** A schema in a few characters: `Problem`, `string[]`, `male | female`. */
function shapeOf(schema: unknown): string {
  const reference = textAt(schema, '$ref').split('/').at(-1) ?? '';
  if (reference !== '') return reference;
  const choices = fieldOf(schema, 'enum') ?? fieldOf(schema, 'anyOf') ?? fieldOf(schema, 'oneOf');
  if (Array.isArray(choices)) {
    return choices.map((each: unknown) => (typeof each === 'string' ? each : shapeOf(each))).join(' | ');
  }
  const type = fieldOf(schema, 'type');
  if (type === 'array') return `${shapeOf(fieldOf(schema, 'items'))}[]`;
  return Array.isArray(type) ? type.join(' | ') : typeof type === 'string' ? type : '';
}

function linked(shape: string): Markup | string {
  const name = shape.replace(/\[\]$/u, '');
  return /^[A-Z]\w+$/u.test(name) ? html`<a href="#schema-${name}">${shape}</a>` : shape;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
function textAt(value: unknown, name: string): string {
  const text = fieldOf(value, name);
  return typeof text === 'string' ? text : '';
}
function recordAt(value: unknown, name: string): Record<string, unknown> {
  const record = fieldOf(value, name);
  return typeof record === 'object' && record !== null ? { ...record } : {};
}

const style = `
  :root { color-scheme: light dark; --line: #8884; --accent: #2a6f97; }
  body { font: 16px/1.7 system-ui, 'Hiragino Sans', 'Noto Sans JP', sans-serif; max-width: 62rem; margin: 0 auto; padding: 1.5rem; }
  h1 { font-size: 1.6rem; margin: 0; } h2 { border-bottom: 2px solid var(--accent); margin-top: 3rem; }
  h3 { font-size: 1.05rem; margin: 0 0 .5rem; overflow-wrap: anywhere; } h4 { margin: 1rem 0 .3rem; font-size: .95rem; }
  article { border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.2rem; margin: 1rem 0; }
  article p { margin: .3rem 0; } ul { margin: 0; padding-left: 1.2rem; }
  nav { position: sticky; top: 0; background: Canvas; padding: .6rem 0; border-bottom: 1px solid var(--line); }
  nav a { margin-right: 1rem; white-space: nowrap; } a { color: var(--accent); }
  code, pre { font-family: ui-monospace, monospace; font-size: .9em; } pre { overflow: auto; padding: .8rem; background: #8881; }
  table { border-collapse: collapse; width: 100%; } td { border-top: 1px solid var(--line); padding: .3rem .6rem .3rem 0; vertical-align: top; }
  b.get { color: #2a7f62; } b.post { color: #2a6f97; } b.put { color: #9a6700; } b.delete { color: #b3261e; }
`;
