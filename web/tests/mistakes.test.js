// Every sentence that the program refuses something with is known to the pages, so that none of them shows in English.
// Run: node --test web/tests/
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { test } from 'node:test';

import { sentences } from '../tools/sentences.mjs';

const ROOT = new URL('../../', import.meta.url);
const text = (path) => readFileSync(new URL(path, ROOT), 'utf8');

/** Where requests are refused in words. */
const PLACES = [
  'src/api/', 'src/gateway/', 'src/identity/', 'src/import/', 'src/media/', 'domain/src/decide/', 'domain/src/quote.rs',
  'domain/src/refund.rs', 'store/src/journal/edits/', 'store/src/journal/fault.rs', 'render/src/image/limits.rs',
];

/** Files whose words are none, or are worded elsewhere. */
const OTHERS = [
  /tests?\.rs$|properties\.rs$|testing\.rs$|^domain\/src\/decide\/(taxes|seller_shipping)\.rs$/,
  // What the API says of health: locales/*/console-health.ftl has it for readers.
  /^src\/api\/(health|health_board|openapi)\.rs$/,
  // Heard by the providers' own programs; the console words its one refusal as a notice.
  /^src\/api\/webhook_inbox\.rs$/,
  // The types of problems have pages of their own, whose words a test holds against the API's; the page for want of any other.
  /^src\/gateway\/(problem|problem_type|html)\.rs$/,
];

/** What stands among sentences and is none: headers, names of things, parts of sentences, what only a log hears. */
const NONE = [
  /^[A-Z]{3,6}[ ,]|^, HEAD$|^\{\w*\} \{\w*\}$|^\{\} by \{\}$/,
  /(^| )(no-cache|no-store|max-age=\d+|charset=utf-8|filename=.*|frame-src 'self'|cookie)(;|,|$)/,
  /^(authorization|etag), |^camera=|^payment=\(self |^(\{policy\}; )?(default|script|connect|frame)-src /,
  /^\w+\.\w+, \w+\.\w+$|^\{0\} changed under the batch$|^the lane was closed$/,
  /^impasto \w+( \w+)? 1$|^signing key |^secret of a letter$|^1 Example Street$/,
  /^(cart line|order line|seller order|user or seller|a (dark|light)er one|called off|dispute \{\})$/,
  // Two papers and two wishes make four sentences, of which the table has the two that are said.
  /^cannot be read on the \{name\} paper: /,
  // The name of a picture before a sentence that has its own place here.
  /^\{name\}: \{why\}$/,
  // How serde begins: the gateway says it in its own words.
  /^ at line $|^(missing|unknown|duplicate) field `$|^number out of range$/,
  // The head and the rows of a table to begin from.
  /^title,artist,/,
  // What a repeated key was for, and how a row of the shipping table is called.
  /^(forgotten password|new password|lost order)$|^\{\}, \{\}, \{\} kg, \{\} cm$|^\{seller\}, \{\}, \{\}$/,
  // Written into the order, not said of a request.
  /^(Handed to the carrier|Ready for pickup|damaged in transit|Test payment|Card \(Stripe\))$/,
  // Logged: the client hears 500 or 503 without it.
  /^the application has no shared state$|^too many uploads are under way$|^the image could not be worked on$|^a side of no pixels$/,
  /^it cannot be understood: \{error\}$/,
];

function sources() {
  const below = (place) => readdirSync(new URL(place, ROOT), { recursive: true }).map((name) => `${place}${name}`);
  const all = PLACES.flatMap((place) => (place.endsWith('/') ? below(place) : [place]));
  return all.filter((path) => path.endsWith('.rs') && statSync(new URL(path, ROOT)).isFile() && !OTHERS.some((other) => other.test(path)));
}

/** The patterns of the table in src/pages/mistakes/known.rs. */
function known() {
  const table = text('src/pages/mistakes/known.rs');
  // Of one among several is whatever is known itself: that row knows nothing of its own.
  const rows = [...table.matchAll(/"((?:[^"\\]|\\.)*)",\s*"(mistake-[\w-]+)"/g)].filter(([, , id]) => id !== 'mistake-of-one');
  assert.ok(rows.length > 150, `${rows.length} rows`);
  const escaped = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return rows.map(([, pattern]) => new RegExp(`^${pattern.replace(/\\"/g, '"').split(/\{\w+\}/).map(escaped).join('.+?')}$`, 'i'));
}

/** A sentence with something where a value is put in, without its full stop. */
const filled = (sentence) => sentence.replace(/\{[^}]*\}/g, '7').replace(/\.+$/, '');

test('every sentence of a refusal is known to the pages', () => {
  const patterns = known();
  const isKnown = (sentence) => {
    // The engine puts the words before the reason of what is forbidden; a picture's name stands before what is wrong with it.
    const forms = [sentence, `not allowed: ${sentence}`, `7: ${sentence}`].map(filled);
    return forms.some((form) => patterns.some((pattern) => pattern.test(form)));
  };
  const unknown = [];
  for (const path of sources()) {
    const attributes = !path.startsWith('src/gateway/') && !path.startsWith('src/identity/');
    for (const sentence of sentences(text(path), { attributes })) {
      if (!NONE.some((none) => none.test(sentence)) && !isKnown(sentence)) unknown.push(`${path}: ${sentence}`);
    }
  }
  assert.deepEqual(unknown, [], 'give it a row in src/pages/mistakes/known.rs and a message in locales/*/mistakes.ftl');
});

test('a sentence that nobody wrote a message for is not known', () => {
  const patterns = known();
  for (const sentence of ['must be purple', '7: must be purple', 'not allowed: it rains']) assert.ok(!patterns.some((pattern) => pattern.test(sentence)), sentence);
});

test('the sentences of a source are found, and what no client hears is not', () => {
  const source = String.raw`
    //! "A comment" says nothing.
    #[error("the file ends too early")]
    fn f<'a>(text: &'a str) -> Result<(), Problem> {
        let quote = '"';
        fields.check(text.len() < 3, "/text", "must be short, or \"so\"");
        tracing::warn!(text, "a request failed");
        Err(Problem::field("/x", format!("must be at \
            most {most}")))
    }
    #[utoipa::path(description = "conflict when full")]
    const RAW: &str = r#"not "this" one"#;
#[cfg(test)]
mod tests {
    const T: &str = "no such thing";
}`;
  assert.deepEqual(sentences(source), ['must be short, or "so"', 'must be at most {most}']);
  assert.deepEqual(sentences(source, { attributes: true })[0], 'the file ends too early');
});
