// Every sentence exists in every language, takes the same values there, and is said somewhere; no template holds words of its own.
// Run: node --test web/tests/
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { bare } from '../tools/bare.mjs';
import { LANGUAGES, files, marks, read, takes } from '../tools/fluent.mjs';
import { PARTS, module, place } from '../tools/words.mjs';

const ROOT = new URL('../../', import.meta.url);

function everything(language) {
  const all = new Map();
  for (const file of files(language)) {
    for (const [id, pattern] of read(language, file)) {
      assert.ok(!all.has(id), `${language}: ${id} stands in ${file} and in another file`);
      all.set(id, { file, pattern });
    }
  }
  return all;
}

const english = everything('en');

function below(folder, endings) {
  const names = readdirSync(new URL(folder, ROOT), { recursive: true }).map((name) => `${folder}${name}`);
  return names.filter((name) => endings.some((ending) => name.endsWith(ending)));
}

const text = (path) => readFileSync(new URL(path, ROOT), 'utf8');

test('every language has every message, with the same values and marks', () => {
  assert.deepEqual(LANGUAGES, ['de', 'en', 'fr']);
  const wrong = [];
  for (const language of LANGUAGES) {
    const own = everything(language);
    for (const [id, { file, pattern }] of english) {
      const other = own.get(id);
      if (!other) wrong.push(`${language} lacks ${id} (${file})`);
      else {
        if (other.file !== file) wrong.push(`${language}: ${id} stands in ${other.file}, not in ${file}`);
        if (String(takes(other.pattern)) !== String(takes(pattern))) wrong.push(`${language}: ${id} takes ${takes(other.pattern)}, not ${takes(pattern)}`);
        if (String(marks(other.pattern)) !== String(marks(pattern))) wrong.push(`${language}: ${id} has the marks ${marks(other.pattern)}, not ${marks(pattern)}`);
      }
    }
    for (const id of own.keys()) if (!english.has(id)) wrong.push(`${language} has ${id}, which English lacks`);
  }
  assert.deepEqual(wrong, []);
});

test('what is said exists, and what exists is said', () => {
  const sources = [...below('web/templates/', ['.html']), ...below('src/', ['.rs']), ...below('web/static/', ['.js']).filter((path) => !path.includes('/words/'))];
  const said = new Map();
  const beginnings = new Set();
  const quoted = new Set();
  for (const path of sources) {
    // The parser of Fluent and its tests ask for what there is not.
    const code = text(path).replace(/no-such-message/g, '');
    for (const [, id] of code.matchAll(/\bt\(\s*["'`]([a-z][\w-]*)["'`]/g)) said.set(id, path);
    for (const [, start] of code.matchAll(/["'`]([a-z][\w-]*-)(?:\{|\$\{)/g)) beginnings.add(start);
    for (const [, word] of code.matchAll(/["'`]([a-z][\w-]*-[\w-]+)["'`]/g)) quoted.add(word);
  }
  assert.deepEqual([...said].filter(([id]) => !english.has(id)).map(([id, path]) => `${path} says ${id}`), []);
  const isSaid = (id) => said.has(id) || quoted.has(id) || [...beginnings].some((start) => id.startsWith(start));
  assert.deepEqual([...english.keys()].filter((id) => !isSaid(id)), []);
});

test('no template has words of its own', () => {
  const found = [];
  for (const path of below('web/templates/', ['.html']).map((path) => path.slice('web/templates/'.length))) {
    for (const words of bare(path)) found.push(`${path}: ${words}`);
  }
  assert.deepEqual(found, []);
});

test('the modules of words are those of the messages', () => {
  for (const language of LANGUAGES) {
    for (const part of PARTS) assert.equal(readFileSync(place(language, part), 'utf8'), module(language, part), 'run node web/tools/words.mjs');
  }
});
