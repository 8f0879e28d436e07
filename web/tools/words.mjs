/**
 * Makes the modules `web/static/js/words/<language>.js` and `<language>-rooms.js` out of the messages that scripts say: of the files `shared` and
 * `scripts` of `locales/`, without what only the server says. The second has what only the components of the list ROOMS in app.js say. Run after a change of these or of what a script says: node web/tools/words.mjs. A test (web/tests/languages.test.js) tells
 * when it was forgotten.
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { LANGUAGES, files, read } from './fluent.mjs';

const SCRIPTS = new URL('../static/js/', import.meta.url);
const OUT = new URL('words/', SCRIPTS);
const FILES = ['scripts', 'shared'];

/** The parts: what every page loads, and what is learnt where it is said. */
export const PARTS = ['', 'rooms'];

/** The components that are of a room: their words need not come with every page. */
const ROOMS = new Set(/const ROOMS = \[([^\]]*)\]/.exec(readFileSync(new URL('app.js', SCRIPTS), 'utf8'))[1].match(/[\w-]+/g));

/** What scripts say, for each part: whole ids, and the beginnings of those that a script puts together (`said-${state}`). */
export function sayings() {
  const said = Object.fromEntries(PARTS.map((part) => [part, { ids: new Set(), beginnings: new Set() }]));
  for (const path of readdirSync(SCRIPTS, { recursive: true })) {
    if (!path.endsWith('.js') || path.startsWith('words/')) continue;
    const { ids, beginnings } = said[ROOMS.has(/^components\/(.*)\.js$/.exec(path)?.[1]) ? 'rooms' : ''];
    const code = readFileSync(new URL(path, SCRIPTS), 'utf8');
    for (const [, id] of code.matchAll(/["'`]([a-z][\w-]*-[\w-]+)["'`]/g)) ids.add(id);
    for (const [, beginning] of code.matchAll(/\b(?:t|say)\(\s*`([a-z][\w-]*-)\$\{/g)) beginnings.add(beginning);
  }
  return said;
}

/** The text of a language's module. */
export function module(language, part = '') {
  const lines = [];
  const said = sayings();
  const isSaid = (id, { ids, beginnings }) => ids.has(id) || [...beginnings].some((beginning) => id.startsWith(beginning));
  const isHere = (id) => (part ? isSaid(id, said[part]) && !isSaid(id, said['']) : isSaid(id, said['']));
  for (const file of files(language).filter((name) => FILES.includes(name))) {
    for (const [id, pattern] of read(language, file)) if (isHere(id)) lines.push(`  ${JSON.stringify(id)}: ${JSON.stringify(packed(pattern))},`);
  }
  return `// Made by web/tools/words.mjs out of locales/${language}: change the messages there.\nexport default {\n${lines.join('\n')}\n};\n`;
}

/** Where a language's module lies. */
export const place = (language, part = '') => new URL(`${[language, part].filter(Boolean).join('-')}.js`, OUT);

const packed = (pattern) => (pattern.length === 1 && typeof pattern[0] === 'string' ? pattern[0] : pattern.map((piece) =>
  (typeof piece === 'string' || !piece.of ? piece : { ...piece, of: Object.fromEntries(Object.entries(piece.of).map(([key, one]) => [key, packed(one)])) })));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(OUT, { recursive: true });
  for (const language of LANGUAGES) for (const part of PARTS) writeFileSync(place(language, part), module(language, part));
}
