// What scripts say is in every language's module, and nothing else is. Run: node --test web/tests/
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { LANGUAGES } from '../tools/fluent.mjs';
import { PARTS, place } from '../tools/words.mjs';

const SCRIPTS = new URL('../static/js/', import.meta.url);

const modules = {};
for (const language of LANGUAGES) {
  const parts = await Promise.all(PARTS.map((part) => import(place(language, part))));
  modules[language] = Object.assign({}, ...parts.map((part) => part.default));
}

/** The scripts by their paths, without their comments. */
const scripts = new Map(readdirSync(SCRIPTS, { recursive: true }).filter((path) => path.endsWith('.js') && !path.startsWith('words/')).map((path) => {
  const code = readFileSync(new URL(path, SCRIPTS), 'utf8');
  return [path, code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')];
}));

test('what a script says is in every module', () => {
  const missing = [];
  for (const [path, code] of scripts) {
    const said = [...code.matchAll(/\b(?:t|say)\(\s*['"`]([a-z][\w-]*)['"`]/g), ...code.matchAll(/['"`](scripts-[\w-]+)['"`]/g)].map(([, id]) => id);
    const beginnings = [...code.matchAll(/\b(?:t|say)\(\s*`([a-z][\w-]*-)\$\{/g)].map(([, beginning]) => beginning);
    for (const language of LANGUAGES) {
      const has = (start) => Object.keys(modules[language]).some((id) => id.startsWith(start));
      for (const id of said) if (!(id in modules[language])) missing.push(`${path} says ${id}, which ${language} lacks`);
      for (const start of beginnings) if (!has(start)) missing.push(`${path} says ${start}…, which ${language} lacks`);
    }
  }
  assert.deepEqual(missing, []);
});

test('the words of states and kinds are whole', () => {
  const families = {
    said: ['free', 'yours', 'held', 'sold', 'withdrawn'],
    copies: ['free', 'yours', 'held', 'sold', 'withdrawn'],
    'scripts-payment': ['pending', 'requires_action', 'paid', 'partially_refunded', 'refunded', 'disputed', 'failed'],
    'scripts-fulfilment': ['unfulfilled', 'partially_shipped', 'shipped', 'delivered', 'returned'],
    'scripts-found': ['rooms', 'orders', 'works', 'people', 'sellers'],
    'scripts-suggested': ['artists', 'works', 'words'],
    'scripts-feed': ['sale', 'hold', 'wishlist', 'review'],
    'scripts-crowd': ['gathering', 'buying', 'checking'],
    'scripts-edition': ['unique', 'limited', 'open'],
  };
  for (const language of LANGUAGES) {
    for (const [family, members] of Object.entries(families)) for (const one of members) assert.ok(`${family}-${one}` in modules[language], `${language}: ${family}-${one}`);
  }
});

test('no script has words of its own', () => {
  const found = [];
  for (const [path, code] of scripts) {
    const lines = code.split('\n').filter((line) => !/console\.error|throw new Error/.test(line)).join('\n');
    for (const [, , literal] of lines.matchAll(/(['"`])((?:(?!\1)[^\\\n]|\\.)*)\1/g)) {
      const words = literal.replace(/\$\{[^}]*\}/g, '…');
      if (/\p{L}[\p{Ll}’]+ (?:…|\p{L}+)(?:[ .:,!?]|$)/u.test(words) && !/[-_]{2}|^[#.[]/.test(words)) found.push(`${path}: ${words}`);
    }
    const shown = /(?:textContent = |announce\(|placeholder: |'aria-label'[:,] )['"`]\p{L}.*/gu;
    for (const [line] of lines.matchAll(shown)) found.push(`${path}: ${line}`);
  }
  assert.deepEqual(found, []);
});

test('where a language does not come English is spoken', async () => {
  globalThis.document = { documentElement: { lang: 'xx' } };
  const lost = await import('../static/js/words.js?lost');
  assert.deepEqual([lost.language, lost.locale, lost.t('count-works', { count: 2 })], ['en', 'en-GB', '2 works']);
  globalThis.document = { documentElement: { lang: 'de' } };
  const german = await import('../static/js/words.js?german');
  assert.deepEqual([german.language, german.locale, german.t('count-works', { count: 2 })], ['de', 'de', '2 Werke']);
  delete globalThis.document;
});

test('every component loads', async () => {
  Object.assign(globalThis, { HTMLElement: class {}, customElements: { define: (name) => names.push(name) } });
  const names = [];
  const files = readdirSync(new URL('components/', SCRIPTS));
  await Promise.all(files.map((file) => import(`../static/js/components/${file}`)));
  for (const file of files) assert.ok(names.includes(file.slice(0, -3)), file);
  const [, ...lists] = /const STOREFRONT = \[([^\]]*)\][^]*const ROOMS = \[([^\]]*)\]/.exec(readFileSync(new URL('app.js', SCRIPTS), 'utf8'));
  assert.deepEqual(lists.join().match(/[\w-]+/g).sort(), files.map((file) => file.slice(0, -3)).sort(), 'app.js loads each of them');
  await (await import('../static/js/words.js')).learn('rooms');
  const { sentence } = await import('../static/js/components/sales-feed.js');
  assert.equal(sentence('sale', { artwork: { title: 'Low Tide' }, copies: ['7/25', { label: 'AP 1/2' }] }), 'Sold: Low Tide, No. 7 of 25, Artist’s proof 1 of 2');
  assert.equal(sentence('hold', { quantity: 3 }), 'Put on hold: a work, 3 copies');
  assert.equal(sentence('status', {}), null);
});
