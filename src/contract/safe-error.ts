/**
 * An error of ours whose message holds no data, so that it may be logged and shown. The message of any other error may
 * quote what a library was given, and is neither logged nor shown.
 */
export abstract class SafeError extends Error {}
