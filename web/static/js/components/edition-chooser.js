/**
 * <edition-chooser>: around the form that buys an edition. Opens and closes its choices as stock changes, and says so.
 * It does not know how stock is heard of: the <live-stock> elements inside it tell.
 */
import { announce } from '../announce.js';

customElements.define('edition-chooser', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('stockchange', this.#changed);
    this.addEventListener('change', this.#bound);
    this.#bound();
  }

  disconnectedCallback() {
    this.removeEventListener('stockchange', this.#changed);
    this.removeEventListener('change', this.#bound);
  }

  #changed = (event) => {
    const row = event.target.closest('[data-edition]');
    if (!row) return;
    const { before, after } = event.detail;
    row.querySelector('.edition__radio').disabled = after.state !== 'free' || row.hasAttribute('data-closed');
    if (after.text !== before.text) announce(`${row.querySelector('.edition__label').textContent}: ${after.text}`);
    this.#chooseAnother();
    this.#button();
    this.#bound();
  };

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
    if (!quantity || !row) return;
    quantity.max = row.dataset.max;
    if (Number(quantity.value) > Number(quantity.max)) quantity.value = quantity.max;
    quantity.closest('.buy__quantity').hidden = quantity.max === '1';
  };
});
