/**
 * <buy-bar>: the bar that stays at the lower edge of a phone while the form that buys is out of sight. Shows the price of the chosen edition and opens and closes
 * with the form's own button.
 */
customElements.define('buy-bar', class extends HTMLElement {
  #form = null;
  #button = null;
  #seen = null;
  #watch = null;

  connectedCallback() {
    document.addEventListener('impasto:drawn', this.#bind);
    this.#bind();
  }

  disconnectedCallback() {
    document.removeEventListener('impasto:drawn', this.#bind);
    this.#leave();
  }

  // The panel may have been drawn anew, with another form in it.
  #bind = () => {
    const form = document.getElementById('buy');
    if (form === this.#form && this.#form?.contains(this.#button)) return;
    this.#leave();
    this.#form = form;
    const button = this.#form?.querySelector('.buy__button');
    this.#button = button;
    this.hidden = !button;
    if (!button) return;
    this.#form.addEventListener('change', this.#follow);
    this.#watch = new MutationObserver(this.#follow);
    this.#watch.observe(button, { attributes: true, attributeFilter: ['disabled'] });
    this.#seen = new IntersectionObserver(([entry]) => this.classList.toggle('buybar--idle', entry.isIntersecting));
    this.#seen.observe(button);
    this.#follow();
  };

  #leave() {
    this.#form?.removeEventListener('change', this.#follow);
    this.#watch?.disconnect();
    this.#seen?.disconnect();
  }

  #follow = () => {
    const chosen = this.#form.querySelector('.edition__radio:checked')?.closest('[data-edition]');
    const price = chosen?.querySelector('.edition__price')?.textContent;
    if (price) this.querySelector('[data-bar-price]').textContent = price;
    this.querySelector('.buybar__button').disabled = this.#form.querySelector('.buy__button').disabled;
  };
});
