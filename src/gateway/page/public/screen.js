/** @import { State, View } from './types.js' */
/** @import { Texts } from './texts/en.js' */
import { attemptsLeft, hasSent, isOver, lastSend, problemOf, viewOf } from './state.js';
import { wayBack } from './return.js';
import { clockText, secondsUntil, warningBetween } from './time.js';

/** @template {HTMLElement} [T=HTMLElement] @param {string} id */
const part = (id) => /** @type {T} */ (document.getElementById(id));

/** How a view looks, where it is not bad news. @type {Partial<Record<View, string>>} */
const TONES = {
  code: 'plain',
  loading: 'busy',
  checking: 'busy',
  trying: 'busy',
  attention: 'wait',
  attentionWithCode: 'wait',
  unreachable: 'wait',
  registered: 'good',
  alreadyRegistered: 'good',
};

/** Shows a state. A text is touched only where it changes, so that screen readers say each once. */
export class Screen {
  form = /** @type {HTMLFormElement} */ (part('form'));
  field = /** @type {HTMLInputElement} */ (part('code'));
  resend = part('resend');
  /** @type {View} */
  view = 'loading';
  secondsLeft = 0;
  /** What was wrong with the last code, as far as it was shown. @type {string | undefined} */
  problem;
  /** When the last code was sent, as far as it was shown; unknown before the first look. @type {string | undefined} */
  sentAt;

  /** Whose page it is; empty where the gateway was not told. */
  brand = document.getElementById('brand')?.textContent ?? '';
  language = /** @type {HTMLSelectElement} */ (part('language'));

  /** @param {Texts} texts */
  constructor(texts) {
    this.texts = texts;
    part('late').remove();
    this.speak(texts);
  }

  /** Takes another language; what it says is shown with the next state. @param {Texts} texts */
  speak(texts) {
    this.texts = texts;
    document.documentElement.lang = texts.lang;
    this.language.value = texts.lang;
    this.language.setAttribute('aria-label', texts.language);
    put('label', texts.label);
    put('resend', texts.resend);
    put('purpose', this.branded(texts.purpose));
    put('back', this.branded(texts.back));
    this.say('');
  }

  /** The text for a page with a brand, or without. @param {string[]} text */
  branded([withBrand = '', without = '']) {
    return this.brand === '' ? without : fill(withBrand, { brand: this.brand });
  }

  /** @param {State} state @param {number} serverNowMs */
  show(state, serverNowMs) {
    const { texts } = this;
    const view = viewOf(state);
    const [title = '', message = ''] = texts[view];
    const instruction = view === 'code' && hasSent(state) ? texts.codeSent : message;
    put('title', title);
    put('message', fill(instruction, { end: state.status?.mobileNumber.slice(-4) ?? '' }));
    put('trouble', this.troubleText(state, view));
    document.title = title;

    if (view !== this.view) this.say('');
    const isTrying = view === 'trying' && state.submission !== undefined;
    const main = part('main');
    main.dataset['view'] = view;
    main.className = isTrying ? 'plain' : (TONES[view] ?? 'bad');
    const hadFocus = this.form.contains(document.activeElement);
    this.form.hidden = !(view === 'code' || isTrying);
    this.field.readOnly = isTrying;
    put('submit', isTrying ? texts.submitting : texts.submit);
    const back = /** @type {HTMLAnchorElement} */ (part('back'));
    const url = wayBack(state.returnUrl, view);
    back.hidden = url === undefined;
    if (url !== undefined) back.href = url;
    if (!this.form.hidden) this.showForm(state, { isTrying, serverNowMs });
    if (view !== this.view) this.moveFocus(view, hadFocus);
    this.view = view;
  }

  /** Says something to screen readers and shows it for as long as nothing else is to be said. @param {string} text */
  say(text) {
    put('spoken', text);
  }

  /** @param {State} state @param {{ isTrying: boolean, serverNowMs: number }} moment */
  showForm(state, { isTrying, serverNowMs }) {
    const { texts } = this;
    const { otp } = state.status ?? {};
    const problem = isTrying ? undefined : problemOf(state);
    // The newest is said alone: a code on its way, or what was wrong with the one typed since.
    if (problem !== undefined && problem !== this.problem) this.say('');
    this.problem = problem;
    put('problem', problem === undefined ? '' : texts[problem]);
    this.field.setAttribute('aria-invalid', String(problem !== undefined));
    put('tries', fill(texts.triesLeft, { left: attemptsLeft(state) ?? '' }));
    if (otp === undefined) return;
    const seconds = secondsUntil(otp.deadline, serverNowMs);
    put('left', fill(texts.timeLeft, { left: clockText(seconds) }));
    const warning = warningBetween(this.secondsLeft, seconds);
    if (warning !== undefined) this.say(fill(texts.secondsLeft, { left: warning }));
    this.secondsLeft = seconds;
    this.showSending(state, { isTrying, serverNowMs });
  }

  /** @param {State} state @param {{ isTrying: boolean, serverNowMs: number }} moment */
  showSending({ status, isResending }, { isTrying, serverNowMs }) {
    const { texts } = this;
    if (status?.otp === undefined) return;
    const { sends, resendAvailableAt } = status.otp;
    // The gateway's clock and ours agree to a second.
    const seconds = resendAvailableAt === undefined ? 0 : secondsUntil(resendAvailableAt, serverNowMs - 1000);
    this.resend.hidden = resendAvailableAt === undefined || isTrying;
    this.resend.setAttribute('aria-disabled', String(seconds > 0 || isResending === true));
    const last = lastSend(status);
    const news = last?.event === 'otpSendRefused' ? texts.notSent : '';
    /** @type {string} */
    let next = '';
    if (status.attention !== undefined) next = texts.sendingLater;
    else if (isResending === true) next = texts.resending;
    else if (sends > 0 && resendAvailableAt === undefined) next = texts.lastSent;
    else if (seconds > 0) next = fill(texts.resendIn, { left: clockText(seconds) });
    put('sending', isTrying ? '' : `${news} ${next}`.trim());
    const sentAt = last?.at ?? '';
    if (last?.event === 'otpSent' && (this.sentAt ?? sentAt) !== sentAt) this.say(texts.sent);
    this.sentAt = sentAt;
  }

  /** @param {State} state @param {View} view */
  troubleText(state, view) {
    const { trouble } = state;
    return trouble === undefined || view === 'unreachable' || isOver(state) ? '' : this.texts[trouble];
  }

  /** @param {View} view @param {boolean} hadFocus */
  moveFocus(view, hadFocus) {
    if (view === 'code' && (hadFocus || document.activeElement === document.body)) this.field.focus();
    else if (this.form.hidden && hadFocus) part('title').focus();
  }
}

/** @param {string} id @param {string} text */
function put(id, text) {
  const element = part(id);
  if (element.textContent !== text) element.textContent = text;
}

/** Puts values into a text. @param {string} text @param {Record<string, string | number>} values */
const fill = (text, values) =>
  Object.entries(values).reduce((filled, [name, value]) => filled.replace(`{${name}}`, String(value)), text);
