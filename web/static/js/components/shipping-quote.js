/**
 * <shipping-quote>: around the form that asks what delivery costs. A country that is chosen is shown at once, and stays in the address.
 */
import { announce } from '../announce.js';
import { refresh } from '../region.js';

customElements.define('shipping-quote', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('change', this.#chosen);
    document.addEventListener('impasto:drawn', this.#tidy);
    this.#tidy();
    // One that was chosen before the scripts were here has been heard by nobody.
    const select = this.querySelector('select');
    if (select?.value && !this.querySelector('.ship__offers')) this.#show(select.value);
  }

  disconnectedCallback() {
    this.removeEventListener('change', this.#chosen);
    document.removeEventListener('impasto:drawn', this.#tidy);
  }

  #tidy = () => {
    const button = this.querySelector('button');
    if (button) button.hidden = true;
  };

  #chosen = (event) => {
    if (event.target.name === 'ship_to' && event.target.value) this.#show(event.target.value);
  };

  async #show(country) {
    const address = new URL(location.href);
    address.searchParams.set('ship_to', country);
    history.replaceState(history.state, '', address);
    try {
      await refresh(['shipping']);
      announce(this.querySelector('.ship__offers')?.textContent.replace(/\s+/g, ' ').trim() ?? '');
    } catch {
      this.querySelector('button').hidden = false; // offline: the form can be sent again later
    }
  }
});
