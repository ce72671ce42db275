/** Topic of the question for the ids of all stored credentials; the answer is a list of texts. */
export const CREDENTIAL_IDS = 'credential ids';
