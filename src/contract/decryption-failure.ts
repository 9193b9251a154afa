/**
 * Name of the error for a payload that this process cannot decrypt, and the type of the failure that the server keeps
 * when an activity's input was such a payload. The activity never began then: nothing was sent to a provider.
 */
export const PAYLOAD_DECRYPTION_FAILED = 'PayloadDecryptionFailed';
