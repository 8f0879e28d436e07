/**
 * <checked-form>: around a form whose fields the server draws with the macro `ui::field`. Tells a mistake where and as the server would, before the form
 * is sent: when a changed field is left, from then on at each change, and all of them when the form is sent, which then is not.
 *
 * It judges the fields that have a name for sentences (`data-called`) and leaves the others to the browser. `maxlength` and `minlength` are in the
 * server's characters, `data-rule` stands for the type where the server judges otherwise, `data-unless` on something around fields names the box that
 * makes them count for nothing while it is ticked, and `data-needed` marks those of them that must not be empty when they count.
 */
import { announce } from '../announce.js';
import { judge } from '../judging.js';
import { t } from '../words.js';

customElements.define('checked-form', class extends HTMLElement {
  /** Fields that somebody has changed, or whose sentence is from here: what the server said of another stays until it is changed. */
  #own = new WeakSet();
  #left = new Set();
  #pressed = false;

  connectedCallback() {
    for (const form of this.querySelectorAll('form')) takeOver(form);
    this.addEventListener('input', this.#typed);
    this.addEventListener('change', this.#settled);
    this.addEventListener('focusout', this.#leave);
    this.addEventListener('submit', this.#sent, true); // before whoever sends it, or counts that it was sent
    document.addEventListener('pointerdown', this.#press, true);
    for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, this.#release, true);
  }

  disconnectedCallback() {
    document.removeEventListener('pointerdown', this.#press, true);
    for (const end of ['pointerup', 'pointercancel']) document.removeEventListener(end, this.#release, true);
  }

  #typed = ({ target }) => {
    this.#own.add(target);
    if (isTold(target)) this.#tell(target);
  };

  #settled = ({ target }) => {
    this.#own.add(target);
    countIn(target.form);
    // What hangs on another entry, a country or where the invoice goes, may be right now.
    for (const field of target.form?.elements ?? []) if (isTold(field) && (this.#own.has(field) || !counts(field))) this.#tell(field);
    // What a browser or a password manager fills in is left as soon as it is changed.
    if (target !== document.activeElement) this.#leave({ target });
  };

  #leave = ({ target }) => {
    if (!this.#own.has(target)) return;
    this.#left.add(target);
    if (!this.#pressed) setTimeout(this.#tellLeft);
  };

  // A sentence moves what is below it: none comes while a button there is being pressed, whose click would miss.
  #press = () => {
    this.#pressed = true;
  };

  #release = () => {
    setTimeout(() => {
      this.#pressed = false;
      this.#tellLeft();
    });
  };

  #tellLeft = () => {
    for (const field of this.#left) {
      if (field === document.activeElement || !field.isConnected) continue; // come back to, or drawn over
      const before = isTold(field);
      const sentence = this.#tell(field);
      if (sentence && !before) announce(sentence);
    }
    this.#left.clear();
  };

  #sent = (event) => {
    const form = event.target;
    if (event.submitter?.formNoValidate) return;
    const fields = [...form.elements];
    const wrong = fields.filter((field) => sentenceOf(field) && this.#tell(field));
    const [first] = wrong;
    const other = fields.find((field) => !nameOf(field) && field.willValidate && !field.validity.valid);
    if (!first && !other) return;
    event.preventDefault();
    event.stopPropagation();
    if (!first) {
      other.reportValidity();
      return;
    }
    for (const field of wrong) field.closest('details')?.setAttribute('open', '');
    first.focus();
    announce(t('scripts-mistakes', { count: wrong.length }));
  };

  /** Says at a field what is wrong with it, or nothing any more. Returns what it says. */
  #tell(field) {
    const place = placeOf(field);
    if (!place || !nameOf(field)) return '';
    const sentence = sentenceOf(field);
    if (sentence) {
      this.#own.add(field);
      field.setAttribute('aria-invalid', 'true');
    } else {
      field.removeAttribute('aria-invalid');
      unlist(field);
    }
    if (place.textContent !== sentence) place.textContent = sentence;
    return sentence;
  }
});

/** The sentences come in place of the browser's own, and in place of a text that ends where it became too long. */
function takeOver(form) {
  form.noValidate = true;
  for (const field of form.elements) {
    if (!nameOf(field) || !(field.maxLength >= 0)) continue;
    field.dataset.most = field.maxLength;
    field.removeAttribute('maxlength');
  }
  countIn(form);
}

function countIn(form) {
  for (const field of form?.querySelectorAll('[data-needed]') ?? []) field.required = counts(field);
}

/** Whether an entry will mean anything to the server. */
function counts(field) {
  const box = field.form?.elements[field.closest('[data-unless]')?.dataset.unless];
  return field.willValidate && !box?.checked;
}

function sentenceOf(field) {
  if (!nameOf(field) || !counts(field)) return '';
  // Some browsers keep what they have filled in to themselves until somebody does something.
  if (!field.value && CSS.supports('selector(:autofill)') && field.matches(':autofill')) return '';
  const mistake = judge({
    text: field.value,
    rule: field.dataset.rule ?? field.type,
    required: field.required,
    least: Math.max(field.minLength, 0),
    most: Number(field.dataset.most ?? Infinity),
  });
  return mistake ? t(mistake[0], { ...mistake[1], field: nameOf(field) }) : '';
}

/** What a sentence calls a field. */
function nameOf(field) {
  return field.dataset.called;
}

/** Where the mistake of a field is told, by the server as well. */
function placeOf(field) {
  return document.getElementById(`${field.id}-error`);
}

function isTold(field) {
  return Boolean(placeOf(field)?.textContent);
}

/** Takes a mistake off the server's list above the form. */
function unlist(field) {
  const box = document.getElementById('errors');
  const link = [...(box?.querySelectorAll('a') ?? [])].find(({ hash }) => hash === `#${field.id}`);
  if (!link) return;
  const list = link.closest('ul');
  link.closest('li').remove();
  if (!list.firstElementChild) (box.hasAttribute('data-whole') ? list : box).remove();
}
