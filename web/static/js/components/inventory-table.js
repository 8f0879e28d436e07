/**
 * <inventory-table>: the console's stock. Cells follow the topic `inventory`; the adjust forms answer in place.
 */
import { live } from '../../impasto-live.js';
import { updated, worded } from '../stock-words.js';
import { t } from '../words.js';

const COLUMNS = ['available', 'held', 'sold', 'withdrawn', 'total'];

customElements.define('inventory-table', class extends HTMLElement {
  #stop = null;

  connectedCallback() {
    this.#stop = live.subscribe('inventory', ({ type, data }) => {
      if (type === 'snapshot') for (const one of data?.items ?? []) this.#take(one.edition?.id ?? one.edition_id, one.stock ?? one);
      else if (type === 'stock') this.#take(data?.edition_id, data);
    });
    this.addEventListener('submit', this.#adjust);
  }

  disconnectedCallback() {
    this.#stop?.();
    this.#stop = null;
    this.removeEventListener('submit', this.#adjust);
  }

  #take(editionId, stock) {
    if (!editionId || !stock) return;
    this.querySelector('virtual-table')?.take?.(editionId, stock);
    const row = this.querySelector(`[data-edition="${CSS.escape(editionId)}"]`);
    if (!row) return;
    const edition = updated({ kind: row.dataset.kind, version: Number(row.dataset.version) }, stock);
    if (!edition) return;
    row.dataset.version = edition.version;
    edition.withdrawn = Math.max(0, edition.total - edition.available - edition.held - edition.sold);
    for (const column of COLUMNS) this.#cell(row, column, String(edition[column]));
    const { state, text } = worded(edition);
    row.querySelector('.stock').className = `stock stock--${state}`;
    row.querySelector('.dot').className = `dot dot--${state}`;
    row.querySelector('.stock__words').textContent = text;
  }

  #cell(row, column, text) {
    const cell = row.querySelector(`[data-cell="${column}"]`);
    if (!cell || cell.textContent === text) return;
    cell.textContent = text;
    cell.classList.remove('is-changed');
    void cell.offsetWidth; // lets the animation begin anew
    cell.classList.add('is-changed');
  }

  #adjust = async (event) => {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector('button');
    const answerPlace = form.querySelector('.adjust__answer');
    const editionId = form.closest('[data-edition]').dataset.edition;
    const fields = new FormData(form);
    button.disabled = true;
    answerPlace.textContent = '';
    try {
      const answer = await fetch(`/api/v1/admin/editions/${editionId}/adjust`, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'content-type': 'application/json', accept: 'application/json', 'idempotency-key': crypto.randomUUID() },
        body: JSON.stringify({ delta: Number(fields.get('delta')), reason: fields.get('reason') }),
      });
      if (answer.ok) {
        form.reset();
        answerPlace.textContent = t('scripts-adjusted');
      } else {
        const problem = await answer.json();
        answerPlace.textContent = problem.told ?? problem.errors?.[0]?.message ?? problem.detail ?? problem.title;
      }
    } catch {
      answerPlace.textContent = t('scripts-adjust-unknown');
    } finally {
      button.disabled = false;
    }
  };
});
