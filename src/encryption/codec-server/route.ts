/** What is asked of a codec server. */
export interface CodecRoute {
  operation: 'encode' | 'decode';
  /** As the path names it; absent where it names none. */
  namespace?: string;
}

/** Reads `/encode`, `/decode`, `/{namespace}/encode` or `/{namespace}/decode`; a query is ignored. Else nothing. */
export function readRoute(url: string): CodecRoute | undefined {
  const [path = ''] = url.split('?');
  const [, namespace, operation] = /^(?:\/([^/]+))?\/(encode|decode)$/.exec(path) ?? [];
  if (operation !== 'encode' && operation !== 'decode') return undefined;
  if (namespace === undefined) return { operation };
  const decoded = decodePathPart(namespace);
  return decoded === undefined ? undefined : { operation, namespace: decoded };
}

/** Nothing for a broken escape such as `%zz`. */
function decodePathPart(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
