// What forms judge before they are sent, against the cases that the server must judge alike. Run: node --test web/tests/
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { isEmail, judge } from '../static/js/judging.js';
import { said } from '../static/js/words.js';
import { LANGUAGES, read } from '../tools/fluent.mjs';

const cases = JSON.parse(readFileSync(new URL('./judging-cases.json', import.meta.url), 'utf8'));
const messages = {};
for (const language of LANGUAGES) messages[language] = (await import(`../static/js/words/${language}.js`)).default;

/** The sentence of a judgement. */
function sentence(mistake, field = '', language = 'en') {
  return mistake && said(messages[language][mistake[0]], { ...mistake[1], field }, new Intl.PluralRules(language), language);
}

test('addresses are judged as the shared cases say', () => {
  for (const { text, good } of cases.email) {
    const mistake = judge({ text, rule: 'email', required: true, most: 254 });
    assert.equal(mistake === null, good, JSON.stringify(text));
  }
});

test('lines are judged as the shared cases say', () => {
  for (const { text, most, message } of cases.line) {
    const found = sentence(judge({ text, rule: 'text', required: true, most }), 'It');
    assert.equal(found, message && `It ${message}.`, JSON.stringify(text));
  }
});

test('what need not be there may be empty, and is judged when it is there', () => {
  for (const rule of ['text', 'email', 'vat-id', 'textarea', 'password']) assert.equal(judge({ text: '', rule, most: 5, least: 3 }), null, rule);
  assert.deepEqual(judge({ text: 'abcdef', rule: 'text', most: 5 }), ['mistake-characters', { most: '5' }]);
  assert.deepEqual(judge({ text: 'jo@', rule: 'email' }), ['mistake-email']);
});

test('an empty address is missing rather than wrong', () => {
  assert.deepEqual(judge({ text: ' ', rule: 'email', required: true }), ['mistake-empty']);
  assert.equal(isEmail(''), false);
});

test('passwords are taken as they are typed', () => {
  const secret = (text, more) => judge({ text, rule: 'password', required: true, ...more });
  const fresh = { least: 10, most: 256 };
  assert.deepEqual(secret('short', fresh), ['mistake-weak-short']);
  assert.deepEqual(secret('', fresh), ['mistake-weak-short']);
  assert.deepEqual(secret('123456789é'.normalize('NFD'), fresh), null);
  assert.deepEqual(secret('12345678é'.normalize('NFD'), fresh), ['mistake-weak-short']);
  assert.deepEqual(secret('x'.repeat(257), fresh), ['mistake-characters', { most: '256' }]);
  assert.equal(secret(' \t '), null, 'a present password may be of blanks');
  assert.deepEqual(secret(''), ['mistake-empty']);
});

test('a VAT id has four plain characters at least', () => {
  const vat = (text) => judge({ text, rule: 'vat-id', most: 20 });
  for (const text of ['DE123456789', ' ie1234567+A ', 'FR*1', 'DE 123 456-789']) assert.equal(vat(text), null, text);
  for (const text of ['DE1', 'DE 1', 'DÉ123456789', 'DE,123']) assert.deepEqual(vat(text), ['mistake-vat-id'], text);
});

test('prose may have lines and no other control characters', () => {
  const prose = (text, most = 20) => judge({ text, rule: 'textarea', most });
  assert.equal(prose('a\n\tb\r\nc\rd'), null);
  assert.deepEqual(prose('a\u0008b'), ['mistake-control']);
  assert.deepEqual(prose('far too long', 8), ['mistake-characters', { most: '8' }]);
});

test('the sentences are the server’s, in every language', () => {
  const found = judge({ text: '', rule: 'text', required: true });
  assert.equal(sentence(found, 'The town'), 'The town must not be empty.');
  assert.equal(sentence(found, 'Der Ort', 'de'), 'Der Ort darf nicht leer sein.');
  assert.equal(sentence(found, 'La ville', 'fr'), 'La ville ne doit pas être vide.');
  const wrong = ['mistake-one-line', 'mistake-control', 'mistake-characters', 'mistake-weak-short', 'mistake-empty', 'mistake-email', 'mistake-vat-id'];
  for (const language of LANGUAGES) {
    const server = read(language, 'shared');
    for (const id of wrong) assert.ok(id in messages[language] && server.has(id), `${language}: ${id}`);
  }
});
