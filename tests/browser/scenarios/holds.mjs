/**
 * Holds that run out, in a house where they last seconds.
 */
import { addToCart, connected, seen } from '../shop.mjs';

export const settings = { IMPASTO_HOLDS__TTL_S: '4', IMPASTO_HOLDS__EXTENSION_S: '3' };

export async function prepare(house) {
  const artist = await house.person('Ines Aldana', 'artist');
  return { artist, works: { one: await house.hang(artist, 'Briefly Held', [{}], 21) } };
}

export const scenarios = [
  {
    name: 'a hold that runs out shows in the cart, goes to whoever is quicker, and cannot be had twice',
    async run({ visit, works, house, shot }) {
      const { page } = await visit();
      await addToCart(page, works.one.slug);
      await page.locator('.countdown', { hasText: 'left' }).waitFor();
      await connected(page);
      await seen(page, 'The hold ran out: it is free for others.');
      await shot(page, 'cart-lapsed');
      await page.getByRole('button', { name: /^Hold it again/ }).click();
      await seen(page, 'It is held for you again.');
      await seen(page, 'The hold ran out: it is free for others.');
      const other = await house.visitor();
      await house.hold(other, works.one.editions[0].id);
      await page.getByRole('button', { name: /^Hold it again/ }).click();
      await seen(page, 'Somebody was quicker: no copy is free at the moment.');
      await house.buy(other);
      await page.reload();
      await seen(page, 'The hold ran out, and it has gone to somebody else.');
    },
  },
];
