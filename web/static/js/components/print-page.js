/**
 * <print-page>: a button that prints the page, where there is a script to do it.
 */
customElements.define('print-page', class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector('[data-print]');
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
});
