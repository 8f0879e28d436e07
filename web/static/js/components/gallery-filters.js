/**
 * <gallery-filters>: around the grid and its filters. A change of filter redraws the results in place with an address of its own; “More works” adds to the
 * grid. Without this, the form is an ordinary GET and the link leads on.
 */
import { announce } from '../announce.js';
import { parse, redraw } from '../region.js';

customElements.define('gallery-filters', class extends HTMLElement {
  #asked = 0;

  connectedCallback() {
    this.addEventListener('change', this.#changed);
    this.addEventListener('submit', this.#submitted);
    this.addEventListener('click', this.#clicked);
    addEventListener('popstate', this.#back);
  }

  disconnectedCallback() {
    removeEventListener('popstate', this.#back);
  }

  get #form() {
    return this.querySelector('#filters');
  }

  #changed = (event) => {
    if (this.#form && event.target.form === this.#form) this.#show(this.#address(), true);
  };

  #submitted = (event) => {
    if (event.target !== this.#form) return;
    event.preventDefault();
    this.#form.classList.remove('is-open');
    this.#show(this.#address(), true);
    if (location.hash === '#filters') location.hash = '#results';
  };

  #clicked = (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    const link = event.target.closest('a');
    if (!link) return;
    if (link.id === 'next') {
      event.preventDefault();
      this.#more(link);
    } else if (link.classList.contains('chip')) {
      event.preventDefault();
      this.#show(link.href, true);
    } else if (link.matches('.results__filter')) {
      event.preventDefault();
      this.#form.classList.add('is-open');
      this.#form.querySelector('input:not([type="hidden"])')?.focus();
    } else if (link.matches('.filters__close')) {
      event.preventDefault();
      this.#form.classList.remove('is-open');
      this.querySelector('.results__filter').focus();
    }
  };

  #back = () => {
    if (this.#form) this.#show(location.href, false);
  };

  /** The form's address without what is left empty. */
  #address() {
    const url = new URL(this.#form.getAttribute('action'), location.href);
    for (const [name, value] of new FormData(this.#form)) if (value !== '') url.searchParams.append(name, value);
    return url.href;
  }

  async #show(address, remember) {
    const mine = (this.#asked += 1);
    const results = this.querySelector('#results');
    results.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(address, { credentials: 'same-origin', headers: { accept: 'text/html' } });
      const fresh = parse(await answer.text());
      if (mine !== this.#asked) return;
      if (!answer.ok || !fresh.getElementById('results')) throw new Error(`HTTP ${answer.status}`);
      const open = this.#form.classList.contains('is-open');
      if (remember) history.pushState(null, '', address);
      redraw(fresh, ['results', 'filters']);
      this.#form.classList.toggle('is-open', open);
      document.title = fresh.title;
      if (!fresh.querySelector('.opening')) document.querySelector('.opening')?.remove();
      announce(this.querySelector('#results-head').textContent.trim());
    } catch {
      location.assign(address); // the ordinary way says what is wrong
    }
  }

  async #more(link) {
    if (link.getAttribute('aria-disabled') === 'true') return;
    link.setAttribute('aria-disabled', 'true');
    try {
      const answer = await fetch(link.href, { credentials: 'same-origin', headers: { accept: 'text/html' } });
      const fresh = parse(await answer.text());
      const works = [...(fresh.getElementById('grid')?.children ?? [])].map((node) => document.importNode(node, true));
      if (!answer.ok || works.length === 0) throw new Error(`HTTP ${answer.status}`);
      this.querySelector('#grid').append(...works);
      works[0].querySelector('a')?.focus({ preventScroll: true });
      announce(works.length === 1 ? 'One more work' : `${works.length} more works`);
      const next = fresh.getElementById('next');
      if (next) {
        link.href = next.getAttribute('href');
        link.removeAttribute('aria-disabled');
      } else link.closest('.onward').remove();
    } catch {
      location.assign(link.href);
    }
  }
});
