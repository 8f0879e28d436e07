/**
 * Says short sentences to those who use a screen reader, through the page's polite live region, one after the other and not too many.
 * It does not know what they are about.
 */

const APART_MS = 1_500;
const MOST = 3;

let waiting = [];
let speaking = false;

/** Says `text` once what was said before has had its time; of a crowd only the last few are said. */
export function announce(text) {
  waiting = [...waiting.filter((other) => other !== text), text].slice(-MOST);
  if (!speaking) next();
}

function next() {
  const region = document.getElementById('announcer');
  const text = waiting.shift();
  speaking = text !== undefined && region !== null;
  if (!speaking) return;
  region.textContent = text;
  setTimeout(() => {
    region.textContent = '';
    next();
  }, APART_MS);
}
