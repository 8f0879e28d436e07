/**
 * <edition-chooser>: around the form that buys an edition. Opens and closes its choices as stock changes, and says so.
 * It does not know how stock is heard of: the <live-stock> elements inside it tell.
 */
import { announce } from '../announce.js';
import { copy } from '../text.js';
import { locale, t } from '../words.js';

customElements.define('edition-chooser', class extends HTMLElement {
  /** What the button says by itself. */
  #add = null;

  connectedCallback() {
    this.addEventListener('stockchange', this.#changed);
    this.addEventListener('change', this.#chosen);
    this.addEventListener('copiespicked', this.#picked);
    for (const time of this.querySelectorAll('time[data-clock][datetime]')) this.#clock(time, time.getAttribute('datetime'));
    this.#bound();
  }

  disconnectedCallback() {
    this.removeEventListener('stockchange', this.#changed);
    this.removeEventListener('change', this.#chosen);
    this.removeEventListener('copiespicked', this.#picked);
  }

  #changed = (event) => {
    const row = event.target.closest('[data-edition]');
    if (!row) return;
    const { before, after, editions } = event.detail;
    this.#returns(row, after, editions[0]);
    row.querySelector('.edition__radio').disabled = after.state !== 'free' || row.hasAttribute('data-closed');
    if (after.text !== before.text) announce(t('scripts-about', { what: row.querySelector('.edition__label').textContent, words: after.text }));
    this.#chooseAnother();
    this.#button();
    this.#bound();
  };

  /** A number that is ticked chooses its edition; another edition takes the ticks away. */
  #picked = (event) => {
    const row = event.target.closest('[data-edition]');
    if (!row) return;
    if (event.detail.length > 0) row.querySelector('.edition__radio').checked = true;
    this.#clearOthers(row);
    this.#bound();
  };

  #chosen = (event) => {
    if (event.target.classList.contains('edition__radio')) this.#clearOthers(event.target.closest('[data-edition]'));
    this.#bound();
  };

  #clearOthers(row) {
    for (const map of this.querySelectorAll('edition-map')) if (!row.contains(map)) map.clear?.();
  }

  /** When a copy that others hold is free again at the latest. Who holds it themselves is told so elsewhere. */
  #returns(row, after, edition) {
    const words = row.querySelector('[data-returns]');
    if (!words) return;
    const at = after.state === 'reserved' && !this.parentElement.querySelector('.work__own') ? edition?.next_release_at : null;
    if (at) this.#clock(words.querySelector('time'), at);
    words.hidden = !at;
  }

  #clock(time, iso) {
    time.setAttribute('datetime', iso);
    time.textContent = new Date(iso).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
  }

  #radios() {
    return [...this.querySelectorAll('.edition__radio')];
  }

  #chooseAnother() {
    const chosen = this.#radios().find((radio) => radio.checked);
    if (chosen && !chosen.disabled) return;
    const free = this.#radios().find((radio) => !radio.disabled);
    if (chosen) chosen.checked = false;
    if (free) free.checked = true;
  }

  #button() {
    const button = this.querySelector('.buy__button');
    if (!button) return;
    const free = this.#radios().some((radio) => !radio.disabled);
    button.disabled = !free;
    this.querySelector('[data-buy-note]').textContent = this.#note(free);
  }

  /** What is said under the button; src/pages/views/artwork.rs says the same. */
  #note(free) {
    if (free) return t('scripts-note-free');
    if (this.parentElement.querySelector('.work__own')) return t('scripts-note-own');
    if (this.querySelector('.stock--reserved')) return t('scripts-note-reserved');
    return t(this.querySelector('.stock--sold') ? 'scripts-note-sold' : 'scripts-note-gone');
  }

  /** Bounds the quantity by what the chosen edition allows. */
  #bound = () => {
    const quantity = this.querySelector('#quantity');
    const row = this.#radios().find((radio) => radio.checked)?.closest('[data-edition]');
    const picked = row?.querySelector('edition-map')?.picked ?? [];
    const picks = picked.length;
    this.#name(picked);
    if (!quantity || !row) return;
    quantity.max = row.dataset.max;
    if (Number(quantity.value) > Number(quantity.max)) quantity.value = quantity.max;
    quantity.closest('.buy__quantity').hidden = quantity.max === '1' || picks > 0;
  };

  /** The button names what it takes. */
  #name(picked) {
    const button = this.querySelector('.buy__button');
    if (!button) return;
    this.#add ??= button.textContent;
    if (picked.length === 0) button.textContent = this.#add;
    else if (picked.length > 3) button.textContent = t('scripts-add-count', { count: picked.length });
    else button.textContent = t('scripts-add-copies', { copies: picked.map((label) => copy(label)).join(', ') });
  }
});
