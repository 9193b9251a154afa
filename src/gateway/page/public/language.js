/** @import { Texts } from './texts/en.js' */
import { texts as preferred } from './texts.js';

const KEPT_AS = 'language';

/** In the language that the browser prefers. */
export { preferred };

/** The language that this tab was switched to before, where it was. @returns {Promise<Texts>} */
export async function rememberedTexts() {
  const kept = remembered();
  return kept === null || kept === preferred.lang ? preferred : load(kept);
}

/** Loads a language and remembers it in this tab. @param {string} language */
export async function switchTo(language) {
  const texts = await load(language);
  try {
    sessionStorage.setItem(KEPT_AS, language);
  } catch {
    // Storage may be forbidden; a reload is then in the browser's language.
  }
  return texts;
}

/** @param {string} language */
async function load(language) {
  /** @type {unknown} */
  const module = await import(`./texts/${language}.js`);
  return /** @type {{ texts: Texts }} */ (module).texts;
}

function remembered() {
  try {
    return sessionStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}
