/**
 * Reads the messages of `locales/`: the part of Fluent's syntax that they keep to (messages, placeables of variables and of texts, selectors). What the
 * program reads with the crate `fluent-bundle` the tools and tests of the browser's side read with this; it refuses what it does not know.
 */
import { readdirSync, readFileSync } from 'node:fs';

const LOCALES = new URL('../../locales/', import.meta.url);

/** The tags of all languages. */
export const LANGUAGES = readdirSync(LOCALES, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

/** The files of a language, without their ending. */
export function files(language) {
  return readdirSync(new URL(`${language}/`, LOCALES)).filter((name) => name.endsWith('.ftl')).map((name) => name.slice(0, -4)).sort();
}

/** The messages of a file: a Map from ids to patterns. A pattern is a list of texts, `{ arg }` and `{ arg, of: { key: pattern }, other: key }`. */
export function read(language, file) {
  const text = readFileSync(new URL(`${language}/${file}.ftl`, LOCALES), 'utf8');
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`locales/${language}/${file}.ftl: ${error.message}`);
  }
}

/** The names of the values that a pattern takes, sorted. */
export function takes(pattern) {
  const names = new Set();
  for (const piece of pattern) {
    if (typeof piece === 'string') continue;
    names.add(piece.arg);
    for (const inner of Object.values(piece.of ?? {})) for (const name of takes(inner)) names.add(name);
  }
  return [...names].sort();
}

/** The marks of a pattern (`<1>`, `</1>`, `<1/>`), sorted, each once. */
export function marks(pattern) {
  const found = new Set();
  for (const piece of pattern) {
    if (typeof piece === 'string') for (const [mark] of piece.matchAll(/<\/?\d\/?>/g)) found.add(mark);
    else for (const inner of Object.values(piece.of ?? {})) for (const mark of marks(inner)) found.add(mark);
  }
  return [...found].sort();
}

export function parse(text) {
  const messages = new Map();
  const lines = text.split('\n');
  for (let at = 0; at < lines.length;) {
    const line = lines[at];
    if (line.trim() === '' || line.startsWith('#')) { at += 1; continue; }
    const match = /^([a-zA-Z][\w-]*) *=(.*)$/.exec(line);
    if (!match) throw new Error(`line ${at + 1} is no message: ${line}`);
    const body = [match[2].trim()];
    at += 1;
    while (at < lines.length && (/^[ ]+\S/.test(lines[at]) || lines[at] === '}' || (lines[at].trim() === '' && /^[ ]+\S/.test(lines[at + 1] ?? '')))) {
      body.push(lines[at]);
      at += 1;
    }
    if (messages.has(match[1])) throw new Error(`${match[1]} stands twice`);
    messages.set(match[1], new Pattern(joined(body), match[1]).whole());
  }
  return messages;
}

/** The lines of a message without what indents all of them. */
function joined([first, ...rest]) {
  const indents = rest.filter((line) => line.trim() && !/^ *[[*}]/.test(line)).map((line) => /^ */.exec(line)[0].length);
  const indent = indents.length ? Math.min(...indents) : 0;
  const block = rest.map((line) => line.slice(Math.min(indent, /^ */.exec(line)[0].length))).join('\n');
  return (first ? (rest.length ? `${first}\n${block}` : first) : block).trim();
}

class Pattern {
  constructor(text, id) {
    this.text = text;
    this.id = id;
    this.at = 0;
  }

  whole() {
    const pieces = this.pieces(() => this.at >= this.text.length);
    if (pieces.length === 0) throw new Error(`${this.id} is empty`);
    return pieces;
  }

  pieces(ends) {
    const pieces = [];
    const push = (text) => (typeof pieces.at(-1) === 'string' ? (pieces[pieces.length - 1] += text) : pieces.push(text));
    while (!ends()) {
      if (this.at >= this.text.length) throw new Error(`${this.id} ends too early`);
      if (this.text[this.at] !== '{') { push(this.text[this.at]); this.at += 1; continue; }
      const piece = this.placeable();
      if (typeof piece === 'string') push(piece); else pieces.push(piece);
    }
    return pieces;
  }

  placeable() {
    const quoted = /^\{ *"([^"\\]*|\\u[0-9a-fA-F]{4})" *\}/.exec(this.text.slice(this.at));
    if (quoted) { this.at += quoted[0].length; return quoted[1].startsWith('\\u') ? String.fromCharCode(parseInt(quoted[1].slice(2), 16)) : quoted[1]; }
    const simple = /^\{ *\$([a-z][\w-]*) *\}/.exec(this.text.slice(this.at));
    if (simple) { this.at += simple[0].length; return { arg: simple[1] }; }
    const select = /^\{ *\$([a-z][\w-]*) *->\s*/.exec(this.text.slice(this.at));
    if (!select) throw new Error(`${this.id}: not understood: ${this.text.slice(this.at, this.at + 40)}`);
    this.at += select[0].length;
    const of = {};
    let other = null;
    while (this.text[this.at] !== '}') {
      const key = /^(\*?)\[ *([\w.-]+) *\] */.exec(this.text.slice(this.at));
      if (!key) throw new Error(`${this.id}: no variant: ${this.text.slice(this.at, this.at + 40)}`);
      this.at += key[0].length;
      if (key[1]) other = key[2];
      const variant = this.pieces(() => this.text[this.at] === '}' || /^\s*\n\s*(\*?\[|\})/.test(this.text.slice(this.at)));
      of[key[2]] = variant;
      this.at += /^\s*/.exec(this.text.slice(this.at))[0].length;
    }
    this.at += 1;
    if (!other) throw new Error(`${this.id}: a selector needs a default`);
    return { arg: select[1], of, other };
  }
}
