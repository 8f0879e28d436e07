/**
 * When the live client does what: its delays between attempts and its named timers. It does not know what they are for.
 */

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/** The delay before the next attempt, in milliseconds. `failures` counts attempts since the last success, `code` is the close code, `random` in [0, 1). */
export function reconnectDelay(failures, code, random) {
  if (code === 1012 && failures === 0) return Math.round(random * 2_000);
  const cap = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 10));
  const delay = cap / 2 + (random * cap) / 2;
  return Math.round(code === 4029 ? Math.max(delay, 10_000 + random * 5_000) : delay);
}

/** Timers by name: starting one ends its namesake. `env` brings `later(run, ms)` and `never(timer)`. */
export class Timers {
  #env;
  #running = new Map();

  constructor(env) {
    this.#env = env;
  }

  has(name) {
    return this.#running.has(name);
  }

  start(name, ms, run) {
    this.stop(name);
    this.#running.set(name, this.#env.later(() => {
      this.#running.delete(name);
      run();
    }, ms));
  }

  stop(name) {
    if (!this.#running.has(name)) return;
    this.#env.never(this.#running.get(name));
    this.#running.delete(name);
  }

  stopAll() {
    for (const name of [...this.#running.keys()]) this.stop(name);
  }
}
