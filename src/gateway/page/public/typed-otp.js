/** The OTP in what was typed or pasted, also in a whole message ("Your OTP is 123456"). @param {string} text */
export function otpIn(text) {
  const latin = text.replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x966));
  const numbers = latin.split(/\D+/).filter(({ length }) => length >= 4 && length <= 10);
  const isMessage = /[^\d\s.-]/.test(latin);
  const inMessage = isMessage ? (numbers.find(({ length }) => length === 6) ?? numbers[0]) : undefined;
  return (inMessage ?? latin.replace(/\D/g, '')).slice(0, 10);
}
