import { errorMessage } from '../../../common/tom-error.js';
import { ProviderRefusalError, ProviderUnavailableError } from './sso.errors.js';

/** How long a provider has for an answer. */
const DEADLINE_MS = 5_000;
/** Most bytes of an answer that are read. */
const MAX_BYTES = 1024 * 1024;

async function readBounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > MAX_BYTES) throw new Error(`its answer is longer than ${MAX_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Whether a provider says that it does not like what it was sent. */
function isRefusal({ status }: Response): boolean {
  return [400, 401, 403].includes(status);
}

/**
 * What a provider answers, as JSON. It follows no redirection and gives up after 5 s. Throws `ProviderRefusalError`, `ProviderUnavailableError`.
 */
export async function fetchDocument(url: string, init: RequestInit = {}): Promise<Readonly<Record<string, unknown>>> {
  const { host, pathname } = new URL(url);
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(DEADLINE_MS) });
    const text = await readBounded(response);
    if (isRefusal(response))
      throw new ProviderRefusalError(`${host}${pathname} refused: it answered ${response.status}`);
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null) return document as Readonly<Record<string, unknown>>;
    throw new Error('it answered with no JSON object');
  } catch (error) {
    if (error instanceof ProviderRefusalError) throw error;
    const reason = error instanceof SyntaxError ? 'it answered with no JSON' : errorMessage(error);
    throw new ProviderUnavailableError(`${host}${pathname} did not answer as it should: ${reason}`);
  }
}
