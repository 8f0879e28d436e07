/**
 * <upload-form max-bytes>: around the form of a work. Takes dropped pictures, shows them, adds rows for editions, and shows how far the sending is.
 * It sends the same form to the same place as without it; mistakes are shown without losing the chosen file.
 */
import { announce } from '../announce.js';
import { parse } from '../region.js';
import { t } from '../words.js';

const PREVIEW_PX = 320;
const MOST_EDITIONS = 10;

customElements.define('upload-form', class extends HTMLElement {
  #form;

  connectedCallback() {
    this.#form = this.querySelector('form');
    this.#form.addEventListener('submit', this.#send);
    this.#form.addEventListener('change', (event) => {
      if (event.target.name === 'image') this.#previews();
      if (event.target.name?.endsWith('.kind')) this.#limited(event.target.closest('[data-row]'));
    });
    this.#dropping();
    this.#adding();
    for (const row of this.#form.querySelectorAll('[data-row]')) this.#limited(row);
  }

  // ---- the picture

  #dropping() {
    const drop = this.querySelector('[data-drop]');
    if (!drop) return; // the pictures of a work that is there have a desk of their own
    this.querySelector('[data-drop-words]').hidden = false;
    const over = (on) => (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      drop.classList.toggle('drop--over', on);
    };
    drop.addEventListener('dragenter', over(true));
    drop.addEventListener('dragover', over(true));
    drop.addEventListener('dragleave', over(false));
    drop.addEventListener('drop', (event) => {
      over(false)(event);
      const dropped = [...(event.dataTransfer?.files ?? [])];
      if (dropped.length === 0) return;
      const chosen = new DataTransfer();
      for (const file of [...this.#form.elements.image.files, ...dropped]) chosen.items.add(file);
      this.#form.elements.image.files = chosen.files;
      this.#previews();
    });
  }

  #previews() {
    const files = [...this.#form.elements.image.files];
    const large = files.find((file) => file.size > Number(this.getAttribute('max-bytes')));
    this.#fieldError('image', large ? t('scripts-name-too-large', { name: large.name }) : '');
    this.querySelector('[data-previews]').replaceChildren(...files.map(previewOf));
  }

  // ---- the editions

  #adding() {
    const place = this.querySelector('[data-add]');
    if (!place) return; // the editions of this work can no longer change
    place.hidden = false;
    place.querySelector('button').addEventListener('click', () => {
      const rows = this.#form.querySelectorAll('[data-row]');
      const index = rows.length;
      const row = renumbered(rows[index - 1], index);
      rows[index - 1].after(row);
      this.#limited(row);
      row.querySelector('select').focus();
      announce(t('scripts-edition-added', { number: index + 1 }));
      if (index + 1 >= MOST_EDITIONS) place.hidden = true;
    });
  }

  /** Copies and proofs are asked for where they mean something. */
  #limited(row) {
    const limited = row.querySelector('select[name$=".kind"]').value === 'limited';
    for (const field of row.querySelectorAll('[data-limited]')) field.hidden = !limited;
  }

  // ---- sending

  #send = (event) => {
    event.preventDefault();
    const body = new FormData(this.#form, event.submitter);
    const request = new XMLHttpRequest(); // fetch cannot tell how much of a body has gone
    const progress = this.querySelector('[data-progress]');
    const words = this.querySelector('[data-progress-words]');
    const bar = progress.querySelector('progress');
    const buttons = this.#form.querySelectorAll('button[type="submit"]');
    const busy = (on) => {
      progress.hidden = !on;
      for (const button of buttons) button.disabled = on;
    };
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (!lengthComputable) return;
      bar.value = Math.round((loaded / total) * 100);
      words.textContent = loaded < total ? t('scripts-sending', { percent: bar.value }) : t('scripts-reading-pictures');
    });
    request.addEventListener('load', () => {
      busy(false);
      this.#answered(request);
    });
    request.addEventListener('error', () => {
      busy(false);
      this.#summary(t('scripts-broke-unsaved'), []);
    });
    busy(true);
    bar.value = 0;
    announce(t('scripts-sending-work'));
    request.open('POST', this.#form.getAttribute('action'));
    request.setRequestHeader('accept', 'text/html');
    request.send(body);
  };

  #answered(request) {
    const here = new URL(this.#form.getAttribute('action'), location.href).href;
    if (request.status < 400 && request.responseURL !== here) {
      location.replace(request.responseURL); // the 303 was followed: it is saved
      return;
    }
    const fresh = parse(request.responseText);
    const links = [...fresh.querySelectorAll('#errors a')].map((link) => ({ field: link.hash.slice(1), message: link.textContent }));
    const head = fresh.querySelector('#errors .errors__head')?.textContent ?? fresh.querySelector('h1')?.textContent;
    this.#summary(head ?? t('scripts-failed', { status: request.status }), links);
  }

  #summary(head, mistakes) {
    for (const field of this.#form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
    for (const place of this.#form.querySelectorAll('.field__error')) place.textContent = '';
    document.getElementById('errors')?.remove();
    const box = document.createElement('div');
    box.id = 'errors';
    box.className = 'errors';
    box.tabIndex = -1;
    box.setAttribute('role', 'alert');
    const first = document.createElement('p');
    first.className = 'errors__head';
    first.textContent = head;
    const list = document.createElement('ul');
    for (const { field, message } of mistakes) {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = `#${field}`;
      link.textContent = message;
      item.append(link);
      list.append(item);
      this.#fieldError(field, message);
    }
    box.append(first, list);
    this.before(box);
    box.focus();
  }

  #fieldError(field, message) {
    const input = document.getElementById(field);
    if (message) input?.setAttribute('aria-invalid', 'true');
    else input?.removeAttribute('aria-invalid');
    const place = document.getElementById(`${field}-error`);
    if (place) place.textContent = message;
  }
});

/** A chosen picture, small, with its name. */
function previewOf(file) {
  const item = document.createElement('li');
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', t('scripts-preview', { name: file.name }));
  canvas.hidden = true;
  const name = document.createElement('p');
  name.textContent = file.name;
  item.append(canvas, name);
  createImageBitmap(file).then((picture) => {
    const scale = Math.min(1, PREVIEW_PX / Math.max(picture.width, picture.height));
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    canvas.hidden = false;
    item.dataset.preview = '';
  }, () => {
    // TIFF and the like: the server can read them, this browser cannot show them.
  });
  return item;
}

/** An empty copy of an edition's row under the next number. */
function renumbered(row, index) {
  const fresh = row.cloneNode(true);
  fresh.dataset.row = index;
  fresh.querySelector('legend').textContent = t('scripts-edition-row', { number: index + 1 });
  for (const element of fresh.querySelectorAll('[id], [name], [for], [aria-describedby]')) {
    for (const attribute of ['id', 'name', 'for', 'aria-describedby']) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace(/^editions\.\d+\./, `editions.${index}.`));
    }
  }
  for (const input of fresh.querySelectorAll('input')) {
    input.value = '';
    input.removeAttribute('aria-invalid');
  }
  for (const error of fresh.querySelectorAll('.field__error')) error.textContent = '';
  return fresh;
}
