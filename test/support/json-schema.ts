/**
 * JSON Schema as an OpenAPI document writes it: whether a value has the shape, and values that have it. No more of it than
 * fugo's own document uses; a key that is not known here is an error, so that nothing is passed over.
 */
import * as fc from './fast-check.ts';
import { countCodePoints } from '../../domain/values/name-folding.ts';

export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  not?: JsonSchema;
  dependentRequired?: Record<string, string[]>;
  dependentSchemas?: Record<string, JsonSchema>;
  default?: unknown;
  example?: unknown;
  description?: string;
  discriminator?: unknown;
}

type Check = (schema: JsonSchema, value: unknown, say: SchemaReader) => boolean;
type SchemaReader = (schema: JsonSchema, value: unknown) => boolean;

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const types: Record<string, (value: unknown) => boolean> = {
  string: isText,
  number: isNumber,
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: isObject,
};

const formats: Record<string, (text: string) => boolean> = {
  date: (text) => /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/u.test(text) && !Number.isNaN(Date.parse(text)),
  'date-time': (text) => !Number.isNaN(Date.parse(text)),
  uuid: (text) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(text),
  uri: (text) => URL.canParse(text),
  email: (text) => text.includes('@'),
  binary: () => true,
  password: () => true,
};

const regExps = new Map<string, RegExp>();
function regExpOf(pattern: string): RegExp {
  const regExp = regExps.get(pattern) ?? new RegExp(pattern, 'u');
  regExps.set(pattern, regExp);
  return regExp;
}

/** Each says of one key whether the value is as it wants; of a value of another type it says nothing. */
const checks: Record<
  Exclude<keyof JsonSchema, '$ref' | 'default' | 'example' | 'description' | 'discriminator'>,
  Check
> = {
  type: ({ type = [] }, value) => [type].flat().some((each) => types[each]?.(value) === true),
  const: (schema, value) => JSON.stringify(schema.const) === JSON.stringify(value),
  enum: (schema, value) => schema.enum?.includes(value) === true,
  pattern: ({ pattern = '' }, value) => !isText(value) || regExpOf(pattern).test(value),
  format: ({ format = '' }, value) => !isText(value) || formats[format]?.(value) === true,
  minLength: ({ minLength = 0 }, value) => !isText(value) || countCodePoints(value) >= minLength,
  maxLength: ({ maxLength = Infinity }, value) => !isText(value) || countCodePoints(value) <= maxLength,
  minimum: ({ minimum = -Infinity }, value) => !isNumber(value) || value >= minimum,
  maximum: ({ maximum = Infinity }, value) => !isNumber(value) || value <= maximum,
  exclusiveMinimum: ({ exclusiveMinimum = -Infinity }, value) => !isNumber(value) || value > exclusiveMinimum,
  items: ({ items = {} }, value, has) => !Array.isArray(value) || value.every((each) => has(items, each)),
  minItems: ({ minItems = 0 }, value) => !Array.isArray(value) || value.length >= minItems,
  maxItems: ({ maxItems = Infinity }, value) => !Array.isArray(value) || value.length <= maxItems,
  properties: ({ properties = {} }, value, has) =>
    !isObject(value) || Object.entries(properties).every(([name, each]) => !(name in value) || has(each, value[name])),
  required: ({ required = [] }, value) => !isObject(value) || required.every((name) => name in value),
  additionalProperties: ({ additionalProperties = true, properties = {} }, value, has) => {
    if (!isObject(value) || additionalProperties === true) return true;
    const others = Object.keys(value).filter((name) => !(name in properties));
    return others.every((name) => additionalProperties !== false && has(additionalProperties, value[name]));
  },
  propertyNames: ({ propertyNames = {} }, value, has) =>
    !isObject(value) || Object.keys(value).every((name) => has(propertyNames, name)),
  anyOf: ({ anyOf = [] }, value, has) => anyOf.some((each) => has(each, value)),
  oneOf: ({ oneOf = [] }, value, has) => oneOf.filter((each) => has(each, value)).length === 1,
  allOf: ({ allOf = [] }, value, has) => allOf.every((each) => has(each, value)),
  not: ({ not = {} }, value, has) => !has(not, value),
  dependentRequired: ({ dependentRequired = {} }, value) =>
    !isObject(value) ||
    Object.entries(dependentRequired).every(
      ([name, needs]) => !(name in value) || needs.every((each) => each in value),
    ),
  dependentSchemas: ({ dependentSchemas = {} }, value, has) =>
    !isObject(value) || Object.entries(dependentSchemas).every(([name, each]) => !(name in value) || has(each, value)),
};
const silent: ReadonlySet<string> = new Set([
  '$ref',
  'default',
  'example',
  'description',
  'discriminator',
  'contentEncoding',
]);

export interface Schemas {
  has: (schema: JsonSchema, value: unknown) => boolean;
  /** `known`: values that are somebody's, by the name of the property; half of those generated are one of them. */
  valuesOf: (schema: JsonSchema, known?: Readonly<Record<string, readonly unknown[]>>) => fc.Arbitrary<unknown>;
}

/** `named`: `components.schemas` of the document. */
export function readSchemas(named: Readonly<Record<string, JsonSchema>>): Schemas {
  const found = new WeakMap<JsonSchema, JsonSchema>();
  const resolved = (schema: JsonSchema): JsonSchema => {
    if (schema.$ref === undefined) return schema;
    const before = found.get(schema);
    if (before) return before;
    const meant = named[schema.$ref.replace('#/components/schemas/', '')];
    if (!meant) throw new Error(`There is no ${schema.$ref}`);
    const whole = resolved({
      ...meant,
      ...Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$ref')),
    });
    found.set(schema, whole);
    return whole;
  };
  const has: Schemas['has'] = (given, value) => {
    const schema = resolved(given);
    return Object.keys(schema).every((key) => {
      if (silent.has(key)) return true;
      const check = (checks as Record<string, Check | undefined>)[key];
      if (!check) throw new Error(`${key} is not known here`);
      return check(schema, value, has);
    });
  };
  const valuesOf: Schemas['valuesOf'] = (given, known = {}) => {
    const schema = resolved(given);
    const { example } = schema;
    const made = rawValuesOf(schema, (inner, name) => {
      const values = valuesOf(inner, known);
      const somebodys = name === undefined ? undefined : known[name]?.filter((each) => has(inner, each));
      return somebodys && somebodys.length > 0 ? fc.oneof(values, fc.constantFrom(...somebodys)) : values;
    });
    const shaped = made.filter((value) => has(schema, value));
    return example === undefined || !has(schema, example)
      ? shaped
      : fc.oneof({ weight: 3, arbitrary: shaped }, { weight: 1, arbitrary: fc.constant(example) });
  };
  return { has, valuesOf };
}

type Make = (schema: JsonSchema, name?: string) => fc.Arbitrary<unknown>;

function rawValuesOf(schema: JsonSchema, make: Make): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const kinds = [schema.type ?? []].flat();
  const [kind] = kinds;
  const ways = schema.oneOf ?? schema.anyOf;
  // An object that names no property of its own is one of its shapes.
  const isOneOfThem = kind === 'object' && Object.keys(schema.properties ?? {}).length === 0;
  if (ways && (kind === undefined || isOneOfThem)) return fc.oneof(...ways.map((each) => make(each)));
  // What may be anything is anything.
  if (kind === undefined) return fc.jsonValue({ maxDepth: 1 });
  if (kinds.length > 1) return fc.oneof(...kinds.map((type) => make({ ...schema, type })));
  switch (kind) {
    case 'string':
      return textsOf(schema);
    case 'integer':
      return fc.integer({
        min: Math.max(schema.minimum ?? -9, -(2 ** 31)),
        max: Math.min(schema.maximum ?? 2 ** 31, 2 ** 31),
      });
    case 'number':
      return fc.double({
        min: schema.minimum ?? schema.exclusiveMinimum ?? -9,
        max: schema.maximum ?? 9e6,
        noNaN: true,
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      const { minItems = 0, maxItems = Infinity } = schema;
      return fc.array(make(schema.items ?? {}), { minLength: minItems, maxLength: Math.min(maxItems, minItems + 2) });
    }
    default:
      return objectsOf(schema, make);
  }
}

function objectsOf({ properties, required = [], additionalProperties, propertyNames }: JsonSchema, make: Make) {
  if (properties) {
    const members = Object.entries(properties).map(([name, each]) => [name, make(each, name)] as const);
    return fc.record(Object.fromEntries(members), { requiredKeys: required });
  }
  if (typeof additionalProperties !== 'object') return fc.constant({});
  return fc.dictionary(make(propertyNames ?? { type: 'string' }) as fc.Arbitrary<string>, make(additionalProperties), {
    maxKeys: 3,
  });
}

/** Years of every kind; what a pattern wants besides is filtered. */
const days = fc.date({ min: new Date('1850-01-01'), max: new Date('2110-01-01'), noInvalidDate: true });
const ofFormat: Record<string, fc.Arbitrary<string>> = {
  date: days.map((day) => day.toISOString().slice(0, 10)),
  'date-time': fc
    .tuple(days, fc.constantFrom('Z', '+09:00', '-11:30'))
    .map(([day, offset]) => day.toISOString().replace('Z', offset)),
  uuid: fc.uuid(),
  uri: fc.webUrl(),
  email: fc.emailAddress(),
};

function textsOf({
  format = '',
  pattern,
  minLength = 0,
  maxLength = 60,
  default: standard,
}: JsonSchema): fc.Arbitrary<string> {
  const formed = ofFormat[format];
  if (formed) return formed;
  // Of what looks ahead nothing can be made; its default has the pattern.
  if (pattern?.includes('(?!') === true) return fc.constant(String(standard));
  // One that only forbids some characters is a text, of any length that is allowed.
  if (pattern?.startsWith('^[^') === false) return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' });
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 20) });
}
