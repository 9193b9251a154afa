/** Devanagari, Bengali, Tamil and Telugu: each script's 0 to 9 end with the hexadecimal digits 6 to f. */
const INDIAN_DIGITS = /[\u0966-\u096f\u09e6-\u09ef\u0be6-\u0bef\u0c66-\u0c6f]/g;

/** The OTP in what was typed or pasted, also in a whole message ("Your OTP is 123456"). @param {string} text */
export function otpIn(text) {
  const latin = text.replace(INDIAN_DIGITS, (digit) => String((digit.charCodeAt(0) & 15) - 6));
  const numbers = latin.split(/\D+/).filter(({ length }) => length >= 4 && length <= 10);
  const isMessage = /[^\d\s.-]/.test(latin);
  const inMessage = isMessage ? (numbers.find(({ length }) => length === 6) ?? numbers[0]) : undefined;
  return (inMessage ?? latin.replace(/\D/g, '')).slice(0, 10);
}
