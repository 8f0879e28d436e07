/**
 * <checkout-form>: around the checkout. Prices delivery again when country, VAT number or method change, shows the invoice address when it is wanted,
 * and takes the order once however often the button is pressed (the server does so, too).
 */
import { announce } from '../announce.js';
import { parse, redraw } from '../region.js';
import { t } from '../words.js';

const REPRICES = /^(shipping_country|vat_id|shipping_method_.*|billing_country|billing_same)$/;

customElements.define('checkout-form', class extends HTMLElement {
  #quote = 0;

  connectedCallback() {
    this.addEventListener('change', this.#changed);
    this.addEventListener('submit', this.#sent);
    document.addEventListener('impasto:drawn', this.#tidy);
    this.#tidy();
  }

  disconnectedCallback() {
    this.removeEventListener('change', this.#changed);
    this.removeEventListener('submit', this.#sent);
    document.removeEventListener('impasto:drawn', this.#tidy);
  }

  #tidy = () => {
    for (const button of this.querySelectorAll('[data-quote-button]')) button.hidden = true;
  };

  #changed = (event) => {
    const { name, checked } = event.target;
    if (name === 'billing_same') this.querySelector('[data-billing]').open = !checked;
    if (REPRICES.test(name ?? '')) this.reprice();
  };

  /** Asks for delivery and totals of what is chosen now, and draws them. */
  async reprice() {
    const mine = (this.#quote += 1);
    const form = this.querySelector('form');
    const fields = new URLSearchParams(new FormData(form));
    fields.set('action', 'quote');
    try {
      const answer = await fetch(form.getAttribute('action'), { method: 'POST', body: fields, credentials: 'same-origin', headers: { accept: 'text/html' } });
      const fresh = parse(await answer.text());
      if (mine !== this.#quote) return; // a later change has asked again
      if (!fresh.getElementById('delivery')) {
        location.reload(); // not the checkout any more: an empty cart, a sign-in
        return;
      }
      redraw(fresh, ['delivery', 'summary', 'place-total', 'hold-keeper']);
      announce(t('scripts-repriced', { total: document.getElementById('place-total').textContent.trim() }));
    } catch {
      for (const button of this.querySelectorAll('[data-quote-button]')) button.hidden = false;
    }
  }

  #sent = (event) => {
    const button = event.submitter;
    if (button?.value !== 'place') return;
    // Disabled after the form has been gathered, since a disabled button would not be sent.
    setTimeout(() => {
      button.disabled = true;
      button.textContent = t('scripts-moment');
    });
    addEventListener('pageshow', () => location.reload(), { once: true });
  };
});
