// All that the page says. `{end}` is the end of the mobile number, `{left}` a time or a number.
const askAgain = 'Please ask for a new link where you got this one.';
const done = 'Your mobile number ending in {end} is registered. You can close this page.';
const keepsOn = 'We keep trying; what you typed is kept.';
const goesOn = 'There is nothing for you to do. You can leave this page open: it goes on by itself.';
const free = 'You have not used a try.';

export const texts = {
  lang: 'en',
  loading: ['One moment', 'The page is loading.'],
  unreachable: ['No connection', 'We keep trying. Please leave this page open.'],
  dead: ['This link is no longer valid', askAgain],
  checking: ['One moment', 'We are looking up your mobile number ending in {end}. This takes a few seconds.'],
  attention: ['We have a technical problem', `Your place is kept. ${goesOn}`],
  code: ['Enter your code', 'Type the one-time password (OTP) for your mobile number ending in {end}.'],
  codeSent: 'Type the one-time password (OTP) sent to your mobile number ending in {end}.',
  trying: ['Checking your code', 'Please wait. This can take up to a minute.'],
  attentionWithCode: ['We have a technical problem', `Your code is kept. ${goesOn}`],
  registered: ['You are registered', done],
  alreadyRegistered: ['You were registered already', done],
  rejected: ['We could not register you', 'Your registration was not accepted. Please ask where you got this link.'],
  otpExpired: ['The time is over', `The right code did not come in time. ${askAgain}`],
  otpAttemptsExhausted: ['Too many wrong codes', `To keep you safe, no more codes are taken. ${askAgain}`],
  ended: ['This registration was stopped', askAgain],
  language: 'Language',
  purpose: [
    'With this code {brand} registers you for money transfers. Tell it to nobody.',
    'With this code you are registered for money transfers. Tell it to nobody.',
  ],
  back: ['Back to {brand}', 'Go back'],
  label: 'One-time password (OTP)',
  submit: 'Continue',
  submitting: 'Checking…',
  refused: 'This code is wrong. Please look at the newest message and type its code.',
  unconfirmed: 'A technical problem kept us from checking this code. Type the same OTP again, or a newer one.',
  malformed: `This is not a whole code. Please type all its digits. ${free}`,
  repeated: `You typed this code before. Please type the newest code. ${free}`,
  triesLeft: 'Tries left: {left}',
  timeLeft: 'Time left: {left}',
  secondsLeft: '{left} seconds left to type the code.',
  resend: 'Send me a new code',
  resendIn: 'You can ask for a new code in {left}.',
  resending: 'Asking for a new code…',
  notResent: 'We could not ask for a new code. Please try again.',
  sent: 'A code is on its way to you. If you have several messages, use the newest.',
  notSent: 'The code could not be sent.',
  lastSent: 'No more codes can be sent.',
  sendingLater: 'We cannot send a code now, and keep trying. If you have one, type it.',
  offline: `No connection. ${keepsOn}`,
  busy: `Our service does not answer. ${keepsOn}`,
};

/** @typedef {typeof texts} Texts */
