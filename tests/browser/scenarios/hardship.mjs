/**
 * Days on which not everything goes well: no socket gets through, the network goes away, the clock is wrong, the line is slow, there is no mouse,
 * and three want the last two copies.
 */
import assert from 'node:assert/strict';

import { BUYER, addToCart, connected, seen, tabTo } from '../shop.mjs';

export async function prepare(house) {
  const artist = await house.person('Ines Aldana', 'artist');
  const works = {
    blocked: await house.hang(artist, 'Behind a Wall', [{}], 31),
    offline: await house.hang(artist, 'In the Tunnel', [{ kind: 'limited', size: 9 }], 32),
    clock: await house.hang(artist, 'An Hour Off', [{}], 33),
    slow: await house.hang(artist, 'A Thin Line', [{}], 34),
    keys: await house.hang(artist, 'Without a Mouse', [{}], 35),
    two: await house.hang(artist, 'Two for Three', [{ kind: 'limited', size: 2 }], 36),
  };
  return { artist, works };
}

const reads = (page, text) => page.locator('.edition .stock__words', { hasText: text }).first().waitFor();

export const scenarios = [
  {
    name: 'where no socket gets through, long polls take over and the page says so',
    async run({ visit, works, house, shot }) {
      const { page } = await visit();
      // A proxy that knows no sockets: each attempt ends before it has begun.
      await page.addInitScript(() => {
        window.WebSocket = class {
          constructor() { setTimeout(() => this.onclose?.({ code: 1006 }), 5); }

          send() {}

          close() {}
        };
      });
      await page.goto(`/artworks/${works.blocked.slug}`);
      await seen(page, 'This network blocks live connections');
      await shot(page, 'polling');
      await house.hold(await house.visitor(), works.blocked.editions[0].id);
      await reads(page, 'Reserved');
    },
  },
  {
    name: 'a browser that goes offline says so, and has caught up when it is back',
    async run({ visit, works, house }) {
      const { page, context, expect } = await visit();
      expect(/WebSocket connection|ERR_INTERNET_DISCONNECTED|Failed to load resource/);
      await page.goto(`/artworks/${works.offline.slug}`);
      await connected(page);
      await context.setOffline(true);
      const visitor = await house.visitor();
      await house.hold(visitor, works.offline.editions[0].id, 2);
      await house.buy(visitor);
      await context.setOffline(false);
      await reads(page, '7 of 9 available');
      await page.locator('live-banner:empty').waitFor({ state: 'attached' });
    },
  },
  {
    name: 'a clock that is an hour wrong changes no countdown',
    async run({ visit, works }) {
      for (const minutes of [-60, 60]) {
        const { page } = await visit();
        await page.addInitScript((wrong) => {
          const Right = Date;
          window.Date = class extends Right {
            constructor(...given) { super(...(given.length ? given : [Right.now() + wrong])); }

            static now() { return Right.now() + wrong; }
          };
        }, minutes * 60_000);
        await addToCart(page, works.clock.slug);
        const left = page.locator('hold-countdown', { hasText: /^(9:\d\d|10:00) left$/ });
        await left.first().waitFor();
        await page.getByRole('button', { name: /^Remove/ }).click();
        await seen(page, 'Nothing in it yet.');
      }
    },
  },
  {
    name: 'on a slow line the price and the way to buy are there before the scripts are',
    async run({ visit, works }) {
      const { page } = await visit();
      // The modules come last; until then the page is a page.
      let release;
      const held = new Promise((resolve) => { release = resolve; });
      await page.route(/\.js$/, async (route) => {
        await held;
        await route.continue();
      });
      await page.goto(`/artworks/${works.slow.slug}`, { waitUntil: 'commit' });
      await seen(page, '€1,250');
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.waitForURL(/\/cart/, { waitUntil: 'commit' });
      await seen(page, 'A Thin Line');
      release();
    },
  },
  {
    name: 'a work is found, bought and looked up by the keyboard alone',
    async run({ visit }) {
      const { page } = await visit();
      await page.goto('/');
      await page.keyboard.press('Tab');
      assert.match(await page.evaluate(() => document.activeElement.textContent), /Skip/, 'the first stop skips the header');
      await tabTo(page, 'input[name="q"]');
      await page.keyboard.type('mouse');
      await page.keyboard.press('Enter');
      await page.waitForURL(/q=mouse/);
      await tabTo(page, '.card__title a');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/artworks\//);
      await tabTo(page, '.buy__button');
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.notEqual(outline, 'none', 'who tabs sees where they are');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/cart/);
      await tabTo(page, 'a[href="/checkout"]');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/checkout/);
      for (const [field, value] of Object.entries(BUYER)) {
        await tabTo(page, `#${field}`);
        await page.keyboard.type(value);
      }
      await tabTo(page, 'button[value="place"]');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/orders\//);
      await seen(page, 'Thank you, it is yours');
      await tabTo(page, 'a[href*="/documents/"], a[href*="invoice"]');
    },
  },
  {
    name: 'three browsers want two copies at once: two have one each, the third is told',
    async run({ visit, works }) {
      const buyers = await Promise.all([0, 1, 2].map(() => visit()));
      await Promise.all(buyers.map(({ page }) => page.goto(`/artworks/${works.two.slug}`)));
      await Promise.all(buyers.map(({ page }) => connected(page)));
      // The button closes in the slower ones as soon as they hear of it: all press what they have seen.
      await Promise.all(buyers.map(({ page }) => page.evaluate(() => document.querySelector('form.buy').requestSubmit())));
      const ends = await Promise.all(buyers.map(async ({ page }) => {
        await page.waitForURL(/\/cart|notice=/);
        return (await page.locator('main').innerText()).includes('is held for you');
      }));
      assert.equal(ends.filter(Boolean).length, 2, String(ends));
      const late = buyers[ends.indexOf(false)].page;
      await seen(late, 'Somebody was quicker');
    },
  },
];
