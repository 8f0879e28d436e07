/**
 * The words of templates that no expression makes: what a reader would see in English whatever language is spoken.
 * By hand: node web/tools/bare.mjs gallery.html partials/ui.html
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TEMPLATES = new URL('../templates/', import.meta.url);

/** What is the same in every language: names, units, codes. */
const SAME = /\b(UTC|cm|kg|px|CSV|JSON|API|PDF|Impasto|Ctrl|K|p50|p99|ms|IP|UUID|RFC|ISO)\b/g;

/** The bare words of a template, by its path below web/templates. */
export function bare(path) {
  const source = readFileSync(new URL(path, TEMPLATES), 'utf8')
    .replace(/\{#[\s\S]*?#\}/g, ' ')
    .replace(/\{% block class %\}[\s\S]*?\{% endblock %\}/g, ' ')
    .replace(/\{%[\s\S]*?%\}/g, '\u0001')
    .replace(/\{\{[\s\S]*?\}\}/g, '\u0002')
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ');
  const found = [];
  const take = (words) => {
    const rest = words.replace(/&#?\w+;/g, ' ').replace(SAME, ' ');
    if (/\p{L}{2,}|\p{L} \p{L}/u.test(rest)) found.push(words.replace(/\s+/g, ' ').replace(/[\u0001\u0002]/g, '…').trim());
  };
  for (const [, words] of source.matchAll(/\s(?:aria-label|alt|title|placeholder|label)="([^"]*)"/g)) take(words);
  for (const [, words] of source.matchAll(/<meta name="description" content="([^"]*)"/g)) take(words);
  for (const piece of source.replace(/<[^>]*>/g, '\u0003').split('\u0003')) for (const words of piece.split('\u0001')) take(words);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const path of process.argv.slice(2)) for (const words of bare(path)) console.log(`${path}: ${words}`);
}
