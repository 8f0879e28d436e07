/**
 * Deep zoom: the tiles of a large picture over its widest file, loaded as they come into sight.
 * It does not know who zooms. Level 0 of the tiles is as large as the picture, each further one half as large, rounded up.
 */

/** Half of a side, level times. */
const halved = (side, level) => {
  let left = side;
  for (let step = 0; step < level; step += 1) left = Math.ceil(left / 2);
  return left;
};

/**
 * What to load: the level whose pixels are at least as fine as the screen's, and its tiles in sight.
 *
 * `tiles` is `{width, height, side, levels}` of the picture in pixels; `shown` is where the whole picture lies on the stage in CSS pixels,
 * `{left, top, width}`; `stage` is `{width, height}`; `density` is the screen's pixels in one of CSS. Tiles come as `{level, column, row, left,
 * top, width, height}`, their places as shares of the picture's width and height.
 */
export function tilesInSight(tiles, shown, stage, density) {
  const wanted = shown.width * density;
  let level = tiles.levels - 1;
  while (level > 0 && halved(tiles.width, level) < wanted) level -= 1;
  const [width, height] = [halved(tiles.width, level), halved(tiles.height, level)];
  // Pixels of the level in one of CSS.
  const ratio = width / shown.width;
  const range = (from, to, most) => {
    const first = Math.max(0, Math.floor((from * ratio) / tiles.side));
    const last = Math.min(Math.ceil(most / tiles.side) - 1, Math.floor((to * ratio) / tiles.side));
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => first + place);
  };
  const columns = range(-shown.left, stage.width - shown.left, width);
  const rows = range(-shown.top, stage.height - shown.top, height);
  return rows.flatMap((row) => columns.map((column) => ({
    level,
    column,
    row,
    left: (column * tiles.side) / width,
    top: (row * tiles.side) / height,
    width: Math.min(tiles.side, width - column * tiles.side) / width,
    height: Math.min(tiles.side, height - row * tiles.side) / height,
  })));
}

/** A layer of tiles in a stage that is positioned; what is out of sight is let go. */
export class TileLayer {
  #layer = document.createElement('div');
  #tiles = null;
  #known = new Map();

  constructor(stage) {
    this.#layer.className = 'tiles';
    this.#layer.setAttribute('aria-hidden', 'true');
    stage.append(this.#layer);
  }

  /** Changes to another picture's tiles: `{url, side, levels, width, height}`, or null of one without. */
  show(tiles) {
    this.#tiles = tiles;
    this.#known.clear();
    this.#layer.replaceChildren();
  }

  /** Follows the picture to where it lies now; `isNeeded` is false where its widest file is fine enough. */
  place(shown, stage, isNeeded) {
    if (!this.#tiles) return;
    const wanted = isNeeded ? tilesInSight(this.#tiles, shown, stage, window.devicePixelRatio || 1) : [];
    const height = (shown.width * this.#tiles.height) / this.#tiles.width;
    const seen = new Map();
    for (const tile of wanted) {
      const key = `${tile.level}/${tile.column}-${tile.row}`;
      const image = this.#known.get(key) ?? this.#load(tile);
      Object.assign(image.style, {
        left: `${shown.left + tile.left * shown.width}px`,
        top: `${shown.top + tile.top * height}px`,
        // A hair more, so that no seam shows between two.
        width: `${tile.width * shown.width + 0.5}px`,
        height: `${tile.height * height + 0.5}px`,
      });
      seen.set(key, image);
    }
    for (const [key, image] of this.#known) if (!seen.has(key)) image.remove();
    this.#known = seen;
  }

  #load({ level, column, row }) {
    const image = document.createElement('img');
    image.alt = '';
    image.className = 'tiles__one';
    image.draggable = false;
    image.decoding = 'async';
    // One that does not come leaves the widest file in sight below.
    image.addEventListener('error', () => image.remove());
    image.src = this.#tiles.url.replace('{level}', level).replace('{column}', column).replace('{row}', row);
    this.#layer.append(image);
    return image;
  }
}
