/**
 * <picture-desk artwork-id max-bytes most>: the pictures of a work. Files are dropped or chosen and sent one after the other, each with its progress, and
 * again when that failed; words and order are changed in place, the order also by dragging. Everything goes to the API; the list is the server's own HTML,
 * drawn anew. Without scripts the same forms do the same.
 */
import { announce } from '../announce.js';
import { refresh } from '../region.js';
import { t } from '../words.js';

const LIST = 'picture-list';

customElements.define('picture-desk', class extends HTMLElement {
  #waiting = [];
  #sending = false;
  #dragged = null;

  connectedCallback() {
    this.addEventListener('submit', this.#submit);
    this.#dropping();
    this.#dragging();
    document.addEventListener('impasto:drawn', this.#drawn);
  }

  disconnectedCallback() {
    document.removeEventListener('impasto:drawn', this.#drawn);
  }

  get #images() {
    return `/api/v1/artworks/${this.getAttribute('artwork-id')}/images`;
  }

  get #list() {
    return this.querySelector(`#${LIST}`);
  }

  // ---- sending files

  #dropping() {
    const form = this.querySelector('[data-drop]');
    if (!form) return;
    this.querySelector('[data-drop-words]').hidden = false;
    this.querySelector('[data-send]').hidden = true; // chosen files go at once
    const over = (on) => (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      form.classList.toggle('drop--over', on);
    };
    form.addEventListener('dragenter', over(true));
    form.addEventListener('dragover', over(true));
    form.addEventListener('dragleave', over(false));
    form.addEventListener('drop', (event) => {
      over(false)(event);
      this.#take([...(event.dataTransfer?.files ?? [])]);
    });
    const input = form.elements.image;
    input.addEventListener('change', () => {
      this.#take([...input.files]);
      input.value = '';
    });
  }

  #take(files) {
    const room = Number(this.getAttribute('most')) - this.#list.children.length - this.#waiting.length;
    this.#complain(files.length > room ? t('scripts-most-pictures', { count: Number(this.getAttribute('most')) }) : '');
    for (const file of files.slice(0, Math.max(0, room))) {
      const row = queueRow(file.name);
      this.querySelector('[data-queue]').append(row.element);
      const one = { file, row };
      row.retry.addEventListener('click', () => {
        row.failed('');
        this.#waiting.push(one);
        this.#next();
      });
      if (file.size > Number(this.getAttribute('max-bytes'))) {
        row.failed(t('scripts-too-large'), false);
        continue;
      }
      this.#waiting.push(one);
    }
    this.#next();
  }

  async #next() {
    if (this.#sending) return;
    const one = this.#waiting.shift();
    if (!one) return;
    this.#sending = true;
    try {
      await send(this.#images, one.file, (percent) => one.row.at(percent));
      this.#raised();
      one.row.element.remove();
      announce(t('scripts-hangs', { name: one.file.name }));
      await this.#redraw();
    } catch (problem) {
      one.row.failed(problem.message, problem.again !== false);
      announce(t('scripts-not-sent', { name: one.file.name, problem: problem.message }));
    } finally {
      this.#sending = false;
    }
    this.#next();
  }

  #complain(text) {
    const place = this.querySelector('#image-error');
    if (place) place.textContent = text;
  }

  // ---- words and order

  #submit = async (event) => {
    const form = event.target;
    const picture = form.closest('[data-picture]');
    if (!picture) {
      // The form of the files: they have gone already when they were chosen.
      if (form.matches('[data-drop]')) event.preventDefault();
      return;
    }
    event.preventDefault();
    const place = [...this.#list.children].indexOf(picture);
    const action = event.submitter?.value ?? 'save';
    if (action === 'remove') return this.#change(picture, { method: 'DELETE' }, t('scripts-picture-gone'));
    if (action === 'up') return this.#move(picture, place - 1);
    if (action === 'down') return this.#move(picture, place + 1);
    return this.#change(picture, { method: 'PATCH', body: { alt: form.elements.alt.value } }, t('scripts-saved'));
  };

  #move(picture, order) {
    return this.#change(picture, { method: 'PATCH', body: { order } }, t('scripts-picture-moved', { place: order + 1 }));
  }

  async #change(picture, { method, body }, said) {
    this.#complain('');
    try {
      const answer = await fetch(`${this.#images}/${picture.dataset.picture}`, {
        method,
        credentials: 'same-origin',
        headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
        body: body ? JSON.stringify(body) : undefined,
      });
      if (!answer.ok) {
        const problem = await answer.json().catch(() => null);
        throw new Error(problem?.told ?? problem?.detail ?? t('scripts-failed', { status: answer.status }));
      }
      this.#raised();
      announce(said);
      await this.#redraw();
    } catch (problem) {
      this.#complain(problem instanceof TypeError ? t('scripts-broke-unchanged') : problem.message);
    }
  }

  // ---- dragging

  #dragging() {
    this.#drawn();
    this.addEventListener('dragstart', (event) => {
      this.#dragged = event.target.closest?.('[data-picture]') ?? null;
      if (!this.#dragged) return;
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', this.#dragged.dataset.picture);
      this.#dragged.classList.add('pictures__one--dragged');
    });
    this.addEventListener('dragover', (event) => {
      const over = event.target.closest?.('[data-picture]');
      if (!this.#dragged || !over) return;
      event.preventDefault();
      this.#mark(over);
    });
    this.addEventListener('drop', (event) => {
      const over = event.target.closest?.('[data-picture]');
      if (!this.#dragged || !over) return;
      event.preventDefault();
      const places = [...this.#list.children];
      const [from, to] = [places.indexOf(this.#dragged), places.indexOf(over)];
      if (from !== to) this.#move(this.#dragged, to);
    });
    this.addEventListener('dragend', () => {
      this.#dragged?.classList.remove('pictures__one--dragged');
      this.#dragged = null;
      this.#mark(null);
    });
  }

  #mark(over) {
    for (const one of this.#list.children) one.classList.toggle('pictures__one--before', one === over && one !== this.#dragged);
  }

  #drawn = () => {
    for (const one of this.#list?.children ?? []) {
      one.draggable = true;
      for (const image of one.querySelectorAll('img')) image.draggable = false;
    }
  };

  /** Our own change raised the work's version by one, and the form of the words keeps up. If somebody else changed it as well, the numbers do not meet:
   *  saving is refused, and nothing is written over. */
  #raised() {
    const revision = document.getElementById('revision');
    if (revision) revision.value = String(Number(revision.value) + 1);
  }

  async #redraw() {
    await refresh([LIST]);
    this.querySelector('[data-no-pictures]')?.remove();
  }
});

function queueRow(name) {
  const element = document.createElement('li');
  const label = document.createElement('span');
  label.className = 'queue__name';
  label.textContent = name;
  const bar = document.createElement('progress');
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute('aria-label', t('scripts-sending-file', { name }));
  const retry = document.createElement('button');
  retry.type = 'button';
  retry.className = 'button--quiet button--small';
  retry.textContent = t('scripts-try-again');
  retry.hidden = true;
  const error = document.createElement('p');
  error.className = 'queue__error';
  element.append(label, bar, retry, error);
  return {
    element,
    retry,
    at(percent) {
      bar.value = percent;
    },
    failed(text, again = true) {
      error.textContent = text;
      retry.hidden = !text || !again;
      bar.value = 0;
    },
  };
}

/** Sends one file; fetch cannot tell how much of a body has gone. What fails says why, and whether trying again may help. */
function send(url, file, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) progress(Math.round((loaded / total) * 100));
    });
    request.addEventListener('load', () => {
      if (request.status < 300) return resolve();
      let why = null;
      try {
        const problem = JSON.parse(request.responseText);
        why = problem.told ?? problem.detail;
      } catch {
        // Not a problem of ours: a proxy's page.
      }
      const again = request.status === 429 || request.status >= 500;
      return reject(Object.assign(new Error(why ?? t('scripts-failed', { status: request.status })), { again }));
    });
    request.addEventListener('error', () => reject(new Error(t('scripts-broke'))));
    const body = new FormData();
    body.append('file', file);
    request.open('POST', url);
    request.setRequestHeader('accept', 'application/json');
    request.send(body);
  });
}
