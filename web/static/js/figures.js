/** Figures as each language writes them. Its twin is src/words/figures.rs. */

const BETWEEN = { de: '.', fr: '\u202f' };

/** A whole number in groups of three: `12,345`, `12.345`, `12 345`. */
export function grouped(whole, language) {
  return String(whole).replace(/^-/, '\u2212').replace(/\B(?=(\d{3})+$)/g, BETWEEN[language] ?? ',');
}

/** What stands between a number and its fraction; a point where nothing is said. */
export const DECIMAL = { de: ',', fr: ',' };
