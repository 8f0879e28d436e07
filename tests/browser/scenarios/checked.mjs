/**
 * Mistakes told before a form is sent: when a field is left, at each change until it is right, and all of them instead of sending.
 */
import assert from 'node:assert/strict';

import { axe, fits } from '../browser.mjs';
import { addToCart, fillCheckout, placeOrder, seen, signIn, tabTo } from '../shop.mjs';

export async function prepare(house) {
  const artist = await house.person('Ines Aldana', 'artist');
  const customer = await house.person('Carla Weber', 'customer');
  const poster = await house.hang(artist, 'Harbour', [{ kind: 'open', label: 'Poster', price: { amount: 4500, currency: 'EUR' } }], 5);
  return { artist, customer, works: { poster } };
}

const EMAIL = 'Please give an e-mail address, such as name@example.org.';
const NO_EMAIL = 'The e-mail address must not be empty.';

/** Waits until the page's form is looked after: a page that is come to by a click is there before its scripts. */
const begun = (page) => page.waitForFunction(() => document.querySelector('checked-form form')?.noValidate);

/** Stands at the empty checkout. */
async function checkout(page, works) {
  await addToCart(page, works.poster.slug);
  await page.getByRole('link', { name: 'Check out' }).click();
  await page.waitForURL(/\/checkout/);
  await begun(page);
}

/** Stands at the filled one. */
async function filled(page, works) {
  await addToCart(page, works.poster.slug);
  await fillCheckout(page);
  await begun(page);
}

/** Waits until a field says just this, and is marked. */
async function says(page, field, sentence) {
  await page.waitForFunction(([id, text]) => document.getElementById(`${id}-error`).textContent === text, [field, sentence]);
  const input = page.locator(`#${field}`);
  assert.equal(await input.getAttribute('aria-invalid'), sentence ? 'true' : null, field);
  assert.match(await input.getAttribute('aria-describedby'), new RegExp(`\\b${field}-error$`));
}

const focused = (page) => page.evaluate(() => document.activeElement.id);

const announced = (page, text) => page.waitForFunction((wanted) => document.getElementById('announcer').textContent.includes(wanted), text, { polling: 50 });

/** Where the page sends forms from now on. A fetch prices or listens, and sends none. */
function sendings(page) {
  const sent = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.resourceType() !== 'fetch') sent.push(new URL(request.url()).pathname);
  });
  return sent;
}

export const scenarios = [
  {
    name: 'a mistake is told when its field is left, and gone when it is right',
    async run({ visit, works }) {
      const { page } = await visit();
      await checkout(page, works);
      const email = page.locator('#email');
      await email.focus();
      await page.keyboard.press('Tab');
      await email.focus();
      assert.equal(await page.locator('#email-error').innerText(), '', 'who has typed nothing has made no mistake');
      await email.pressSequentially('jo@');
      assert.equal(await page.locator('#email-error').innerText(), '', 'nobody is scolded while they type');
      await page.keyboard.press('Tab');
      await says(page, 'email', EMAIL);
      assert.equal(await focused(page), 'shipping_name', 'the focus goes where it was sent');
      await announced(page, EMAIL);
      await email.focus();
      await page.keyboard.press('End');
      await page.keyboard.type('example');
      await says(page, 'email', EMAIL);
      await page.keyboard.type('.test');
      await says(page, 'email', '');
      assert.equal(await focused(page), 'email');
      await email.fill('');
      assert.equal(await page.locator('#email-error').innerText(), '', 'a right entry that is changed is not judged before it is left');
      await page.keyboard.press('Tab');
      await says(page, 'email', NO_EMAIL);
      await email.fill('zoë@bücher.example');
      await says(page, 'email', '');
    },
  },
  {
    name: 'a checkout with two mistakes is not sent: the first has the focus; mended, it is sent once',
    async run({ visit, works, shot }) {
      const { page } = await visit();
      await filled(page, works);
      const sent = sendings(page);
      await page.locator('#shipping_city').fill('');
      await page.locator('#email').fill('jo@nowhere');
      const buy = page.getByRole('button', { name: 'Buy now and pay' });
      await buy.click();
      await says(page, 'email', EMAIL);
      await says(page, 'shipping_city', 'The town must not be empty.');
      await says(page, 'shipping_region', '');
      assert.equal(await focused(page), 'email');
      await announced(page, '2 entries are not right yet. Nothing was sent.');
      assert.deepEqual(sent, []);
      assert.equal(await buy.isEnabled(), true, 'the button goes on being a button');
      await shot(page, 'checked-checkout');
      assert.deepEqual(await axe(page), []);
      await page.setViewportSize({ width: 390, height: 844 });
      await fits(page, 'the checkout with mistakes');
      assert.deepEqual(await axe(page), []);
      await page.locator('#email').fill('jo@example.test');
      await page.locator('#shipping_city').fill('Berlin');
      await says(page, 'email', '');
      await says(page, 'shipping_city', '');
      await placeOrder(page);
      await seen(page, 'Thank you, it is yours');
      assert.deepEqual(sent, ['/checkout']);
    },
  },
  {
    name: 'mistakes are made and mended by the keyboard alone',
    async run({ visit, works }) {
      const { page } = await visit();
      await filled(page, works);
      await page.locator('#email').fill('jo@');
      await tabTo(page, 'button[value="place"]');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement.id === 'email');
      await says(page, 'email', EMAIL);
      await page.keyboard.press('End');
      await page.keyboard.type('example.test');
      await says(page, 'email', '');
      await tabTo(page, 'button[value="place"]');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/orders\//);
      await seen(page, 'Thank you, it is yours');
    },
  },
  {
    name: 'an invoice address is judged when the invoice goes elsewhere, and a VAT number when there is one',
    async run({ visit, works }) {
      const { page } = await visit();
      await filled(page, works);
      const same = page.locator('input[name="billing_same"]');
      await same.uncheck();
      // Closed again by hand: what is wrong in it is shown nevertheless.
      await page.locator('[data-billing] summary').click();
      await page.getByRole('button', { name: 'Buy now and pay' }).click();
      await says(page, 'billing_name', 'The name must not be empty.');
      await says(page, 'billing_region', '');
      assert.equal(await focused(page), 'billing_name');
      assert.equal(await page.locator('[data-billing]').getAttribute('open'), '');
      await same.check();
      for (const field of ['billing_name', 'billing_line1', 'billing_postal_code', 'billing_city']) await says(page, field, '');
      await page.getByText('Buying for a company').click();
      await page.locator('#vat_id').fill('DE 1');
      await page.keyboard.press('Tab');
      await says(page, 'vat_id', 'The VAT number must be a VAT id with its country prefix.');
      await page.locator('#vat_id').fill('');
      await says(page, 'vat_id', '');
      await placeOrder(page);
      await seen(page, 'Thank you, it is yours');
    },
  },
  {
    name: 'what the browser fills in is judged without being typed or left',
    async run({ visit, works }) {
      const { page } = await visit();
      await checkout(page, works);
      const fill = (value) => page.evaluate((text) => {
        const field = document.getElementById('email');
        field.value = text;
        for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));
      }, value);
      await fill('jo');
      await says(page, 'email', EMAIL);
      await fill('jo@example.test');
      await says(page, 'email', '');
    },
  },
  {
    name: 'a text that is too long is told rather than cut off',
    async run({ visit, works }) {
      const { page } = await visit();
      await checkout(page, works);
      const field = page.locator('#shipping_postal_code');
      await field.fill('1'.repeat(21));
      await page.keyboard.press('Tab');
      await says(page, 'shipping_postal_code', 'The postal code must have at most 20 characters.');
      assert.equal((await field.inputValue()).length, 21);
      await field.fill(`  ${'1'.repeat(20)}  `);
      await says(page, 'shipping_postal_code', '');
      const { page: plain } = await visit({ javaScriptEnabled: false });
      await plain.goto('/register');
      assert.deepEqual(await plain.locator('#password').evaluate(({ minLength, maxLength }) => [minLength, maxLength]), [10, 256]);
    },
  },
  {
    name: 'a short password is told in the reader’s language, and nothing is sent',
    async run({ visit }) {
      const { page } = await visit({ locale: 'de-DE' });
      await page.goto('/register');
      const sent = sendings(page);
      await page.locator('#display_name').fill('Jo Weber');
      await page.locator('#password').fill('zu kurz');
      await page.keyboard.press('Tab');
      await says(page, 'password', 'Das Passwort muss mindestens 10 Zeichen haben.');
      await page.locator('main form button[type="submit"]').click();
      await says(page, 'email', 'Die E-Mail-Adresse darf nicht leer sein.');
      assert.equal(await focused(page), 'email');
      await announced(page, '2 Angaben stimmen noch nicht.');
      assert.deepEqual(sent, []);
      assert.deepEqual(await axe(page), []);
      await page.locator('#password').fill('lang genug ist es nun');
      await says(page, 'password', '');
    },
  },
  {
    name: 'what only the server knows stays beside its field until that is changed',
    async run({ visit, customer }) {
      const { page, expect } = await visit();
      expect(/status of 409/);
      await page.goto('/register');
      await page.locator('#display_name').fill('Jo Weber');
      await page.locator('#email').fill(customer.email);
      await page.locator('#password').fill('correct horse battery staple');
      await page.locator('main form button[type="submit"]').click();
      const taken = 'There is an account with this e-mail address.';
      await page.waitForFunction((text) => document.getElementById('email-error')?.textContent.startsWith(text), taken);
      await begun(page);
      await page.locator('#password').fill('short');
      await page.keyboard.press('Tab');
      await says(page, 'password', 'The password must have at least 10 characters.');
      assert.match(await page.locator('#email-error').innerText(), /^There is an account/, 'another field says nothing about it');
      assert.equal(await page.locator('#errors li').count(), 1);
      await page.locator('#email').fill('jo');
      await says(page, 'email', EMAIL);
      await page.locator('#email').fill('jo.weber@example.test');
      await says(page, 'email', '');
      assert.equal(await page.locator('#errors').count(), 0);
    },
  },
  {
    name: 'who signs in is asked for both entries and for no form of them',
    async run({ visit, customer }) {
      const { page, expect } = await visit();
      expect(/status of 422/);
      await page.goto('/login');
      const sent = sendings(page);
      await page.locator('#email').fill('carla');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await says(page, 'password', 'The password must not be empty.');
      await says(page, 'email', '');
      assert.deepEqual(sent, []);
      await page.locator('#password').fill('x');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await seen(page, 'That e-mail address and password do not belong together.');
      await signIn(page, customer.email, '/account/addresses');
      await page.getByRole('button', { name: 'Add it' }).click();
      await says(page, 'address_city', 'The town must not be empty.');
      assert.equal(await focused(page), 'address_name');
    },
  },
  {
    name: 'a work without a title is not sent, and its figures stay the browser’s to judge',
    async run({ visit, artist }) {
      const { page } = await visit();
      await signIn(page, artist.email, '/studio/works/new');
      await begun(page);
      const sent = sendings(page);
      const draft = page.getByRole('button', { name: 'Save as a draft' });
      await draft.click();
      await says(page, 'title', 'The title must not be empty.');
      assert.equal(await focused(page), 'title');
      await page.locator('#title').fill('Breakwater');
      await says(page, 'title', '');
      await page.locator('[name="editions.0.kind"]').selectOption('limited');
      await page.locator('[name="editions.0.size"]').fill('10001');
      await draft.click();
      assert.equal(await focused(page), 'editions.0.size');
      assert.deepEqual(sent, []);
    },
  },
  {
    name: 'pages that hold no such form load no scripts for it',
    async run({ visit, works }) {
      const { page } = await visit();
      const loaded = [];
      page.on('request', (request) => loaded.push(request.url()));
      for (const path of ['/', `/artworks/${works.poster.slug}`]) await page.goto(path);
      assert.deepEqual(loaded.filter((url) => /checked-form|judging/.test(url)), []);
      await page.goto('/login');
      assert.equal(loaded.filter((url) => /checked-form|judging/.test(url)).length, 2);
    },
  },
];
