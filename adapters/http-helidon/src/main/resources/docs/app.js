// Shows the OpenAPI document of this node and sends requests to it. Texts of the document become text nodes, never markup.
'use strict';

const byId = (id) => document.getElementById(id);
let api;

/** An element; `of` holds its attributes, the rest its children: nodes, texts or nothing. */
function make(tag, of = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(of)) {
    if (name === 'onclick' || name === 'onchange') {
      element.addEventListener(name.slice(2), value);
    } else if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return element;
}

/** Follows a reference into the document. */
function resolve(node) {
  while (node && node.$ref) {
    node = node.$ref.slice(2).split('/').reduce((at, key) => at[key.replace(/~1/g, '/').replace(/~0/g, '~')], api);
  }
  return node;
}

/** A description, in which only `code` is marked up. */
const prose = (text = '') => text.split('`').map((part, i) => (i % 2 ? make('code', {}, part) : part));
const pretty = (value) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** A schema in a few words; named ones are links. */
function typeOf(schema) {
  if (!schema) return ['anything'];
  if (schema.$ref) {
    const name = schema.$ref.split('/').pop();
    return [make('a', { href: `#schema-${name}` }, name)];
  }
  if (schema.oneOf) return schema.oneOf.flatMap((each, i) => (i ? [' or ', ...typeOf(each)] : typeOf(each)));
  if (schema.type === 'array') return ['array of ', ...typeOf(schema.items)];
  const words = [].concat(schema.type ?? 'anything').join(' or ');
  return [schema.format ? `${words} (${schema.format})` : words];
}

/** What else a schema demands. */
function rules(schema) {
  const shown = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxProperties', 'pattern', 'default'];
  const texts = shown.filter((key) => schema[key] !== undefined).map((key) => `${key} ${pretty(schema[key])}`);
  if (schema.enum && !schema['x-descriptions']) texts.unshift(`one of ${schema.enum.join(', ')}`);
  return texts.length ? make('div', { class: 'soft' }, texts.join(' · ')) : undefined;
}

function table(caption, head, rows) {
  return make('div', { class: 'scroll' }, make('table', {}, make('caption', { class: 'soft' }, caption),
    make('thead', {}, make('tr', {}, head.map((text) => make('th', { scope: 'col' }, text)))),
    make('tbody', {}, rows.map((cells) => make('tr', {}, cells.map((cell) => make('td', {}, cell)))))));
}

function properties(schema) {
  const required = schema.required ?? [];
  const rows = [
    ...Object.entries(schema.properties ?? {}),
    ...Object.entries(schema.patternProperties ?? {}).map(([pattern, of]) => [`/${pattern}/`, of]),
  ].map(([name, of]) => [
    [make('code', {}, name), required.includes(name) ? ' (required)' : ''],
    typeOf(of),
    [...prose(of.description), rules(of)],
  ]);
  return rows.length ? table('Fields', ['Name', 'Type', 'Meaning'], rows) : undefined;
}

function showSchema(name, schema) {
  return make('section', { class: 'schema', id: `schema-${name}` }, make('h3', {}, name),
    make('p', {}, prose(schema.description)), make('p', { class: 'soft' }, typeOf(schema)), rules(schema), properties(schema));
}

/** The examples of all media types: what can be sent as it stands. */
function examplesOf(content = {}) {
  return Object.entries(content).flatMap(([media, of]) =>
    Object.entries(of.examples ?? {}).map(([name, example]) => ({ media, name, example: resolve(example) })));
}

function showResponse(status, response) {
  const content = Object.entries(response.content ?? {});
  const headers = Object.keys(response.headers ?? {});
  return make('details', {}, make('summary', {}, make('strong', {}, status), ' ', prose(response.description)),
    content.map(([media, of]) => make('p', {}, make('code', {}, media), ' ', typeOf(of.schema))),
    headers.length ? make('p', { class: 'soft' }, `Headers: ${headers.join(', ')}`) : undefined,
    examplesOf(response.content).map(({ name, example }) =>
      [make('p', { class: 'soft' }, name), make('pre', { tabindex: '0' }, pretty(example.value))]).flat());
}

function showOperation(path, method, operation) {
  const parameters = (operation.parameters ?? []).map(resolve);
  const body = operation.requestBody && Object.entries(operation.requestBody.content);
  return make('section', { class: 'operation', id: operation.operationId },
    make('h3', {}, make('span', { class: `method ${method}` }, method.toUpperCase()),
      make('span', { class: 'path' }, path), make('span', { class: 'soft' }, operation.summary)),
    make('p', {}, prose(operation.description)),
    parameters.length ? table('Parameters', ['Name', 'In', 'Type', 'Meaning'], parameters.map((each) => [
      [make('code', {}, each.name), each.required ? ' (required)' : ''], each.in, typeOf(each.schema),
      [...prose(each.description), rules(each.schema)]])) : undefined,
    body ? [make('h4', {}, 'Body'), body.map(([media, of]) => make('p', {}, make('code', {}, media), ' ', typeOf(of.schema)))].flat() : undefined,
    make('h4', {}, 'Answers'),
    Object.entries(operation.responses).map(([status, response]) => showResponse(status, resolve(response))),
    tryOut(path, method, operation, parameters));
}

/** The headers that prove who is asking, as far as the fields above are filled in. */
function credentials(operation) {
  const schemes = new Set((operation.security ?? []).flatMap((each) => Object.keys(each)));
  const headers = {};
  const filled = (id) => schemes.has(id) && byId(id).value.trim();
  if (filled('tenantId')) headers['X-Tenant-ID'] = filled('tenantId');
  const key = filled('apiKey') || filled('adminKey');
  if (key) headers.Authorization = `Bearer ${key}`;
  return headers;
}

const quoted = (text) => `'${text.replace(/'/g, "'\\''")}'`;

function curl(method, url, headers, body) {
  return [`curl -i -X ${method} ${quoted(location.origin + url)}`,
    ...Object.entries(headers).map(([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`  --data-binary ${quoted(body)}`])].join(' \\\n');
}

function tryOut(path, method, operation, parameters) {
  const inputs = parameters.filter((each) => each.in !== 'header').map((of) => ({ of,
    field: of.schema.enum
      ? make('select', {}, make('option', { value: '' }, ''), of.schema.enum.map((each) => make('option', {}, each)))
      : make('input', { value: of.example ?? '', spellcheck: 'false' }) }));
  const examples = examplesOf(operation.requestBody?.content);
  const choice = make('select', { onchange: () => fill() },
    examples.map(({ name, example }, i) => make('option', { value: String(i) }, example.summary ?? name)));
  const text = make('textarea', { spellcheck: 'false' });
  const fill = () => {
    const { example } = examples[choice.value];
    text.value = pretty(example.value);
    for (const { of, field } of inputs) {
      if (of.in === 'query') field.value = example['x-query']?.[of.name] ?? of.example ?? '';
    }
  };
  if (examples.length) fill();
  const result = make('div', { 'aria-live': 'polite' });
  const button = make('button', { type: 'button', onclick: () => send() }, 'Send');
  const send = async () => {
    let url = path;
    const query = new URLSearchParams();
    for (const { of, field } of inputs) {
      if (of.in === 'path') url = url.replace(`{${of.name}}`, encodeURIComponent(field.value));
      else if (field.value !== '') query.set(of.name, field.value);
    }
    if (query.size) url += `?${query}`;
    const headers = credentials(operation);
    const body = examples.length ? text.value : undefined;
    if (body !== undefined) headers['Content-Type'] = examples[choice.value].media;
    button.disabled = true;
    result.replaceChildren(await answer(method.toUpperCase(), url, headers, body));
    button.disabled = false;
  };
  return make('details', {}, make('summary', {}, 'Try it'), make('div', { class: 'try' },
    make('form', {}, inputs.map(({ of, field }) => make('label', {}, of.name, field)),
      examples.length ? [make('label', {}, 'Example', choice), make('label', { class: 'grow' }, 'Body', text)] : undefined),
    make('p', {}, button), result));
}

/** Sends a request, and shows what was sent and what came back. */
async function answer(method, url, headers, body) {
  const sent = [make('h4', {}, 'As curl'), make('pre', { tabindex: '0', class: 'curl' }, curl(method, url, headers, body))];
  const started = performance.now();
  try {
    const response = await fetch(url, { method, headers, body, cache: 'no-store' });
    const content = await response.text();
    const ms = Math.round(performance.now() - started);
    return make('div', {},
      make('p', {}, make('span', { class: response.ok ? 'passed' : 'failed' }, `${response.status} ${response.statusText}`), ` in ${ms} ms`),
      make('h4', {}, 'Body'), make('pre', { tabindex: '0', class: 'body' }, indented(content, response.headers.get('Content-Type') ?? '')),
      make('h4', {}, 'Headers'),
      make('pre', { tabindex: '0' }, [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')), sent);
  } catch (failure) {
    return make('div', {}, make('p', { class: 'failed', role: 'alert' }, `Not sent: ${failure.message}`), sent);
  }
}

function indented(content, type) {
  if (!/\bjson\b/.test(type)) return content;
  try {
    return JSON.stringify(JSON.parse(content), null, 2);
  } catch {
    return content;
  }
}

function show() {
  document.title = `${api.info.title} API`;
  byId('title').textContent = document.title;
  byId('introduction').append(make('p', {}, api.info.summary), make('p', {}, prose(api.info.description)));
  const operations = Object.entries(api.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })));
  for (const tag of api.tags) {
    const its = operations.filter(({ operation }) => operation.tags.includes(tag.name));
    byId('operations').append(make('h2', { id: `tag-${tag.name}` }, tag.name), make('p', {}, prose(tag.description)),
      ...its.map(({ path, method, operation }) => showOperation(path, method, operation)));
    byId('contents').append(make('h2', {}, tag.name), make('ul', {}, its.map(({ method, operation }) => make('li', {},
      make('a', { href: `#${operation.operationId}` }, operation.summary)))));
  }
  byId('contents').append(make('h2', {}, 'Reference'), make('ul', {}, ['schemas', 'problems'].map((id) =>
    make('li', {}, make('a', { href: `#${id}` }, byId(`${id}-title`).textContent)))));
  byId('schemas').append(...Object.entries(api.components.schemas).map(([name, schema]) => showSchema(name, schema)));
  byId('problems').append(make('dl', {}, Object.entries(api.components.schemas.Code['x-descriptions']).flatMap(
    ([code, text]) => [make('dt', { id: code }, make('a', { href: `#${code}` }, code)), make('dd', {}, prose(text))])));
  for (const id of ['schemas', 'problems']) byId(id).hidden = false;
}

/** The anchor was not there yet when the browser looked for it; assigning it again also selects :target. */
function goToAnchor() {
  if (location.hash) location.replace(location.hash);
  else if (location.pathname.endsWith('/problems')) byId('problems').scrollIntoView();
}

async function load() {
  try {
    api = await (await fetch('/openapi.json')).json();
    show();
    byId('state').remove();
    goToAnchor();
  } catch (failure) {
    byId('state').textContent = `The document could not be loaded: ${failure.message}`;
  }
}

document.addEventListener('submit', (event) => event.preventDefault());
load();
