/**
 * <edition-chooser>: around the form that buys an edition. Opens and closes its choices as stock changes, and says so.
 * It does not know how stock is heard of: the <live-stock> elements inside it tell.
 */
import { announce } from '../announce.js';
import { copy } from '../text.js';

customElements.define('edition-chooser', class extends HTMLElement {
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
    if (after.text !== before.text) announce(`${row.querySelector('.edition__label').textContent}: ${after.text}`);
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
    time.textContent = new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
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
    if (free) return 'In your cart it is held for you for ten minutes.';
    if (this.parentElement.querySelector('.work__own')) return 'It is in your cart.';
    if (this.querySelector('.stock--reserved')) return 'Reserved for somebody at the moment. It may come back: this page shows it at once.';
    return this.querySelector('.stock--sold') ? 'It has found its owner.' : 'It is not on sale at the moment.';
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
    const many = picked.length > 3 ? `${picked.length} chosen copies` : picked.map(copy).join(', ');
    button.textContent = picked.length > 0 ? `Add ${many} to cart` : 'Add to cart';
  }
});
