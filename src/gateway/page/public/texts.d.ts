/** `texts.js` is the file in `texts/` whose language the browser prefers; the gateway picks it. */
export { texts } from './texts/en.js';
