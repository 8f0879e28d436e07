/**
 * The house in German and French: chosen at the foot of a page or by the browser, spoken by pages, scripts and countdowns alike, on a telephone too.
 */
import assert from 'node:assert/strict';

import { LANGUAGES, files, read } from '../../../web/tools/fluent.mjs';
import { axe, fits } from '../browser.mjs';
import { PASSWORD } from '../house.mjs';
import { BUYER, connected, seen } from '../shop.mjs';

const PRINT = { kind: 'limited', label: 'Giclée', size: 25, artist_proofs: 2, price: { amount: 124050, currency: 'EUR' } };
const PHONE = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

/** The messages of each language that take no values. */
const said = Object.fromEntries(LANGUAGES.map((language) => [language, new Map(files(language).flatMap((file) => (
  [...read(language, file)].map(([id, pattern]) => [id, typeof pattern[0] === 'string' && pattern.length === 1 ? pattern[0] : null]))))]));

function speaking(language) {
  return (id) => {
    const text = said[language].get(id);
    assert.ok(text, `${language} has no plain ${id}`);
    return text;
  };
}

export async function prepare(house) {
  const admin = await house.admin();
  const artist = await house.person('Ines Aldana', 'artist');
  const works = {
    tide: await house.hang(artist, 'Low Tide, Evening', [PRINT], 31),
    one: await house.hang(artist, 'Northern Harbour', [{ width_cm: 30.5 }], 34),
  };
  return { admin, artist, works };
}

async function signIn(page, say, email, next, password) {
  await page.goto(`/login?next=${encodeURIComponent(next)}`);
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.locator('main button[type="submit"]').click();
  await page.waitForURL((url) => url.pathname === next);
}

export const scenarios = [
  {
    name: 'languages: one is chosen at the foot of a page and stays, with and without scripts',
    async run({ visit }) {
      for (const javaScriptEnabled of [true, false]) {
        const { page } = await visit({ javaScriptEnabled });
        await page.goto('/?q=tide');
        assert.equal(await page.locator('html').getAttribute('lang'), 'en');
        await page.getByRole('link', { name: 'Français' }).click();
        await seen(page, speaking('fr')('frame-about'));
        assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
        assert.match(page.url(), /q=tide/, 'the page is the same one');
        await page.goto('/cart');
        assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
        assert.equal(await page.getByRole('link', { name: 'Français' }).getAttribute('aria-current'), 'true');
      }
    },
  },
  {
    name: 'languages: a German finds, holds and buys, and what moves moves in German',
    async run({ visit, works, house, shot }) {
      const say = speaking('de');
      const { page } = await visit({ locale: 'de-DE' });
      await page.goto('/');
      await page.getByRole('link', { name: /Northern Harbour/ }).first().click();
      await page.waitForURL(/northern-harbour/);
      await seen(page, 'H 30 × B 30,5 × T 2 cm');
      await seen(page, '1.250\u00a0€');
      await connected(page);
      const visitor = await house.visitor();
      await house.hold(visitor, works.one.editions[0].id);
      await seen(page, say('stock-reserved'));
      await shot(page, 'german-held');
      await page.goto(`/artworks/${works.tide.slug}`);
      await page.getByRole('button', { name: say('work-add'), exact: true }).click();
      await page.waitForURL(/\/cart/);
      await seen(page, say('notice-added'));
      await seen(page, '1.240,50\u00a0€');
      await page.locator('hold-countdown').first().waitFor();
      await shot(page, 'german-cart');
      await page.getByRole('link', { name: say('cart-check-out') }).click();
      await page.waitForURL(/\/checkout/);
      await page.getByRole('button', { name: say('checkout-buy') }).click();
      assert.ok(!/\b(must|please|field)\b/i.test(await page.locator('main').textContent()), 'nothing English stands in the form');
      for (const [field, value] of Object.entries(BUYER)) await page.locator(`#${field}`).fill(value);
      await page.locator('input[name="payment"]').first().check();
      await shot(page, 'german-checkout');
      await page.getByRole('button', { name: say('checkout-buy') }).click();
      await page.waitForURL(/\/orders\//);
      await page.getByRole('link', { name: /Rechnung/ }).waitFor();
      await shot(page, 'german-order');
    },
  },
  {
    name: 'languages: pages in German and French are accessible and fit a telephone',
    async run({ visit, works, admin, artist, shot }) {
      for (const [locale, language] of [['de-DE', 'de'], ['fr-FR', 'fr']]) {
        const look = async (page, path) => {
          await page.goto(path);
          assert.equal(await page.locator('html').getAttribute('lang'), language, path);
          await fits(page, `${path} in ${language}`);
          assert.deepEqual(await axe(page), [], `${path} in ${language}`);
          await shot(page, `${language}-phone${path.replace(/\W+/g, '-')}`);
        };
        const { page } = await visit({ ...PHONE, locale });
        for (const path of ['/', `/artworks/${works.tide.slug}`, `/artists/${works.tide.artist.slug}`, '/cart', '/login', '/register', '/orders/find']) await look(page, path);
        await page.goto(`/artworks/${works.tide.slug}`);
        await page.getByRole('button', { name: speaking(language)('work-add'), exact: true }).click();
        await page.waitForURL(/\/cart/);
        for (const path of ['/cart', '/checkout']) await look(page, path);
        const { page: desk } = await visit({ ...PHONE, locale });
        // Who has an account is spoken to in its language, unless another was chosen.
        await desk.goto(`/?lang=${language}`);
        await signIn(desk, speaking(language), artist.email, '/studio', PASSWORD);
        for (const path of ['/studio', '/studio/works', `/studio/works/${works.tide.id}`, '/studio/works/new', '/studio/orders', '/studio/shipping', '/studio/seller', '/account', '/account/profile']) await look(desk, path);
        const { page: floor } = await visit({ ...PHONE, locale });
        await floor.goto(`/?lang=${language}`);
        await signIn(floor, speaking(language), admin.email, '/console', PASSWORD);
        for (const path of ['/console', '/console/orders', '/console/inventory', '/console/inventory/import', '/console/holds', '/console/review', '/console/people', '/console/settings', '/console/health', '/console/audit', '/console/books', '/console/disputes']) await look(floor, path);
      }
    },
  },
];
