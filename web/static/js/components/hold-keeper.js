/**
 * <hold-keeper id="hold-keeper" [until back]>: from two minutes before the end of the hold that ends first of those that can be extended, a dialog offers five more
 * minutes. It takes the focus from nobody: it is said politely, and its place is before the page's content. What it sends is the form that the page has as well.
 */
import { live } from '../../impasto-live.js';
import { announce } from '../announce.js';
import { refresh } from '../region.js';
import { t } from '../words.js';

const FROM_MS = 120_000;

customElements.define('hold-keeper', class extends HTMLElement {
  static observedAttributes = ['until'];

  #dialog = null;
  #timer = null;
  #waved = '';

  connectedCallback() {
    this.#plan();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#close();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#plan();
  }

  /** Opens in time, or closes what is no longer true. */
  #plan() {
    clearTimeout(this.#timer);
    const until = Date.parse(this.getAttribute('until') ?? '');
    const left = until - live.now();
    if (Number.isNaN(until) || left <= 0 || this.#waved === this.getAttribute('until')) {
      this.#close();
      return;
    }
    if (left > FROM_MS) {
      this.#close();
      this.#timer = setTimeout(() => this.#plan(), Math.min(left - FROM_MS + 50, 2 ** 31 - 1));
      return;
    }
    this.#open();
    this.#timer = setTimeout(() => this.#plan(), left + 50);
  }

  #open() {
    if (this.#dialog) return;
    const dialog = document.createElement('dialog');
    dialog.className = 'keeper';
    dialog.setAttribute('aria-labelledby', 'keeper-words');
    const words = document.createElement('p');
    words.id = 'keeper-words';
    words.textContent = t('scripts-ends');
    const form = document.createElement('form');
    form.method = 'post';
    form.action = '/cart/extend';
    form.addEventListener('submit', this.#extend);
    const back = document.createElement('input');
    back.type = 'hidden';
    back.name = 'back';
    back.value = this.getAttribute('back') ?? '/cart';
    const more = document.createElement('button');
    more.type = 'submit';
    more.className = 'button--small';
    more.textContent = t('scripts-more-minutes');
    const not = document.createElement('button');
    not.type = 'button';
    not.className = 'plain';
    not.textContent = t('scripts-not-now');
    not.addEventListener('click', () => {
      this.#waved = this.getAttribute('until');
      this.#close();
    });
    form.append(back, more, not);
    dialog.append(words, form);
    document.getElementById('main').before(dialog);
    dialog.open = true; // and not show(), which takes the focus: whoever types goes on typing
    this.#dialog = dialog;
    announce(t('scripts-ends-said'));
  }

  #close() {
    this.#dialog?.remove();
    this.#dialog = null;
  }

  #extend = async (event) => {
    event.preventDefault();
    const form = event.target;
    try {
      const fields = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: 'POST', body: fields, credentials: 'same-origin', headers: { accept: 'text/html' } });
      if (!answer.ok) throw new Error(`The extension was answered ${answer.status}`);
      // The checkout knows what was typed and chosen: it prices that anew.
      const checkout = document.querySelector('checkout-form');
      await (checkout?.reprice ? checkout.reprice() : refresh(['cart', this.id]));
      this.#close();
      announce(t(new URL(answer.url).searchParams.get('notice') === 'extended' ? 'scripts-extended' : 'scripts-not-extended'));
    } catch {
      form.submit(); // the page that comes says how it is
    }
  };
});
