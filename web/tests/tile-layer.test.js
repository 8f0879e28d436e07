import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tilesInSight } from '../static/js/tile-layer.js';

const TILES = { width: 5000, height: 3000, side: 512, levels: 2 };
const STAGE = { width: 1000, height: 600 };
const keys = (tiles) => tiles.map(({ level, column, row }) => `${level}/${column}-${row}`);

test('the whole picture needs the coarsest level, all of it', () => {
  const tiles = tilesInSight(TILES, { left: 0, top: 0, width: 1000 }, STAGE, 1);
  assert.equal(tiles.length, 5 * 3);
  assert.ok(tiles.every(({ level }) => level === 1));
  const right = tiles.find(({ column, row }) => column === 4 && row === 2);
  assert.ok(Math.abs(right.left + right.width - 1) < 1e-9 && Math.abs(right.top + right.height - 1) < 1e-9);
});

test('closer, only what is in sight is wanted, in the finer level', () => {
  // At its own size, its middle in the middle.
  const tiles = tilesInSight(TILES, { left: -2000, top: -1200, width: 5000 }, STAGE, 1);
  assert.deepEqual(keys(tiles), ['0/3-2', '0/4-2', '0/5-2', '0/3-3', '0/4-3', '0/5-3']);
});

test('a denser screen wants the finer level sooner, and there is none finer than the picture', () => {
  const shown = { left: 0, top: 0, width: 2000 };
  assert.equal(tilesInSight(TILES, shown, STAGE, 1)[0].level, 1);
  assert.equal(tilesInSight(TILES, shown, STAGE, 2)[0].level, 0);
  assert.equal(tilesInSight(TILES, { ...shown, width: 50_000 }, STAGE, 2)[0].level, 0);
});

test('what lies beside the stage is not wanted', () => {
  assert.deepEqual(tilesInSight(TILES, { left: 1200, top: 0, width: 1000 }, STAGE, 1), []);
  assert.deepEqual(tilesInSight(TILES, { left: 0, top: -700, width: 1000 }, STAGE, 1), []);
});
