/**
 * <wish-list>: around the works of a wish list. Says when one is free again, and opens its button; a wish that is taken back leaves the list.
 * It does not know how stock is heard of: the <live-stock> elements inside it tell.
 */
import { announce } from '../announce.js';
import { t } from '../words.js';

customElements.define('wish-list', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('stockchange', this.#stock);
    this.addEventListener('wishchange', this.#wish);
  }

  disconnectedCallback() {
    this.removeEventListener('stockchange', this.#stock);
    this.removeEventListener('wishchange', this.#wish);
  }

  #stock = (event) => {
    const row = event.target.closest('[data-wish]');
    if (!row) return;
    const { before, after } = event.detail;
    const add = row.querySelector('[data-add]');
    if (add) add.disabled = after.state !== 'free';
    if (before.state === after.state) return;
    const { title } = row.dataset;
    announce(after.state === 'free' ? t('scripts-free-again', { title }) : t('scripts-about', { what: title, words: after.text }));
  };

  #wish = (event) => {
    if (event.detail) return;
    const row = event.target.closest('[data-wish]');
    const next = row?.nextElementSibling ?? row?.previousElementSibling;
    row?.remove();
    (next?.querySelector('.line__title a') ?? document.getElementById('main'))?.focus();
  };
});
