/**
 * <wish-heart artwork-id>: around the form that puts a work on the wish list or takes it off. Does it in place; where that fails, the form is sent.
 */
import { announce } from '../announce.js';
import { t } from '../words.js';

customElements.define('wish-heart', class extends HTMLElement {
  #busy = false;

  connectedCallback() {
    this.addEventListener('submit', this.#sent);
  }

  disconnectedCallback() {
    this.removeEventListener('submit', this.#sent);
  }

  #sent = async (event) => {
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    const form = event.target;
    const wished = form.elements.wished.value === 'true';
    try {
      const answer = await fetch(`/api/v1/wishlist/${this.getAttribute('artwork-id')}`, { method: wished ? 'PUT' : 'DELETE', credentials: 'same-origin' });
      if (!answer.ok) throw new Error(`The wish was answered ${answer.status}`);
      this.#show(form, wished);
    } catch {
      form.submit(); // signed out, or offline: the server's page says so
    } finally {
      this.#busy = false;
    }
  };

  #show(form, wished) {
    form.elements.wished.value = String(!wished);
    this.querySelector('.heart__button').setAttribute('aria-pressed', String(wished));
    announce(t(wished ? 'scripts-wished' : 'scripts-unwished'));
    this.dispatchEvent(new CustomEvent('wishchange', { bubbles: true, detail: wished }));
  }
});
