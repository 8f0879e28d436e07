/**
 * What moves by itself: stock in other people's browsers, and the word about a connection that is lost.
 */
import assert from 'node:assert/strict';

import { addToCart, connected, fillCheckout, placeOrder, seen } from '../shop.mjs';

export async function prepare(house) {
  const artist = await house.person('Ines Aldana', 'artist');
  const works = {
    one: await house.hang(artist, 'The Only One', [{}], 11),
    some: await house.hang(artist, 'One of Three', [{ kind: 'limited', size: 3 }], 12),
    after: await house.hang(artist, 'After the Break', [{}], 13),
  };
  return { artist, works };
}

const words = (page) => page.locator('.edition .stock__words').first();
const reads = (page, text) => page.locator('.edition .stock__words', { hasText: text }).first().waitFor();

export const scenarios = [
  {
    name: 'stock moves in another browser when somebody holds and buys',
    async run({ visit, works }) {
      const { page: watcher } = await visit();
      await watcher.goto(`/artworks/${works.one.slug}`);
      assert.equal(await words(watcher).innerText(), 'Available');
      await connected(watcher);
      const { page: wall } = await visit();
      await wall.goto('/');
      await connected(wall);
      const { page: buyer } = await visit();
      await addToCart(buyer, works.one.slug);
      await reads(watcher, 'Reserved');
      assert.equal(await watcher.getByRole('button', { name: 'Add to cart' }).isDisabled(), true);
      await wall.locator('.card', { hasText: 'The Only One' }).locator('.stock__words', { hasText: 'Reserved' }).waitFor();
      await fillCheckout(buyer);
      await placeOrder(buyer);
      await reads(watcher, 'Sold');
      await seen(watcher, 'It has found its owner.');
      await wall.locator('.card', { hasText: 'The Only One' }).locator('.stock__words', { hasText: 'Sold' }).waitFor();
    },
  },
  {
    name: 'a removed work is free again for those who watch, and two viewers see each other',
    async run({ visit, works }) {
      const { page: watcher } = await visit();
      await watcher.goto(`/artworks/${works.some.slug}`);
      await connected(watcher);
      const { page: other } = await visit();
      await other.goto(`/artworks/${works.some.slug}`);
      await seen(watcher, '1 other person is looking at it now');
      await other.getByRole('button', { name: 'Add to cart' }).click();
      await reads(watcher, '2 of 3 available');
      await other.getByRole('button', { name: /^Remove/ }).click();
      await reads(watcher, '3 of 3 available');
    },
  },
  {
    name: 'the own hold is called the own on the page of the work',
    async run({ visit, works }) {
      const { page } = await visit();
      await addToCart(page, works.some.slug);
      await page.goto(`/artworks/${works.some.slug}`);
      await seen(page, /No\. \d of 3 is held for you\./);
      await page.locator('.work__own').getByRole('link', { name: 'To the cart' }).click();
      await page.getByRole('button', { name: /^Remove/ }).click();
      await seen(page, 'Nothing in it yet.');
    },
  },
  {
    name: 'a cart follows its owner into another tab',
    async run({ visit, works }) {
      const { page, context } = await visit();
      await addToCart(page, works.some.slug);
      const second = await context.newPage();
      await second.goto('/cart');
      await connected(second);
      await page.bringToFront();
      await page.getByRole('button', { name: /^Five more minutes/ }).click();
      await seen(page, 'You have five more minutes.');
      await second.getByRole('button', { name: /^Five more minutes/ }).waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /^Remove/ }).click();
      await seen(second, 'Nothing in it yet.');
    },
  },
  {
    name: 'a page says that it has lost its connection, and catches up when the program is back',
    async run({ visit, works, house, shot }) {
      const { page, expect } = await visit();
      // The browser itself notes every attempt at a server that goes, is not there, or is not ready yet.
      expect(/WebSocket connection|ERR_CONNECTION_REFUSED|Failed to load resource|503 GET .*\/api\/v1\/live/);
      await page.goto(`/artworks/${works.after.slug}`);
      await connected(page);
      await house.stop();
      await seen(page, 'Live updates paused, reconnecting…');
      await shot(page, 'stale');
      await house.start();
      await page.locator('live-banner:empty').waitFor({ state: 'attached' });
      await house.hold(await house.visitor(), works.after.editions[0].id);
      await reads(page, 'Reserved');
    },
  },
];
