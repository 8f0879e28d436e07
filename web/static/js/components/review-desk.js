/**
 * <review-desk work previous next>: the review of one work. Single keys (A, R, J, K, ?) press what the page has anyway; they can be switched off, and
 * do nothing while somebody types. Says every now and then that the work is in hand here, and who else has it.
 */
import { t } from '../words.js';

const EVERY_MS = 15_000;
const SWITCH = 'impasto.review-keys';

const isTyping = (target) => target.closest?.('input:not([type="checkbox"]), textarea, select, [contenteditable]') !== null;

customElements.define('review-desk', class extends HTMLElement {
  #timer = null;

  connectedCallback() {
    const keys = this.querySelector('[data-keys]');
    keys.hidden = false;
    const box = this.querySelector('[data-keys-on]');
    box.checked = remembered() !== 'off';
    box.addEventListener('change', () => remember(box.checked ? 'on' : 'off'));
    this.querySelector('[data-help]').addEventListener('click', () => this.#help());
    this.querySelector('[data-close]').addEventListener('click', () => this.querySelector('[data-keys-help]').close());
    document.addEventListener('keydown', this.#press);
    document.addEventListener('visibilitychange', this.#claim);
    this.#timer = setInterval(this.#claim, EVERY_MS);
  }

  disconnectedCallback() {
    document.removeEventListener('keydown', this.#press);
    document.removeEventListener('visibilitychange', this.#claim);
    clearInterval(this.#timer);
  }

  #press = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!this.querySelector('[data-keys-on]').checked || isTyping(event.target) || document.querySelector('dialog[open]')) return;
    const acts = {
      a: () => this.querySelector('[data-approve]').requestSubmit(),
      r: () => this.#back(),
      j: () => this.#go('next'),
      k: () => this.#go('previous'),
      '?': () => this.#help(),
    };
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  };

  #back() {
    const back = this.querySelector('[data-back]');
    back.open = true;
    back.querySelector('select').focus();
  }

  #go(way) {
    const url = this.getAttribute(way);
    if (url) location.assign(url);
  }

  #help() {
    this.querySelector('[data-keys-help]').showModal();
  }

  #claim = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(`/api/v1/admin/artworks/${this.getAttribute('work')}/reviewing`, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { accept: 'application/json' },
      });
      if (!answer.ok) return;
      const names = (await answer.json()).others.map((one) => one.name);
      const words = names.length === 0 ? '' : t('scripts-reviewing', { names: names.join(', '), count: names.length });
      const place = this.querySelector('[data-others]');
      if (place.textContent !== words) place.textContent = words;
    } catch {
      // offline: the next word tells
    }
  };
});

function remembered() {
  try {
    return localStorage.getItem(SWITCH);
  } catch {
    return null; // no storage: on, as the box says
  }
}

function remember(value) {
  try {
    localStorage.setItem(SWITCH, value);
  } catch {
    // no storage: the switch holds for this page
  }
}
