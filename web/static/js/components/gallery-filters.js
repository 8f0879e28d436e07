/**
 * <gallery-filters>: around the grid and its filters. A change of filter redraws the results in place with an address of its own; “More works” adds to the
 * grid, and who comes back finds what was added and where they stood. Without this, the form is an ordinary GET and the link leads on.
 */
import { announce } from '../announce.js';
import { parse, redraw } from '../region.js';
import { t } from '../words.js';

customElements.define('gallery-filters', class extends HTMLElement {
  #asked = 0;

  connectedCallback() {
    this.addEventListener('change', this.#changed);
    this.addEventListener('submit', this.#submitted);
    this.addEventListener('click', this.#clicked);
    addEventListener('popstate', this.#back);
    addEventListener('pagehide', this.#leave);
    this.#return();
  }

  disconnectedCallback() {
    removeEventListener('popstate', this.#back);
    removeEventListener('pagehide', this.#leave);
  }

  /** How many pages were added to the first one, and where one stood, kept with the entry of the history. */
  get #added() {
    return history.state?.added ?? 0;
  }

  #leave = () => {
    if (this.#added > 0) history.replaceState({ ...history.state, top: Math.round(scrollY) }, '');
  };

  /** After the way back: adds again what was added, and goes to where one stood. */
  async #return() {
    const { added = 0, top = 0 } = history.state ?? {};
    for (let page = 0; page < added; page += 1) {
      const link = this.querySelector('#next');
      if (!link || !(await this.#more(link, false))) break;
    }
    if (added > 0 && top > 0) scrollTo({ top, behavior: 'instant' });
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
      this.#more(link, true);
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
    if (this.#form) this.#show(location.href, false).then(() => this.#return());
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
      if (!fresh.querySelector('.opening')) for (const part of document.querySelectorAll('.opening, .rail')) part.remove();
      announce(this.querySelector('#results-head').textContent.trim());
    } catch {
      location.assign(address); // the ordinary way says what is wrong
    }
  }

  /** Adds the next page; answers whether it did. `asked` tells a reader's wish from the way back. */
  async #more(link, asked) {
    if (link.getAttribute('aria-disabled') === 'true') return false;
    link.setAttribute('aria-disabled', 'true');
    try {
      const answer = await fetch(link.href, { credentials: 'same-origin', headers: { accept: 'text/html' } });
      const fresh = parse(await answer.text());
      const works = [...(fresh.getElementById('grid')?.children ?? [])].map((node) => document.importNode(node, true));
      if (!answer.ok || works.length === 0) throw new Error(`HTTP ${answer.status}`);
      this.querySelector('#grid').append(...works);
      document.dispatchEvent(new CustomEvent('impasto:drawn'));
      if (asked) {
        history.replaceState({ ...history.state, added: this.#added + 1 }, '');
        works[0].querySelector('a')?.focus({ preventScroll: true });
        announce(t('scripts-more-works', { count: works.length }));
      }
      const next = fresh.getElementById('next');
      if (next) {
        link.href = next.getAttribute('href');
        link.removeAttribute('aria-disabled');
      } else link.closest('.onward').remove();
      return true;
    } catch {
      if (asked) location.assign(link.href);
      else link.removeAttribute('aria-disabled');
      return false;
    }
  }
});
