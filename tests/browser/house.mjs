/**
 * A running program with data of its own, and those who use it without a browser: an artist with works, an admin.
 * It does not know any page.
 */
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { png } from './pixels.mjs';

const run = promisify(execFile);
export const PASSWORD = 'correct horse battery staple';

const SETTINGS = {
  IMPASTO_PAYMENTS__TEST: 'true',
  IMPASTO_MODERATION: 'off',
  IMPASTO_SELLERS__VERIFIED_AT_ONCE: 'true',
  IMPASTO_LIMITS__ADDRESS_PER_SECOND: '100000',
  IMPASTO_LIMITS__ADDRESS_BURST: '100000',
  IMPASTO_LIMITS__OWNER_PER_SECOND: '100000',
  IMPASTO_LIMITS__OWNER_BURST: '100000',
  IMPASTO_LIMITS__HOLDS_PER_ADDRESS: '1000',
  IMPASTO_LOG__LEVEL: 'warn',
  IMPASTO_LOG__ACCESS: 'off',
  // The cheapest hash that is allowed: the suite signs in often.
  IMPASTO_IDENTITY__ARGON2_MEMORY_KIB: '8192',
  IMPASTO_IDENTITY__ARGON2_PASSES: '1',
};

/** Starts the program; `demo` hangs the demonstration gallery, `settings` are further `IMPASTO_…` variables. */
export async function openHouse({ binary, demo = false, settings = {} }) {
  const folder = await mkdtemp(join(tmpdir(), 'impasto-browser-'));
  const house = new House(binary, folder, await freePort(), demo, { ...SETTINGS, ...settings });
  await house.start();
  return house;
}

export class House {
  #binary;
  #folder;
  #demo;
  #settings;
  #child = null;

  constructor(binary, folder, port, demo, settings) {
    this.#binary = binary;
    this.#folder = folder;
    this.#demo = demo;
    this.#settings = settings;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  get #environment() {
    // What is set for the suite, or for another program on this machine, is none of this one's business.
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith('IMPASTO_'));
    return { ...Object.fromEntries(others), ...this.#settings };
  }

  get #data() {
    return ['--data', join(this.#folder, 'data')];
  }

  /** Starts the program, and waits until it is ready. */
  async start() {
    const flags = ['serve', '--listen', `127.0.0.1:${this.port}`, '--workers', '2', ...(this.#demo ? [] : ['--no-demo'])];
    const child = spawn(this.#binary, [...this.#data, ...flags], { env: this.#environment, stdio: ['ignore', 'ignore', 'inherit'] });
    this.#child = child;
    let ended = null;
    child.once('exit', (code, signal) => { ended = `code ${code}, signal ${signal}`; });
    child.once('error', (error) => { ended = String(error); });
    for (;;) {
      if (ended !== null) throw new Error(`The program ended before it was ready: ${ended}`);
      const ready = await fetch(`${this.url}/readyz`).then((answer) => answer.ok, () => false);
      if (ready) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** Asks the program to stop, and waits for its end. The data stay. */
  async stop() {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }

  /** Stops the program and removes its data. */
  async close() {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A call of the API; throws unless the answer is a success. */
  async call(method, path, { token, body, headers = {} } = {}) {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: body instanceof FormData || body === undefined ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** Registers somebody and signs them in. */
  async person(name, role) {
    const email = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}.${randomUUID().slice(0, 8)}@example.test`;
    await this.call('POST', '/auth/register', { body: { email, password: PASSWORD, display_name: name, role } });
    const { access_token: token, user } = await this.call('POST', '/auth/login', { body: { email, password: PASSWORD } });
    return { email, token, user };
  }

  /** Makes somebody an admin by the program's own subcommand, beside or before the running program. */
  async admin() {
    const { email } = await this.person('Ada Keeper', 'customer');
    await this.stop();
    await run(this.#binary, [...this.#data, 'admin', 'create', '--email', email], { env: this.#environment });
    await this.start();
    const { access_token: token } = await this.call('POST', '/auth/login', { body: { email, password: PASSWORD } });
    return { email, token };
  }

  /**
   * Publishes a work of an artist. `editions` as the API takes them, without sizes that do not matter; its picture has that many pixels.
   */
  async hang(artist, title, editions, seed = 90, [width, height] = [640, 480]) {
    const work = {
      title,
      description: `${title}. Low water at dusk, laid down in thick strokes.\n\nFrom a series made outdoors over one winter.`,
      year: 2024,
      medium: 'Oil on linen',
      styles: ['impasto'],
      subjects: ['sea'],
      provenance: ['The artist’s studio'],
      signed: true,
      editions: editions.map((edition) => ({
        kind: 'unique', width_cm: 40, height_cm: 30, depth_cm: 2, weight_kg: 1.2, price: { amount: 125000, currency: 'EUR' }, ...edition,
      })),
    };
    const draft = await this.call('POST', '/artworks', { token: artist.token, body: work });
    const form = new FormData();
    form.append('file', new Blob([png(width, height, seed)], { type: 'image/png' }), 'work.png');
    await this.call('POST', `/artworks/${draft.id}/images`, { token: artist.token, body: form });
    return this.call('POST', `/artworks/${draft.id}/submit`, { token: artist.token });
  }

  /** A visitor's token. */
  async visitor() {
    const { visitor_token: token } = await this.call('POST', '/visitors');
    return token;
  }

  /** Holds an edition for a visitor. */
  hold(visitor, editionId, quantity = 1) {
    return this.call('POST', '/cart/items', { headers: { 'x-visitor': visitor }, body: { edition_id: editionId, quantity } });
  }

  /** Buys what a visitor holds. */
  buy(visitor) {
    return this.call('POST', '/checkout', {
      headers: { 'x-visitor': visitor, 'idempotency-key': randomUUID() },
      body: {
        email: 'zoe@example.test',
        shipping_address: { name: 'Zoë Åström', line1: 'Lange Straße 1', city: 'Köln', postal_code: '50667', country: 'DE' },
        shipping_method: 'standard',
        payment: { provider: 'test', token: 'tok_ok' },
      },
    });
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
