// The scripts' words against the cases that the server's twins must pass, too. Run: node --test web/tests/
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { summed, unpack, updated, worded } from '../static/js/stock-words.js';
import { clock, copy, moment, money } from '../static/js/text.js';
import { said } from '../static/js/words.js';

const cases = JSON.parse(readFileSync(new URL('./text-cases.json', import.meta.url), 'utf8'));

const messages = {};
for (const language of ['en', 'de', 'fr']) messages[language] = (await import(`../static/js/words/${language}.js`)).default;

/** A `t` that speaks a language. */
const speaking = (language = 'en') => (id, values) => said(messages[language][id] ?? id, values ?? {}, new Intl.PluralRules(language), language);

test('money is written as the shared cases say', () => {
  for (const { language, amount, currency, text } of cases.money) assert.equal(money({ amount, currency }, language), text);
});

test('copies are named as the shared cases say', () => {
  for (const { language, label, text } of cases.copy) assert.equal(copy(label, speaking(language)), text);
});

test('editions are worded as the shared cases say', () => {
  for (const one of cases.stock) assert.deepEqual(worded(one, speaking(one.language)), { state: one.state, text: one.text });
});

test('artworks are summed up as the shared cases say', () => {
  for (const one of cases.summary) assert.deepEqual(summed(one.editions, speaking(one.language)), { state: one.state, text: one.text });
});

test('a packed edition is read back', () => {
  assert.deepEqual(unpack('e1:limited:7:1:17:25:4'), { id: 'e1', kind: 'limited', available: 7, held: 1, sold: 17, total: 25, version: 4 });
});

test('only news of a higher version count', () => {
  const edition = unpack('e1:unique:1:0:0:1:4');
  assert.equal(updated(edition, { available: 0, held: 1, sold: 0, total: 1, version: 4 }), null);
  assert.equal(updated(edition, { available: 0, held: 1, sold: 0, total: 1, version: 3 }), null);
  assert.equal(updated(edition, undefined), null);
  assert.equal(updated(edition, {}), null);
  assert.equal(updated(edition, { available: 0, held: 1, sold: 0, total: 1, version: 5 }).held, 1);
  assert.equal(updated(edition, { available: null, held: 0, sold: 3, total: null, version: 5 }).available, 0);
});

test('a countdown shows minutes and seconds, and hours when there are any', () => {
  assert.equal(clock(0), '0:00');
  assert.equal(clock(65), '1:05');
  assert.equal(clock(3_905), '1:05:05');
});

test('moments are written as the server writes them', () => {
  assert.equal(moment('2026-11-03T04:05:06Z'), '3 November 2026, 04:05 UTC');
  assert.equal(moment('2026-03-03T04:05:06Z', speaking('de')), '3. März 2026, 04:05 UTC');
});

test('a message chooses its plural and groups its figures', () => {
  assert.equal(speaking('en')('count-works', { count: 1 }), '1 work');
  assert.equal(speaking('en')('count-works', { count: 12_345 }), '12,345 works');
  assert.equal(speaking('fr')('count-works', { count: 0 }), '0 œuvre');
  assert.equal(speaking('de')('count-works', { count: 1 }), '1 Werk');
  assert.equal(speaking('en')('no-such-message'), 'no-such-message');
});
