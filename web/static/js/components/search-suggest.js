/**
 * <search-suggest>: around a search field. Suggests artists, works and words while one types, as a combobox with a list: arrows choose, Enter goes there,
 * Escape closes. Without this, the form is an ordinary search.
 */
import { announce } from '../announce.js';
import { t } from '../words.js';

const PAUSE_MS = 120;
const LETTERS = 2;
const KEPT = 40;

customElements.define('search-suggest', class extends HTMLElement {
  #input = null;
  #list = null;
  #choices = [];
  #chosen = -1;
  #timer = 0;
  #asking = null;
  #kept = new Map();

  connectedCallback() {
    this.#input = this.querySelector('input');
    if (!this.#input || this.#list) return;
    this.#list = element('div', 'suggest', { id: 'site-suggestions', role: 'listbox', 'aria-label': t('scripts-suggestions') });
    this.#list.hidden = true;
    this.append(this.#list);
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.#list.id })) {
      this.#input.setAttribute(name, value);
    }
    this.#input.addEventListener('input', this.#typed);
    this.#input.addEventListener('keydown', this.#pressed);
    this.addEventListener('focusout', this.#left);
    // A press on the list must not take the focus out of the field before the click arrives.
    this.#list.addEventListener('mousedown', (event) => event.preventDefault());
    this.#list.addEventListener('click', this.#clicked);
    // It comes when somebody has turned to the field, who may be typing by now.
    if (document.activeElement === this.#input) this.#typed();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  #typed = () => {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const typed = this.#input.value.trim();
    if (typed.length < LETTERS) this.#close();
    else this.#timer = setTimeout(() => this.#ask(typed), PAUSE_MS);
  };

  #pressed = (event) => {
    if (event.isComposing) return;
    const isOpen = !this.#list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (isOpen) this.#choose(this.#chosen + (event.key === 'ArrowDown' ? 1 : -1));
      else this.#typed();
    } else if (event.key === 'Enter' && isOpen && this.#chosen >= 0) {
      event.preventDefault();
      this.#follow(this.#choices[this.#chosen]);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      this.#close();
    }
  };

  #left = (event) => {
    if (!this.contains(event.relatedTarget)) this.#close();
  };

  #clicked = (event) => {
    const choice = event.target.closest('[role="option"]');
    const found = this.#choices.find((one) => one.node === choice);
    if (found) this.#follow(found);
  };

  #follow(choice) {
    this.#close();
    if (choice.href) {
      location.assign(choice.href);
      return;
    }
    this.#input.value = choice.words;
    this.#input.form.requestSubmit();
  }

  async #ask(typed) {
    const known = this.#kept.get(typed);
    if (known) {
      this.#show(typed, known);
      return;
    }
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const answer = await fetch(`/api/v1/search/suggest?q=${encodeURIComponent(typed)}`, { signal, headers: { accept: 'application/json' } });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      const told = await answer.json();
      if (signal.aborted) return;
      if (this.#kept.size >= KEPT) this.#kept.delete(this.#kept.keys().next().value);
      this.#kept.set(typed, told);
      this.#show(typed, told);
    } catch (error) {
      if (error.name !== 'AbortError') this.#close(); // the search itself still works
    }
  }

  #show(typed, told) {
    if (this.#input.value.trim() !== typed || document.activeElement !== this.#input) return;
    this.#choices = [];
    this.#chosen = -1;
    const groups = [
      this.#group('artists', told.artists.map((artist) => ({
        href: `/artists/${encodeURIComponent(artist.slug)}`, words: artist.name, more: t('count-works', { count: artist.works }),
      }))),
      this.#group('works', told.artworks.map((work) => ({
        href: `/artworks/${encodeURIComponent(work.slug)}`, words: work.title, more: work.artist, image: work.image, hasPicture: true,
      }))),
      this.#group('words', told.words.map((words) => ({ words }))),
    ].filter(Boolean);
    this.#list.replaceChildren(...groups);
    if (this.#choices.length === 0) {
      this.#close();
      return;
    }
    this.#list.hidden = false;
    this.#input.setAttribute('aria-expanded', 'true');
    this.#input.removeAttribute('aria-activedescendant');
    announce(t('scripts-suggestions-count', { count: this.#choices.length }));
  }

  #group(kind, entries) {
    if (entries.length === 0) return null;
    const head = element('div', 'suggest__head', { id: `suggest-${kind}`, role: 'presentation' }, t(`scripts-suggested-${kind}`));
    const group = element('div', '', { role: 'group', 'aria-labelledby': head.id });
    group.append(head, ...entries.map((entry) => this.#choice(entry)));
    return group;
  }

  #choice({ href, words, more, image, hasPicture }) {
    const node = element('div', 'suggest__choice', { id: `suggestion-${this.#choices.length}`, role: 'option', 'aria-selected': 'false' });
    if (image) node.append(element('img', 'suggest__picture', { src: image.url, width: image.width, height: image.height, alt: '', decoding: 'async' }));
    else if (hasPicture) node.append(element('span', 'suggest__picture', {}));
    node.append(element('span', 'suggest__words', {}, words));
    if (more) node.append(element('span', 'suggest__more', {}, more));
    this.#choices.push({ node, href, words });
    return node;
  }

  /** Moves along the list; before the first and behind the last one the field itself is meant. */
  #choose(place) {
    const places = this.#choices.length + 1;
    this.#chosen = ((place + 1 + places) % places) - 1;
    for (const [index, { node }] of this.#choices.entries()) node.setAttribute('aria-selected', String(index === this.#chosen));
    const node = this.#choices[this.#chosen]?.node;
    if (node) {
      this.#input.setAttribute('aria-activedescendant', node.id);
      node.scrollIntoView({ block: 'nearest' });
    } else this.#input.removeAttribute('aria-activedescendant');
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#chosen = -1;
    this.#list.hidden = true;
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
  }
});

function element(name, className, attributes, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}
