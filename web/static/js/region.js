/**
 * Draws parts of the page anew from the server's own HTML, so that there is one renderer only.
 * It does not know what the parts hold: an element with an id takes the attributes and children of its namesake in the fresh page.
 */

let running = null;
let again = null;

/** Fetches this page again and redraws the elements with these ids. Calls during a fetch are joined into one that follows it. */
export async function refresh(ids) {
  if (running) {
    again = new Set([...(again ?? []), ...ids]);
    return running;
  }
  running = (async () => {
    try {
      const answer = await fetch(location.href, { credentials: 'same-origin', cache: 'no-store', headers: { accept: 'text/html' } });
      if (answer.ok) redraw(parse(await answer.text()), ids);
    } finally {
      running = null;
      const more = again;
      again = null;
      if (more) await refresh([...more]);
    }
  })();
  return running;
}

/** Takes the sentence about the last form away: what has happened since is newer. */
export function dropNotice() {
  document.querySelector('main > .notice')?.remove();
}

/** A document from HTML text. */
export function parse(text) {
  return new DOMParser().parseFromString(text, 'text/html');
}

/** Redraws the elements with these ids from `fresh`; focus and what is being typed stay. Returns how many were found on both sides. */
export function redraw(fresh, ids) {
  const focused = document.activeElement;
  const typed = /^(text|search|email|number|password)$/.test(focused?.type ?? '') ? focused.value : null;
  let drawn = 0;
  for (const id of ids) {
    const here = document.getElementById(id);
    const there = fresh.getElementById(id);
    if (!here || !there) continue;
    const open = [...here.querySelectorAll('details[id][open]')].map((details) => details.id);
    for (const { name } of [...here.attributes]) if (!there.hasAttribute(name)) here.removeAttribute(name);
    for (const { name, value } of there.attributes) if (here.getAttribute(name) !== value) here.setAttribute(name, value);
    here.replaceChildren(...[...there.childNodes].map((node) => document.importNode(node, true)));
    for (const details of open) document.getElementById(details)?.setAttribute('open', '');
    drawn += 1;
  }
  if (focused && !focused.isConnected) {
    const heir = heirOf(focused);
    heir?.focus({ preventScroll: true });
    if (heir && typed !== null && 'value' in heir) heir.value = typed;
  }
  if (drawn > 0) document.dispatchEvent(new CustomEvent('impasto:drawn'));
  return drawn;
}

/** The element that took the place of one that was drawn over: the one of the same id, or the same choice of the same name. */
function heirOf(element) {
  if (element.id) return document.getElementById(element.id);
  if (!element.name) return null;
  return [...document.getElementsByName(element.name)].find((one) => one.type === element.type && (one.type !== 'radio' || one.value === element.value)) ?? null;
}
