/**
 * Finding works: suggestions as one types, with the keyboard and on a telephone; what was meant; pages that survive the way back.
 */
import assert from 'node:assert/strict';

import { axe, fits } from '../browser.mjs';
import { seen } from '../shop.mjs';

const PHONE = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

export async function prepare(house) {
  const artist = await house.person('Ines Aldana', 'artist');
  const works = [];
  const titles = ['Lighthouse at Noon', 'Lightfall', ...Array.from({ length: 30 }, (_, number) => `Study No. ${number + 1}`)];
  for (const [index, title] of titles.entries()) works.push(await house.hang(artist, title, [{ price: { amount: 9_000 + 4_000 * index, currency: 'EUR' } }], index + 1));
  return { artist, works };
}

/** It offers something, as a combobox, from when somebody turns to it. */
const field = (page) => page.getByRole('searchbox', { name: 'Search works and artists' }).or(page.getByRole('combobox', { name: 'Search works and artists' }));
const option = (page, name) => page.getByRole('option', { name });

export const scenarios = [
  {
    name: 'suggestions are chosen with the keyboard',
    async run({ visit, works, shot }) {
      const { page } = await visit();
      await page.goto('/');
      await field(page).pressSequentially('lightho');
      await option(page, 'Lighthouse at Noon').waitFor();
      assert.equal(await field(page).getAttribute('aria-expanded'), 'true');
      assert.deepEqual(await axe(page), [], 'with suggestions open');
      await shot(page, 'suggestions');
      await page.keyboard.press('Escape');
      await option(page, 'Lighthouse at Noon').waitFor({ state: 'hidden' });
      assert.equal(await field(page).inputValue(), 'lightho', 'Escape closes the list and keeps the words');
      await page.keyboard.press('ArrowDown');
      await option(page, 'Lighthouse at Noon').waitFor();
      await page.keyboard.press('ArrowDown');
      const active = await field(page).getAttribute('aria-activedescendant');
      assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/artworks/${works[0].slug}`);
      await field(page).pressSequentially('lightf');
      await option(page, 'lightfall').last().waitFor();
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await page.waitForURL(/q=lightfall/);
      await page.getByRole('heading', { name: '“lightfall”: 1 work' }).waitFor();
    },
  },
  {
    name: 'suggestions name the artist, and work by touch on a telephone',
    async run({ visit, artist, shot }) {
      const { page } = await visit(PHONE);
      await page.goto('/');
      await field(page).tap();
      await field(page).pressSequentially('aldna');
      const found = option(page, /^Ines Aldana/).first();
      await found.waitFor();
      await fits(page, 'a page with suggestions');
      await shot(page, 'telephone-suggestions');
      await found.tap();
      await page.waitForURL(/\/artists\//);
      await seen(page, 'Ines Aldana');
      assert.ok(artist);
    },
  },
  {
    name: 'a misspelt word finds what was meant, and says so',
    async run({ visit }) {
      for (const javaScriptEnabled of [true, false]) {
        const { page } = await visit({ javaScriptEnabled });
        await page.goto('/?q=lighthuose');
        await seen(page, 'Nothing is called “lighthuose”.');
        await page.locator('.meant a', { hasText: 'lighthouse' }).click();
        await page.waitForURL(/q=lighthouse/);
        assert.equal(await page.locator('#grid .card').count(), 1);
        assert.equal(await page.locator('.meant').count(), 0);
      }
    },
  },
  {
    name: 'the front page has the newest first, and who comes back finds what was added',
    async run({ visit, house, works, shot }) {
      const { page } = await visit();
      await page.goto('/');
      await shot(page, 'front');
      assert.equal(await page.locator('#rail-new .card').count(), 4);
      assert.equal(await page.locator('#rail-new .card__title').first().innerText(), `${works.at(-1).title}, 2024`);
      const cards = page.locator('#rail-new .card, #grid .card');
      assert.equal(await cards.count(), 28);
      await page.locator('#next').click();
      await cards.nth(31).waitFor();
      assert.equal(await cards.count(), works.length, 'nothing twice, nothing left out');
      await page.locator('#grid .card__title a', { hasText: 'Lighthouse at Noon' }).click();
      await page.waitForURL('**/artworks/**');
      await page.goBack();
      await cards.nth(31).waitFor();
      await page.waitForFunction(() => scrollY > innerHeight);
      await page.reload();
      await cards.nth(31).waitFor();
      assert.equal(await page.locator('#rail-moving').count(), 0, 'nobody has held anything');
      await house.hold(await house.visitor(), works[5].editions[0].id);
      await page.goto('/');
      assert.equal(await page.locator('#rail-moving .card__title').innerText(), `${works[5].title}, 2024`);
      assert.deepEqual(await axe(page), [], 'the front page with its sections');
    },
  },
  {
    name: 'bands of price and size are chosen on a telephone without scripts',
    async run({ visit, shot }) {
      const { page } = await visit({ ...PHONE, javaScriptEnabled: false });
      await page.goto('/');
      assert.equal(await page.getByLabel('Under €100').isVisible(), false, 'the filters are folded away');
      await page.getByRole('link', { name: 'Filter', exact: true }).click();
      await shot(page, 'telephone-filters');
      await page.getByLabel('Under €100').check();
      await page.getByLabel('Medium, 40 to 100 cm').check();
      await page.getByRole('button', { name: 'Show works' }).click();
      await page.locator('.chip', { hasText: 'Price: Under €100' }).waitFor();
      await page.locator('.chip', { hasText: 'Size: Medium, 40 to 100 cm' }).waitFor();
      assert.equal(await page.locator('#grid .card').count(), 1);
    },
  },
];
