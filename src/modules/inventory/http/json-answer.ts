import type { Dispatcher } from 'undici';

/** Longest answer that is read, in bytes. */
const MOST_BYTES = 128 * 1024 * 1024;
/** Characters of a server's own words that a message repeats. */
const QUOTED_CHARACTERS = 300;

/** The JSON of an answer, or what is wrong with it. */
export type JsonAnswer = { readonly json: unknown } | { readonly fault: string; readonly mayRetry: boolean };

/** Reads an answer to its end. Rejects as the connection does. */
export async function readJsonAnswer({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<JsonAnswer> {
  const text = await readText(body);
  if (text === undefined) return { fault: `its answer is longer than ${MOST_BYTES / 2 ** 20} MiB`, mayRetry: false };
  const type = String(headers['content-type'] ?? '');
  if (statusCode !== 200) return { ...statusFault(statusCode, headers.location, isJson(type) ? text : '') };
  if (!isJson(type)) return { fault: wrongTypeFault(type, text), mayRetry: false };
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { fault: 'its answer is broken off or no JSON', mayRetry: true };
  }
}

async function readText(body: Dispatcher.ResponseData['body']): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += (chunk as Buffer).length;
    if (length > MOST_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isJson(type: string): boolean {
  return /^application\/([\w.+-]+\+)?json\b/i.test(type);
}

function statusFault(status: number, location: string | string[] | undefined, text: string): FaultOf {
  const words = text === '' ? '' : `: ${text.slice(0, QUOTED_CHARACTERS)}`;
  if (status === 401 || status === 403) {
    return { fault: `it refuses the log-in (${status}); check token or user, and what it may read`, mayRetry: false };
  }
  if (status === 400)
    return { fault: `it refuses the request (400), most likely for a value of a filter${words}`, mayRetry: false };
  if (status === 404) return { fault: 'it has no such API (404); check the address', mayRetry: false };
  if (status >= 300 && status < 400) {
    return { fault: `it redirects to ${hostOf(location)}; give that address in the settings`, mayRetry: false };
  }
  return { fault: `it answers with status ${status}${words}`, mayRetry: status === 429 || status >= 500 };
}

type FaultOf = { readonly fault: string; readonly mayRetry: boolean };

/** The place alone: a query may hold a token. */
function hostOf(location: string | string[] | undefined): string {
  const text = String(location ?? '');
  return URL.canParse(text) ? `${new URL(text).origin}${new URL(text).pathname}` : 'another address';
}

function wrongTypeFault(type: string, text: string): string {
  const isPage = /html/i.test(type) || /^\s*<(!doctype|html)/i.test(text);
  if (isPage) return 'it answers with a web page instead of JSON: a log-in page or a proxy; check address and token';
  return `it answers with ${type === '' ? 'no content type' : `"${type.slice(0, 60)}"`} instead of JSON`;
}

/** `Retry-After` (RFC 9110, section 10.2.3), seconds or a date, in milliseconds. */
export function retryAfterMs(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
