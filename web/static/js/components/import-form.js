/**
 * <import-form>: around the form of an import. Shows how far the sending is, and rehearses with the names of the pictures alone: their bytes stay here.
 * The answer is the server's own page, put in place of this one.
 */
import { announce } from '../announce.js';
import { parse } from '../region.js';
import { t } from '../words.js';

customElements.define('import-form', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('submit', this.#send);
  }

  #send = (event) => {
    event.preventDefault();
    const form = event.target;
    const url = event.submitter?.getAttribute('formaction') ?? form.getAttribute('action');
    const body = new FormData(form, event.submitter);
    const pictures = body.getAll('image').filter((file) => file.size > 0);
    if (url.includes('dry_run')) {
      body.set('image_names', pictures.map((file) => file.name).join('\n'));
      body.delete('image');
    }
    const progress = this.querySelector('[data-progress]');
    const bar = progress.querySelector('progress');
    const words = this.querySelector('[data-progress-words]');
    const busy = (on) => {
      progress.hidden = !on;
      for (const button of form.querySelectorAll('button')) button.disabled = on;
    };
    const request = new XMLHttpRequest(); // fetch cannot tell how much of a body has gone
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (!lengthComputable) return;
      bar.value = Math.round((loaded / total) * 100);
      words.textContent = loaded < total ? t('scripts-sending', { percent: bar.value }) : t('scripts-reading-lines');
    });
    request.addEventListener('load', () => {
      busy(false);
      this.#answered(request);
    });
    request.addEventListener('error', () => {
      busy(false);
      this.#say(t('scripts-import-broke'));
    });
    busy(true);
    bar.value = 0;
    announce(t('scripts-sending-table'));
    request.open('POST', url);
    request.setRequestHeader('accept', 'text/html');
    request.send(body);
  };

  #answered(request) {
    const fresh = parse(request.responseText);
    for (const old of document.querySelectorAll('#outcome, #errors')) old.remove();
    const outcome = fresh.getElementById('outcome');
    const errors = fresh.getElementById('errors');
    if (outcome) {
      const here = document.importNode(outcome, true);
      this.closest('section').before(here);
      here.tabIndex = -1;
      here.focus();
      return;
    }
    if (errors) {
      const here = document.importNode(errors, true);
      this.before(here);
      here.focus();
      return;
    }
    this.#say(fresh.querySelector('h1')?.textContent ?? t('scripts-failed', { status: request.status }));
  }

  #say(text) {
    document.getElementById('errors')?.remove();
    const box = document.createElement('div');
    box.id = 'errors';
    box.className = 'errors';
    box.tabIndex = -1;
    box.setAttribute('role', 'alert');
    box.textContent = text;
    this.before(box);
    box.focus();
  }
});
