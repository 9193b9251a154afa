/** The language of `Accept-Language` (RFC 9110) that is there and has the highest weight; two letters, as in `hi`. */
export function preferredLanguage(acceptLanguage = '', languages: readonly string[]): string | undefined {
  const wanted = acceptLanguage.split(',').map((entry) => {
    const [range = '', weight = '1'] = entry.trim().split(/\s*;\s*q\s*=\s*/);
    return { language: range.slice(0, 2).toLowerCase(), weight: Number(weight) };
  });
  return wanted
    .filter(({ language, weight }) => weight > 0 && languages.includes(language))
    .sort((one, other) => other.weight - one.weight)[0]?.language;
}
