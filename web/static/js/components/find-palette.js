/**
 * <find-palette>: on every page of the console. Ctrl-K (or the link in it) opens a dialog with a field and a list, a combobox: arrows choose, Enter goes
 * there, Escape closes. Without this, the link leads to a page that finds the same.
 */
import { t } from '../words.js';

const PAUSE_MS = 120;

customElements.define('find-palette', class extends HTMLElement {
  #dialog = null;
  #input = null;
  #list = null;
  #options = [];
  #chosen = -1;
  #timer = 0;
  #asking = null;
  /** The words whose finds are shown. */
  #shown = null;

  connectedCallback() {
    this.#dialog ??= this.#build();
    this.append(this.#dialog);
    this.querySelector('a').addEventListener('click', this.#clicked);
    document.addEventListener('keydown', this.#pressed);
  }

  disconnectedCallback() {
    document.removeEventListener('keydown', this.#pressed);
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  #build() {
    const dialog = element('dialog', 'palette-box', { 'aria-label': t('scripts-find') });
    this.#input = element('input', 'palette-box__field', {
      type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false', 'aria-autocomplete': 'list', 'aria-expanded': 'true',
      'aria-controls': 'found', 'aria-label': t('scripts-find-what'), placeholder: t('scripts-find-what'),
    });
    this.#list = element('div', 'palette-box__list', { id: 'found', role: 'listbox', 'aria-label': t('scripts-found') });
    dialog.append(this.#input, this.#list);
    this.#input.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
    });
    this.#input.addEventListener('keydown', this.#steered);
    this.#list.addEventListener('click', (event) => this.#follow(event.target.closest('[role="option"]')));
    dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
    return dialog;
  }

  #clicked = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#open();
  };

  #pressed = (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      if (this.#dialog.open) this.#dialog.close();
      else this.#open();
    }
  };

  #open() {
    if (document.querySelector('dialog[open]')) return;
    this.#input.value = '';
    this.#shown = null;
    this.#dialog.showModal();
    this.#input.focus();
    this.#ask();
  }

  async #ask() {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const words = this.#input.value.trim();
    const query = new URLSearchParams({ q: words });
    try {
      const answer = await fetch(`/api/v1/admin/find?${query}`, {
        credentials: 'same-origin', headers: { accept: 'application/json' }, signal: this.#asking.signal,
      });
      if (!answer.ok) return;
      this.#draw((await answer.json()).groups);
      this.#shown = words;
    } catch {
      // given up for a newer question, or offline: what was found stays
    }
  }

  #draw(groups) {
    this.#options = [];
    this.#list.replaceChildren(...groups.map((group) => {
      const box = element('div', 'palette-box__group', { role: 'group', 'aria-labelledby': `found-${group.kind}` });
      const head = element('p', 'palette-box__head', { id: `found-${group.kind}`, role: 'presentation' });
      head.textContent = t(`scripts-found-${group.kind}`);
      box.append(head);
      for (const { label, detail, url } of group.items) {
        const option = element('div', 'palette-box__option', { id: `found-${this.#options.length}`, role: 'option', 'aria-selected': 'false' });
        option.dataset.url = url;
        option.append(label);
        if (detail) {
          const more = element('span', 'palette-box__detail', {});
          more.textContent = detail;
          option.append(' ', more);
        }
        this.#options.push(option);
        box.append(option);
      }
      return box;
    }));
    if (this.#options.length === 0) {
      const none = element('p', 'palette-box__head', { role: 'presentation' });
      none.textContent = t('scripts-found-nothing');
      this.#list.append(none);
    }
    this.#choose(0);
  }

  #choose(place) {
    this.#options[this.#chosen]?.setAttribute('aria-selected', 'false');
    this.#chosen = this.#options.length === 0 ? -1 : (place + this.#options.length) % this.#options.length;
    const option = this.#options[this.#chosen];
    if (!option) return this.#input.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    return this.#input.setAttribute('aria-activedescendant', option.id);
  }

  #steered = (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.#choose(this.#chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#enter();
    }
  };

  /** Goes to what is chosen; who types faster than finds come goes to the first of what was typed. */
  async #enter() {
    clearTimeout(this.#timer);
    if (this.#shown !== this.#input.value.trim()) await this.#ask();
    if (this.#shown === this.#input.value.trim()) this.#follow(this.#options[this.#chosen]);
  }

  #follow(option) {
    if (option) location.assign(option.dataset.url);
  }
});

function element(name, className, attributes) {
  const made = document.createElement(name);
  made.className = className;
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}
