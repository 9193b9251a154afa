/** @import { State, Trouble } from './types.js' */
import { isDead, meaningOf } from './answers.js';
import { Connection, randomKey } from './connection.js';
import { Follower } from './events.js';
import { preferred, rememberedTexts, switchTo } from './language.js';
import { findToken, hasOtherToken, onboardingId, tidyAddress } from './link.js';
import { returnUrlIn } from './return.js';
import { Screen } from './screen.js';
import { isOver, viewOf, withAnswer, withStatus, withSubmission } from './state.js';
import { otpIn } from './typed-otp.js';

const TICK_MS = 1000;

const token = findToken() ?? undefined;
const screen = new Screen(preferred);
const connection = new Connection(onboardingId, token ?? '');
/** @type {State} */
let state = { isDead: token === undefined, returnUrl: returnUrlIn(token) };

/** @param {State} next */
function change(next) {
  state = next;
  screen.show(state, connection.now());
  if (isOver(state)) tidyAddress();
}

/** @param {Trouble} trouble */
const lost = (trouble) => change({ ...state, trouble });

const follower = new Follower(connection, {
  seen(status) {
    change(withStatus(state, status));
    return !isOver(state);
  },
  dead: () => change({ ...state, isDead: true }),
  lost,
});

/** Sends an OTP until an answer comes; the key makes all tries one submission. @param {string} otp */
async function submit(otp) {
  const key = randomKey();
  change(withSubmission(state));
  for (let failures = 1; !isOver(state); failures += 1) {
    let leastMs = 0;
    try {
      const answer = meaningOf(await connection.submit(otp, key));
      change(withAnswer(state, answer));
      if (answer.kind !== 'later') break;
      leastMs = answer.waitMs;
    } catch {
      lost('offline');
    }
    await connection.pause(failures, leastMs);
  }
  if (state.problem === 'malformed') screen.field.select();
  else screen.field.value = '';
}

async function resend() {
  change({ ...state, isResending: true });
  screen.field.focus();
  try {
    const reply = await connection.ask('/otp/resend', { method: 'POST' });
    if (isDead(reply)) change({ ...state, isDead: true });
    else if (reply.problem === 'otp-not-sendable') screen.say(screen.texts.notSent);
    else if (reply.status !== 202 && reply.problem !== 'onboarding-closed') screen.say(screen.texts.notResent);
  } catch {
    screen.say(screen.texts.notResent);
  }
  change({ ...state, isResending: false });
}

screen.field.addEventListener('input', () => {
  const { value } = screen.field;
  const otp = otpIn(value);
  if (otp !== value) screen.field.value = otp;
});
screen.form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (viewOf(state) !== 'code') return;
  const otp = screen.field.value;
  if (/^\d{4,10}$/.test(otp)) void submit(otp);
  else {
    change({ ...state, problem: 'malformed' });
    screen.field.focus();
  }
});
screen.resend.addEventListener('click', () => {
  if (screen.resend.getAttribute('aria-disabled') !== 'true') void resend();
});
/** @param {Promise<import('./texts/en.js').Texts>} loading */
async function speak(loading) {
  try {
    screen.speak(await loading);
    change(state);
  } catch {
    // The file did not come: the page stays in the language that it has.
    screen.language.value = screen.texts.lang;
  }
}
screen.language.addEventListener('change', () => void speak(switchTo(screen.language.value)));
addEventListener('hashchange', () => {
  if (hasOtherToken(token)) location.reload();
});

change(state);
void speak(rememberedTexts());
if (token !== undefined) {
  addEventListener('online', () => follower.restart());
  addEventListener('offline', () => lost('offline'));
  addEventListener('pageshow', ({ persisted }) => persisted && follower.restart());
  let hiddenAtMs = 0;
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) hiddenAtMs = Date.now();
    else if (Date.now() - hiddenAtMs > 20_000) follower.restart();
  });
  const ticking = setInterval(() => {
    if (isOver(state)) clearInterval(ticking);
    else if (!document.hidden) screen.show(state, connection.now());
  }, TICK_MS);
  void follower.run();
}
