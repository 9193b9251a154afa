/**
 * All that the page says. `{end}` stands for the last four digits of the mobile number, `{left}` for a time or a number.
 */

const askAgain = 'Please ask for a new link where you got this one.';
const done = 'Your mobile number ending in {end} is registered. You can close this page.';
const keepsOn = 'We keep trying; what you typed is kept.';
const goesOn = 'There is nothing for you to do. You can leave this page open: it goes on by itself.';
const free = 'It cost you no try.';

const english = {
  lang: 'en',
  loading: ['One moment', 'The page is loading.'],
  unreachable: ['No connection', 'We keep trying. Please leave this page open.'],
  dead: ['This link is no longer valid', askAgain],
  checking: ['One moment', 'We are looking up your mobile number ending in {end}. This takes a few seconds.'],
  attention: ['We have a technical problem', `Your place is kept. ${goesOn}`],
  code: ['Enter your code', 'Type the one-time password (OTP) sent to your mobile number ending in {end}.'],
  trying: ['Checking your code', 'Please wait. This can take up to a minute.'],
  attentionWithCode: ['We have a technical problem', `Your code is kept. ${goesOn}`],
  registered: ['You are registered', done],
  alreadyRegistered: ['You were registered already', done],
  rejected: ['We could not register you', 'Your registration was not accepted. Please ask where you got this link.'],
  otpExpired: ['The time is over', `The right code did not come in time. ${askAgain}`],
  otpAttemptsExhausted: ['Too many wrong codes', `To keep you safe, no more codes are taken. ${askAgain}`],
  ended: ['This registration was stopped', askAgain],
  label: 'One-time password (OTP)',
  submit: 'Continue',
  submitting: 'Checking…',
  refused: 'This code is wrong. Please look at the newest message and type its code.',
  unconfirmed: `A technical problem kept us from checking this code. Type the same OTP again, or a newer one. ${free}`,
  malformed: `This is not a whole code. Please type all its digits. ${free}`,
  repeated: `You typed this code before. Please type the newest code. ${free}`,
  triesLeft: 'Tries left: {left}',
  timeLeft: 'Time left: {left}',
  secondsLeft: '{left} seconds left to type the code.',
  resend: 'Send me a new code',
  resendIn: 'You can ask for a new code in {left}.',
  resending: 'Asking for a new code…',
  notResent: 'We could not ask for a new code. Please try again.',
  sent: 'A code is on its way to you.',
  notSent: 'The code could not be sent.',
  lastSent: 'No more codes can be sent.',
  sendingLater: 'We cannot send a code now, and keep trying. If you have one, type it.',
  offline: `No connection. ${keepsOn}`,
  busy: `Our service does not answer. ${keepsOn}`,
};

const askAgainHindi = 'कृपया जहाँ से यह लिंक मिला था, वहीं से नया लिंक माँगें।';
const doneHindi = '{end} पर खत्म होने वाला आपका मोबाइल नंबर दर्ज है। अब यह पेज बंद कर सकते हैं।';
const keepsOnHindi = 'हम कोशिश कर रहे हैं, आपका लिखा हुआ सुरक्षित है।';
const goesOnHindi = 'आपको कुछ नहीं करना है। यह पेज खुला रख सकते हैं, काम अपने आप आगे बढ़ेगा।';
const freeHindi = 'आपका कोई मौका कम नहीं हुआ।';

/** @type {typeof english} */
const hindi = {
  lang: 'hi',
  loading: ['एक पल रुकें', 'पेज खुल रहा है।'],
  unreachable: ['इंटरनेट नहीं मिल रहा', 'हम कोशिश कर रहे हैं। कृपया यह पेज खुला रखें।'],
  dead: ['यह लिंक अब काम का नहीं है', askAgainHindi],
  checking: ['एक पल रुकें', 'हम {end} पर खत्म होने वाला आपका मोबाइल नंबर देख रहे हैं। इसमें कुछ सेकंड लगेंगे।'],
  attention: ['हमारे यहाँ तकनीकी दिक्कत है', `आपकी जगह सुरक्षित है। ${goesOnHindi}`],
  code: ['अपना कोड डालें', '{end} पर खत्म होने वाले आपके मोबाइल नंबर पर आया वन-टाइम पासवर्ड (OTP) डालें।'],
  trying: ['आपका कोड जाँचा जा रहा है', 'कृपया रुकें। इसमें एक मिनट तक लग सकता है।'],
  attentionWithCode: ['हमारे यहाँ तकनीकी दिक्कत है', `आपका कोड सुरक्षित है। ${goesOnHindi}`],
  registered: ['आपका पंजीकरण हो गया', doneHindi],
  alreadyRegistered: ['आपका पंजीकरण पहले से है', doneHindi],
  rejected: ['आपका पंजीकरण नहीं हो सका', 'आपका पंजीकरण स्वीकार नहीं हुआ। कृपया जहाँ से यह लिंक मिला था, वहीं पूछें।'],
  otpExpired: ['समय खत्म हो गया', `सही कोड समय पर नहीं आया। ${askAgainHindi}`],
  otpAttemptsExhausted: ['बहुत बार गलत कोड डाला गया', `आपकी सुरक्षा के लिए अब कोड नहीं लिए जाएँगे। ${askAgainHindi}`],
  ended: ['यह पंजीकरण रोक दिया गया', askAgainHindi],
  label: 'वन-टाइम पासवर्ड (OTP)',
  submit: 'आगे बढ़ें',
  submitting: 'जाँच हो रही है…',
  refused: 'यह कोड गलत है। कृपया सबसे नया मैसेज देखकर उसका कोड डालें।',
  unconfirmed: `तकनीकी दिक्कत से यह कोड जाँचा नहीं जा सका। यही कोड फिर डालें, या नया आया हो तो वह। ${freeHindi}`,
  malformed: `यह पूरा कोड नहीं है। कृपया उसके सारे अंक डालें। ${freeHindi}`,
  repeated: `यह कोड आप पहले डाल चुके हैं। कृपया सबसे नया कोड डालें। ${freeHindi}`,
  triesLeft: 'बचे हुए मौके: {left}',
  timeLeft: 'बचा हुआ समय: {left}',
  secondsLeft: 'कोड डालने के लिए {left} सेकंड बचे हैं।',
  resend: 'नया कोड भेजें',
  resendIn: 'आप {left} बाद नया कोड माँग सकते हैं।',
  resending: 'नया कोड माँगा जा रहा है…',
  notResent: 'नया कोड माँगा नहीं जा सका। कृपया फिर कोशिश करें।',
  sent: 'कोड आपको भेजा जा रहा है।',
  notSent: 'कोड भेजा नहीं जा सका।',
  lastSent: 'अब और कोड नहीं भेजे जा सकते।',
  sendingLater: 'अभी हम कोड नहीं भेज पा रहे, कोशिश जारी है। आपके पास कोड हो तो डालें।',
  offline: `इंटरनेट नहीं मिल रहा। ${keepsOnHindi}`,
  busy: `हमारी सेवा जवाब नहीं दे रही। ${keepsOnHindi}`,
};

/** @typedef {typeof english} Texts */

/** The language that the browser prefers, of those there are. @param {readonly string[]} languages */
export function textsFor(languages) {
  const preferred = languages.map((language) => language.slice(0, 2)).find((language) => /^(en|hi)$/.test(language));
  return preferred === 'hi' ? hindi : english;
}

/** Puts values into a text. @param {string} text @param {Record<string, string | number>} values */
export const fill = (text, values) =>
  Object.entries(values).reduce((filled, [name, value]) => filled.replace(`{${name}}`, String(value)), text);
