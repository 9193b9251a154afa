/**
 * The link that opened the page: /otp/{onboarding id}#{token}.
 *
 * The token stays in the address bar while it is of use, so that "open in browser", a bookmark or a copied address work;
 * browsers never send what stands behind #. It is removed once the onboarding has ended.
 */

/** A token wherever it stands: messengers add a full stop or a bracket to links. */
const TOKEN = /[\w-]+\.[\w-]+\.[\w-]+/;

/** As the path has it. */
export const onboardingId = location.pathname.split('/')[2] ?? '';

/** The token of the link, else the one that this tab remembers. */
export function findToken() {
  const token = TOKEN.exec(location.hash)?.[0];
  return token === undefined ? remembered() : (remember(token), token);
}

/** Whether the address now holds another token. @param {string | undefined} token */
export const hasOtherToken = (token) => (TOKEN.exec(location.hash)?.[0] ?? token) !== token;

/** Takes the token out of the address and the history, where this tab can remember it for a reload. */
export function tidyAddress() {
  if (location.hash !== '' && remembered() !== null) history.replaceState(null, '', location.pathname);
}

/** @param {string} token */
function remember(token) {
  try {
    sessionStorage.setItem(onboardingId, token);
  } catch {
    // Storage may be forbidden; the address has the token.
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(onboardingId);
  } catch {
    return null;
  }
}
