// The sentences that the program's Rust sources refuse something with: string literals of several words, without what is no
// sentence for a client (attributes, logs, panics, tests). No parser of Rust: it knows comments, strings, brackets and who is called.

/** What takes words that no client hears. */
const ASIDE = /(^|::)(trace|debug|info|warn|error|trace_span|info_span|span|panic|unreachable|assert|assert_eq|assert_ne|debug_assert|concat|expect|expect_err|unwrap_or_log|unexpected)!?$/;

/**
 * The sentences of a source, in its order. `{…}` stands where a value is put in.
 * With `attributes` the words of `#[error("…")]` are taken as well.
 */
export function sentences(source, { attributes = false } = {}) {
  const found = [];
  const stack = [];
  const code = source.split(/\n#\[cfg\(test\)\]\n(?:pub\(super\) )?mod tests \{/)[0];
  let at = 0;
  while (at < code.length) {
    const letter = code[at];
    if (code.startsWith('//', at)) at = end(code, '\n', at);
    else if (code.startsWith('/*', at)) at = end(code, '*/', at + 2);
    else if (letter === "'") at = afterQuote(code, at);
    else if (letter === 'r' && /^r#*"/.test(code.slice(at, at + 9)) && !/\w/.test(code[at - 1] ?? '')) {
      const hashes = code.slice(at + 1).match(/^#*/)[0];
      at = end(code, `"${hashes}`, at + hashes.length + 2);
    } else if (letter === '"') {
      const [text, next] = literal(code, at);
      if (isSentence(text) && isHeard(stack, attributes)) found.push(text);
      at = next;
    } else if ('([{'.includes(letter)) {
      stack.push(letter === '[' && /#!?$/.test(code.slice(0, at).slice(-2)) ? '#' : called(code, at));
      at += 1;
    } else {
      if (')]}'.includes(letter)) stack.pop();
      at += 1;
    }
  }
  return found;
}

const isSentence = (text) => /[a-z]{2,}/i.test(text) && /\S \S/.test(text);

function isHeard(stack, attributes) {
  const attribute = stack.indexOf('#');
  if (attribute >= 0) return attributes && stack[attribute + 1] === 'error';
  return !stack.some((name) => ASIDE.test(name));
}

/** The name before a bracket: `fields.check` gives `check`, `tracing::warn!` the whole. */
function called(code, at) {
  return code.slice(Math.max(0, at - 60), at).match(/[\w:]+!?$/)?.[0] ?? '';
}

function end(code, mark, from) {
  const found = code.indexOf(mark, from);
  return found < 0 ? code.length : found + mark.length;
}

/** A letter in quotes, or a lifetime. */
function afterQuote(code, at) {
  if (code[at + 1] === '\\') return end(code, "'", at + 3);
  const letter = String.fromCodePoint(code.codePointAt(at + 1) ?? 0);
  return code[at + 1 + letter.length] === "'" ? at + 2 + letter.length : at + 1;
}

function literal(code, at) {
  let text = '';
  let place = at + 1;
  while (place < code.length && code[place] !== '"') {
    if (code[place] !== '\\') text += code[place++];
    else if (code[place + 1] === '\n') place += code.slice(place + 1).match(/^\s+/)[0].length + 1;
    else if (code[place + 1] === 'u') {
      const [whole, hex] = code.slice(place).match(/^\\u\{(\w+)\}/);
      text += String.fromCodePoint(Number.parseInt(hex, 16));
      place += whole.length;
    } else {
      text += { n: '\n', t: '\t', r: '\r' }[code[place + 1]] ?? code[place + 1];
      place += 2;
    }
  }
  return [text, place + 1];
}
