/**
 * Coming and going: accounts, ways back, carts that follow their owner, rooms that stay closed.
 */
import assert from 'node:assert/strict';

import { PASSWORD } from '../house.mjs';
import { addToCart, fillCheckout, placeOrder, seen, signIn } from '../shop.mjs';

export async function prepare(house) {
  const artist = await house.person('Ines Aldana', 'artist');
  const customer = await house.person('Carla Weber', 'customer');
  return { artist, customer, works: { one: await house.hang(artist, 'Threshold', [{ kind: 'limited', size: 40 }], 51) } };
}

export const scenarios = [
  {
    name: 'a guest who signs in keeps the cart, and an order from before stays theirs in this browser',
    async run({ visit, works, customer }) {
      const { page } = await visit();
      await addToCart(page, works.one.slug);
      await fillCheckout(page);
      await placeOrder(page);
      const order = new URL(page.url()).pathname;
      await addToCart(page, works.one.slug);
      await signIn(page, customer.email, '/cart');
      await seen(page, 'You are signed in.');
      await seen(page, /No\. \d+ of 40 is held for you/);
      await page.goto('/checkout');
      assert.equal(await page.locator('#email').inputValue(), customer.email);
      await page.goto(order);
      await seen(page, 'Thank you, it is yours');
      await page.goto('/account');
      await seen(page, customer.email);
      await page.locator('.line__title a', { hasText: 'Threshold' }).waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await seen(page, 'You are signed out.');
    },
  },
  {
    name: 'a wrong password is told, and the way back is kept',
    async run({ visit, customer, shot }) {
      const { page, expect } = await visit();
      expect(/status of (422|403)/);
      await page.goto('/studio');
      assert.equal(new URL(page.url()).search, '?next=%2Fstudio');
      await page.getByLabel('E-mail').fill(customer.email);
      await page.getByLabel('Password').fill('not the password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await seen(page, 'That e-mail address and password do not belong together.');
      assert.equal(await page.getByLabel('E-mail').inputValue(), customer.email);
      await shot(page, 'login-wrong');
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(/\/studio/);
      // A customer has no studio: the room says so, with the right status.
      await seen(page, 'This room is not open to you');
      const answer = await page.goto('/console');
      assert.equal(answer.status(), 403);
    },
  },
  {
    name: 'nobody is led to another site after signing in',
    async run({ visit, customer }) {
      const { page } = await visit();
      await page.goto('/login?next=//evil.example/');
      await page.getByLabel('E-mail').fill(customer.email);
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await seen(page, 'You are signed in.');
      assert.equal(new URL(page.url()).pathname, '/');
    },
  },
  {
    name: 'an artist registers and stands in the studio; a weak password and a taken address are told',
    async run({ visit, customer, shot }) {
      const { page, expect } = await visit();
      expect(/status of (422|409)/);
      await page.goto('/register?role=artist');
      assert.equal(await page.getByLabel('Sell my work').isChecked(), true);
      await page.getByLabel('Name').fill('Noor Haddad');
      await page.getByLabel('E-mail').fill(customer.email);
      await page.getByLabel('Password').fill('short');
      await page.getByRole('button', { name: 'Make the account' }).click();
      await seen(page, 'must have at least 10 characters');
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Make the account' }).click();
      await seen(page, 'There is an account with this e-mail address.');
      await shot(page, 'register-taken');
      await page.getByLabel('E-mail').fill(`noor.${Date.now()}@example.test`);
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Make the account' }).click();
      await page.waitForURL(/\/studio/);
      await seen(page, 'Welcome. Your account is ready.');
      await page.getByRole('heading', { level: 1, name: 'Noor Haddad' }).waitFor();
    },
  },
  {
    name: 'a form from another site does nothing',
    async run({ house, works }) {
      const form = new URLSearchParams({ edition_id: works.one.editions[0].id, quantity: '1' });
      const answer = await fetch(`${house.url}/cart/items`, {
        method: 'POST', body: form, redirect: 'manual', headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', accept: 'text/html' },
      });
      assert.equal(answer.status, 403);
      assert.equal(answer.headers.get('set-cookie'), null);
    },
  },
  {
    name: 'addresses that lead nowhere answer in the style of the house',
    async run({ visit, house }) {
      const { page, expect } = await visit();
      expect(/status of 404/);
      for (const path of ['/artworks/no-such-work', '/artists/nobody', '/nowhere', '/problems/no-such']) {
        const answer = await page.goto(path);
        assert.equal(answer.status(), 404, path);
        await seen(page, 'Nothing hangs here');
      }
      const problem = await page.goto('/problems/sold-out');
      assert.equal(problem.status(), 200);
      await seen(page, 'Not enough copies are free');
      const wrong = await fetch(`${house.url}/cart/items`, { headers: { accept: 'text/html' } });
      assert.equal(wrong.status, 405);
      assert.match(wrong.headers.get('allow') ?? '', /POST/);
    },
  },
];
