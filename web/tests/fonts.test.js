// What the house itself says needs no more than the small files of fonts: a page loads the large ones for names from further away only.
// Run: node --test web/tests/
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { LANGUAGES, files, read } from '../tools/fluent.mjs';

const css = readFileSync(new URL('../static/css/fonts.css', import.meta.url), 'utf8');

/** The characters of each file whose name holds `part`, as [from, to] pairs. */
function ranges(part) {
  const faces = [...css.matchAll(/url\("[^"]*\/([^"/]+)"\)[^;]*;\s*unicode-range: ([^;]+);/g)];
  return faces.filter(([, file]) => file.includes(part)).map(([, , listed]) => listed.split(',').map((range) => {
    const [from, to = from] = range.trim().replace('U+', '').split('-');
    return [parseInt(from, 16), parseInt(to, 16)];
  }));
}

test('the words of every language are within the basic files', () => {
  const basic = ranges('-basic');
  assert.equal(basic.length, 3, 'two of EB Garamond, one of Inter');
  const missing = new Set();
  for (const language of LANGUAGES) {
    for (const file of files(language)) {
      for (const [id, pattern] of read(language, file)) {
        for (const character of JSON.stringify(pattern)) {
          const code = character.codePointAt(0);
          for (const face of basic) {
            if (!face.some(([from, to]) => code >= from && code <= to)) missing.add(`${character} (${language}, ${id})`);
          }
        }
      }
    }
  }
  assert.deepEqual([...missing], []);
});
