/**
 * The console: a stuck order found and refunded, orders that move from lane to lane, jobs and holds, what needs somebody.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { axe, fits, invalidHtml } from '../browser.mjs';
import { connected, seen, signIn } from '../shop.mjs';

export const settings = { IMPASTO_SELLERS__VERIFIED_AT_ONCE: 'false' };

const print = { kind: 'limited', label: 'Giclée print', size: 25, price: { amount: 24000, currency: 'EUR' } };

export async function prepare(house) {
  const admin = await house.admin();
  const artist = await house.person('Ines Aldana', 'artist');
  const { items } = await house.call('GET', '/admin/sellers', { token: admin.token });
  await house.call('POST', `/admin/sellers/${items[0].id}/verify`, { token: admin.token });
  const work = await house.hang(artist, 'Low Tide', [print], 31);
  return { admin, artist, work };
}

/** Places an order that waits for its customer, unless its token says otherwise. */
async function waiting(house, work, token = 'tok_3ds') {
  const visitor = await house.visitor();
  await house.hold(visitor, work.editions[0].id, 2);
  return house.call('POST', '/checkout', {
    headers: { 'x-visitor': visitor, 'idempotency-key': randomUUID() },
    body: {
      email: 'zoe@example.test',
      shipping_address: { name: 'Zoë Åström', line1: 'Lange Straße 1', city: 'Köln', postal_code: '50667', country: 'DE' },
      shipping_method: 'standard',
      payment: { provider: 'test', token },
    },
  });
}

const WIDTHS = [['telephone', 390, 844], ['tablet', 820, 1180], ['desk', 1440, 900]];

async function looks(page, shot, name) {
  assert.deepEqual(await axe(page), [], name);
  assert.deepEqual(await invalidHtml(page), [], name);
  for (const [at, width, height] of WIDTHS) {
    await page.setViewportSize({ width, height });
    await fits(page, name);
    await shot(page, `${name}-${at}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.deepEqual(await axe(page), [], `${name} in the dark`);
  await shot(page, `${name}-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
}

export const scenarios = [
  {
    name: 'an admin finds a stuck order, asks the provider again, and refunds one print of it',
    async run({ visit, house, admin, work, shot }) {
      const placed = await waiting(house, work);
      const { page, expect } = await visit();
      expect(/status of 422/);
      await signIn(page, admin.email, '/console/orders');
      await page.getByRole('link', { name: /^To pay/ }).click();
      await page.getByRole('link', { name: placed.order.number }).click();
      await page.getByRole('heading', { level: 1, name: placed.order.number }).waitFor();
      await page.getByRole('button', { name: 'Ask the provider again' }).click();
      await seen(page, 'The provider has no last word yet.');
      await house.call('POST', `/test-payments/${placed.payment.id}/authorize`);
      await page.reload();
      await looks(page, shot, 'console-order');
      await page.getByLabel('No. 2 of 25').check();
      await page.getByLabel('What has not been sent goes back to stock').check();
      await page.getByLabel('Reason', { exact: true }).first().fill('Torn corner');
      await page.getByRole('button', { name: 'Preview these works' }).click();
      await page.getByRole('heading', { level: 1, name: 'Refund €240' }).waitFor();
      await seen(page, 'Nothing has happened yet.');
      await seen(page, 'Back to stock: Low Tide: No. 2 of 25');
      await seen(page, 'Credit note of');
      await looks(page, shot, 'console-refund');
      await page.getByRole('button', { name: 'Give €240 back' }).click();
      await seen(page, 'The refund is decided.');
      await seen(page, 'Given back');
      await seen(page, '1 refunded, 1 back in stock');
      await page.getByRole('link', { name: /^Credit note/ }).waitFor();
      const order = await house.call('GET', `/orders/${placed.order.id}`, { token: admin.token });
      assert.equal(order.payment_status, 'partially_refunded');
      const { items } = await house.call('GET', '/admin/inventory', { token: admin.token });
      assert.equal(items[0].stock.sold, 1);
      // More than is left is refused beside its field, and what was typed stays.
      await page.getByText('A sum instead').click();
      await page.getByLabel('Sum in EUR').fill('9999');
      await page.getByLabel('Reason', { exact: true }).first().fill('Goodwill');
      await page.getByRole('button', { name: 'Preview the sum' }).click();
      await page.locator('#amount-error', { hasText: /can still be given back/ }).waitFor();
      assert.equal(await page.locator('#amount').inputValue(), '9999');
      await page.goto(`/console/orders?q=${placed.order.number.toLowerCase()}`);
      await page.getByRole('link', { name: placed.order.number }).waitFor();
      await page.goto('/console/orders?q=zoe%40example.test&from=2020-01-01');
      await page.getByRole('link', { name: placed.order.number }).waitFor();
    },
  },
  {
    name: 'a whole order is refunded without scripts, and called off with it',
    async run({ visit, house, admin, work }) {
      const visitor = await house.visitor();
      await house.hold(visitor, work.editions[0].id, 1);
      const { order } = await house.buy(visitor);
      const { page } = await visit({ javaScriptEnabled: false });
      await signIn(page, admin.email, `/console/orders/${order.id}`);
      await page.getByLabel('What has not been sent goes back to stock').check();
      await page.getByLabel('Reason', { exact: true }).first().fill('The buyer changed their mind');
      await page.getByRole('button', { name: 'Preview everything that is left' }).click();
      await seen(page, '€0 can still be given back afterwards.');
      await page.getByRole('button', { name: /^Give €/ }).click();
      await seen(page, 'The refund is decided.');
      await page.locator('.tag', { hasText: 'cancelled' }).waitFor();
    },
  },
  {
    name: 'an order moves from lane to lane while one looks, and the counts with it',
    async run({ visit, house, admin, artist, work, shot }) {
      const { page } = await visit();
      await signIn(page, admin.email, '/console/orders');
      await page.getByRole('link', { name: /^To pay/ }).click();
      await connected(page);
      const count = async (lane) => Number(await page.locator(`[data-lane="${lane}"] .lanes__count`).innerText());
      const before = [await count('to_pay'), await count('to_ship')];
      const placed = await waiting(house, work);
      const row = page.locator(`tr[data-order="${placed.order.id}"]`);
      await row.waitFor();
      await page.locator('[data-lane="to_pay"] .lanes__count', { hasText: new RegExp(`^${before[0] + 1}$`) }).waitFor();
      await looks(page, shot, 'console-orders');
      await house.call('POST', `/test-payments/${placed.payment.id}/authorize`);
      await row.waitFor({ state: 'detached' });
      await page.locator('[data-lane="to_ship"] .lanes__count', { hasText: new RegExp(`^${before[1] + 1}$`) }).waitFor();
      await page.getByRole('link', { name: /^To ship/ }).click();
      await row.waitFor();
      await connected(page);
      const part = placed.order.seller_orders[0];
      await house.call('POST', `/studio/orders/${part.id}/shipments`, {
        token: artist.token,
        body: { carrier: 'DHL', line_ids: part.lines.map((line) => line.id) },
      });
      await row.waitFor({ state: 'detached' });
      await page.getByRole('link', { name: /^Shipped/ }).click();
      await row.waitFor();
    },
  },
  {
    name: 'a table of a thousand editions has only what is seen in the page, and follows the stock',
    async run({ visit, house, admin, artist, shot }) {
      // Works without pictures stay drafts, whose editions the inventory has as well.
      const editions = Array.from({ length: 20 }, (_, index) => ({
        kind: 'limited', label: `Print ${index + 1}`, size: 9, width_cm: 30, height_cm: 40, depth_cm: 0, weight_kg: 0.4, price: { amount: 4000, currency: 'EUR' },
      }));
      for (let work = 0; work < 60; work += 1) {
        await house.call('POST', '/artworks', { token: artist.token, body: { title: `Series ${String(work).padStart(2, '0')}`, editions } });
      }
      const { total } = await house.call('GET', '/admin/inventory?q=series', { token: admin.token });
      assert.equal(total, 1200);
      const { page } = await visit();
      await signIn(page, admin.email, '/console/inventory?q=series');
      await connected(page);
      const table = page.locator('table[aria-rowcount="1201"]');
      await table.waitFor();
      const rows = page.locator('tbody tr[aria-rowindex]');
      assert.ok(await rows.count() < 120, 'a window of the rows');
      await page.locator('tr[aria-rowindex="2"]').waitFor();
      await looks(page, shot, 'console-inventory');
      const place = page.locator('.virtual__window');
      await place.focus();
      await page.keyboard.press('End');
      await page.locator('tr[aria-rowindex="1201"]').waitFor();
      assert.ok(await rows.count() < 120, 'still a window of the rows');
      await page.keyboard.press('Home');
      const first = page.locator('tr[aria-rowindex="2"]');
      await first.waitFor();
      await first.getByText('Adjust').first().click();
      await first.getByLabel('Copies, plus or minus').fill('-2');
      await first.getByLabel('Reason').fill('Damaged in the frame');
      await first.getByRole('button', { name: 'Adjust' }).click();
      await first.locator('[data-cell="withdrawn"]', { hasText: /^2$/ }).waitFor();
      // News of a row that is out of sight is there when it comes back.
      await page.keyboard.press('Tab');
      await place.evaluate((element) => { element.scrollTop = element.scrollHeight; });
      await page.locator('tr[aria-rowindex="1201"]').waitFor();
      const far = await page.locator('tr[aria-rowindex="1201"]').getAttribute('data-edition');
      await place.evaluate((element) => { element.scrollTop = 0; });
      await page.locator('tr[aria-rowindex="1201"]').waitFor({ state: 'detached' });
      await house.call('POST', `/admin/editions/${far}/adjust`, { token: admin.token, body: { delta: -3, reason: 'Lost' } });
      await place.evaluate((element) => { element.scrollTop = element.scrollHeight; });
      await page.locator(`tr[data-edition="${far}"] [data-cell="withdrawn"]`, { hasText: /^3$/ }).waitFor();
    },
  },
  {
    name: 'a seller who waits is verified from what needs somebody, and a hold is let go with a reason',
    async run({ visit, house, admin, work, shot }) {
      const name = 'Noor Haddad';
      await house.person(name, 'artist');
      const { page } = await visit();
      await signIn(page, admin.email, '/console');
      await looks(page, shot, 'console-needs');
      await page.locator('.needs__row', { hasText: name }).getByRole('button', { name: 'Verify' }).click();
      await seen(page, 'Verified: what they hand in may hang.');
      const visitor = await house.visitor();
      await house.hold(visitor, work.editions[0].id, 1);
      await page.getByRole('link', { name: 'Holds' }).click();
      const row = page.locator('tr[data-hold]').first();
      await row.locator('.countdown', { hasText: /left/ }).waitFor();
      await looks(page, shot, 'console-holds');
      await row.getByText('Let go').first().click();
      await row.getByLabel('Reason').fill('Asked for by mail');
      await row.getByRole('button', { name: 'Let go' }).click();
      await seen(page, 'Let go: the copies are free again.');
      await page.getByRole('link', { name: 'Jobs' }).click();
      await seen(page, 'No job was given up.');
      await looks(page, shot, 'console-jobs');
    },
  },
  {
    name: 'the books show what a sale with a fee has posted, narrowed to an account, and there are no disputes',
    async run({ visit, house, admin, work, shot }) {
      const placed = await waiting(house, work, 'tok_fee:70');
      assert.equal(placed.order.payment_status, 'paid');
      const { page, expect } = await visit();
      await signIn(page, admin.email, '/console/books');
      await page.getByRole('heading', { level: 2, name: 'Trial balance in EUR' }).waitFor();
      await page.getByRole('rowheader', { name: /Providers’ fees/ }).first().waitFor();
      await looks(page, shot, 'console-books');
      await page.locator('#account').selectOption('provider_fees');
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await page.waitForURL(/account=provider_fees/);
      const entries = page.locator('section[aria-labelledby="entries-head"] tbody tr');
      assert.equal(await entries.count(), 1);
      await entries.getByRole('link', { name: placed.order.number }).waitFor();
      const file = await page.request.get(await page.getByRole('link', { name: 'Journal as a table (CSV)' }).getAttribute('href'));
      assert.match(await file.text(), /^at,posting,account,.*\r\n.*,provider_fees,expense,.*,0\.70,,EUR,fee,/);
      expect(/status of 422/);
      await page.goto('/console/books?seller=nobody');
      await page.getByRole('alert').waitFor();
      await page.goto('/console/disputes');
      await seen(page, 'There are no such disputes.');
      await looks(page, shot, 'console-disputes');
    },
  },
];
