/**
 * <picture-viewer>: around the pictures of a work, each a link to its largest file. Opens them in a dialog to look closely: the wheel, two fingers, the keys + and −
 * and the buttons zoom; dragging and the arrow keys move; Page Up and Page Down go from picture to picture; Escape closes. Without scripts the links stay links.
 */
import { announce } from '../announce.js';
import { TileLayer } from '../tile-layer.js';
import { t } from '../words.js';

const MOST = 8;
const STEP = 1.4;
const MOVE_PX = 80;

customElements.define('picture-viewer', class extends HTMLElement {
  #dialog = null;
  #image = null;
  #tiles = null;
  #at = 0;
  #widest = 0;
  #size = { width: 1, height: 1 };
  #scale = 1;
  #x = 0;
  #y = 0;
  #fingers = new Map();
  #opener = null;

  connectedCallback() {
    this.addEventListener('click', this.#clicked);
  }

  disconnectedCallback() {
    this.removeEventListener('click', this.#clicked);
    this.#dialog?.remove();
    this.#dialog = null;
  }

  #links() {
    return [...this.querySelectorAll('.work__picture > a')];
  }

  #clicked = (event) => {
    const link = event.target.closest('.work__picture > a');
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#opener = link;
    this.#build();
    this.#show(this.#links().indexOf(link));
    this.#dialog.showModal();
  };

  #build() {
    if (this.#dialog) return;
    const dialog = document.createElement('dialog');
    dialog.className = 'viewer';
    dialog.setAttribute('aria-label', t('scripts-viewer'));
    const bar = document.createElement('div');
    bar.className = 'viewer__bar';
    const button = (name, text, does) => {
      const one = document.createElement('button');
      one.type = 'button';
      one.className = 'viewer__button';
      one.setAttribute('aria-label', name);
      one.textContent = text;
      one.addEventListener('click', does);
      bar.append(one);
      return one;
    };
    button(t('scripts-zoom-out'), '−', () => this.#zoom(1 / STEP));
    button(t('scripts-zoom-in'), '+', () => this.#zoom(STEP));
    if (this.#links().length > 1) {
      button(t('scripts-previous-picture'), '‹', () => this.#turn(-1));
      button(t('scripts-next-picture'), '›', () => this.#turn(1));
    }
    button(t('scripts-close'), '×', () => dialog.close());
    const stage = document.createElement('div');
    stage.className = 'viewer__stage';
    this.#image = document.createElement('img');
    this.#image.className = 'viewer__image';
    this.#image.draggable = false;
    stage.append(this.#image);
    this.#tiles = new TileLayer(stage);
    dialog.append(stage, bar);
    dialog.addEventListener('keydown', this.#key);
    dialog.addEventListener('close', () => this.#opener?.focus());
    stage.addEventListener('wheel', this.#wheel, { passive: false });
    stage.addEventListener('pointerdown', this.#down);
    stage.addEventListener('pointermove', this.#move);
    stage.addEventListener('pointerup', this.#up);
    stage.addEventListener('pointercancel', this.#up);
    stage.addEventListener('dblclick', (event) => this.#zoom(this.#scale > 1 ? 1 / this.#scale : 2.5, event));
    document.body.append(dialog);
    this.#dialog = dialog;
  }

  #show(at) {
    const links = this.#links();
    this.#at = (at + links.length) % links.length;
    const shown = links[this.#at].querySelector('.art__image');
    this.#image.src = links[this.#at].href;
    this.#image.alt = shown?.alt ?? '';
    this.#image.width = Number(shown?.getAttribute('width')) || 1;
    this.#image.height = Number(shown?.getAttribute('height')) || 1;
    this.#size = { width: Number(this.#image.getAttribute('width')), height: Number(this.#image.getAttribute('height')) };
    const { tiles: url, side, levels, widest } = links[this.#at].dataset;
    this.#widest = Number(widest) || 0;
    this.#tiles.show(url ? { url, side: Number(side), levels: Number(levels), ...this.#size } : null);
    [this.#scale, this.#x, this.#y] = [1, 0, 0];
    this.#place();
  }

  #turn(step) {
    this.#show(this.#at + step);
    announce(t('scripts-picture-of', { number: this.#at + 1, total: this.#links().length }));
  }

  /** Zooms by a factor, around a point of the stage or its middle. */
  #zoom(by, point = null) {
    const scale = Math.min(MOST, Math.max(1, this.#scale * by));
    const stage = this.#image.parentElement.getBoundingClientRect();
    const x = point ? point.clientX - stage.left - stage.width / 2 : 0;
    const y = point ? point.clientY - stage.top - stage.height / 2 : 0;
    const ratio = scale / this.#scale;
    this.#x = x - (x - this.#x) * ratio;
    this.#y = y - (y - this.#y) * ratio;
    this.#scale = scale;
    this.#place();
  }

  #shift(x, y) {
    this.#x += x;
    this.#y += y;
    this.#place();
  }

  // The picture never leaves the stage.
  #place() {
    const stage = this.#image.parentElement;
    const roomX = (stage.clientWidth * (this.#scale - 1)) / 2;
    const roomY = (stage.clientHeight * (this.#scale - 1)) / 2;
    this.#x = Math.min(roomX, Math.max(-roomX, this.#x));
    this.#y = Math.min(roomY, Math.max(-roomY, this.#y));
    this.#image.style.transform = `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`;
    this.#dialog?.style.setProperty('--zoom', String(this.#scale));
    this.#lay(stage);
  }

  /** Lays the tiles of a large picture over it, where its widest file is coarser than the screen. */
  #lay(stage) {
    const { width, height } = this.#size;
    const [room, high] = [stage.clientWidth, stage.clientHeight];
    if (!room || !high) return;
    const shownWidth = Math.min(room, (high * width) / height) * this.#scale;
    const shown = {
      width: shownWidth,
      left: (room - shownWidth) / 2 + this.#x,
      top: (high - (shownWidth * height) / width) / 2 + this.#y,
    };
    this.#tiles.place(shown, { width: room, height: high }, shownWidth * (window.devicePixelRatio || 1) > this.#widest);
  }

  #wheel = (event) => {
    event.preventDefault();
    this.#zoom(Math.exp(-event.deltaY / 400), event);
  };

  #down = (event) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, event);
  };

  #move = (event) => {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    if (this.#fingers.size === 1) this.#shift(event.clientX - before.clientX, event.clientY - before.clientY);
    else {
      const other = [...this.#fingers.values()].find((one) => one.pointerId !== event.pointerId);
      const span = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
      this.#zoom(span(event) / span(before), { clientX: (event.clientX + other.clientX) / 2, clientY: (event.clientY + other.clientY) / 2 });
    }
    this.#fingers.set(event.pointerId, event);
  };

  #up = (event) => {
    this.#fingers.delete(event.pointerId);
  };

  #key = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const deeds = {
      '+': () => this.#zoom(STEP),
      '=': () => this.#zoom(STEP),
      '-': () => this.#zoom(1 / STEP),
      0: () => this.#zoom(1 / this.#scale),
      ArrowLeft: () => this.#shift(MOVE_PX, 0),
      ArrowRight: () => this.#shift(-MOVE_PX, 0),
      ArrowUp: () => this.#shift(0, MOVE_PX),
      ArrowDown: () => this.#shift(0, -MOVE_PX),
      PageUp: () => this.#turn(-1),
      PageDown: () => this.#turn(1),
    };
    const deed = deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  };
});
