import type { Client } from 'ssh2';

type InfoRequest = (protocol: unknown, name: string, instructions: string, prompts: unknown) => void;

/** The parts of ssh2 1.17 that are needed here, which its types do not show. */
interface Handlers {
  USERAUTH_INFO_REQUEST?: InfoRequest;
}

/**
 * Hears what a server says in keyboard-interactive, also in a round that asks nothing, which ssh2 answers by itself: there
 * PAM tells that an account is locked. Call it when `client` connects.
 */
export function hearNotices(client: Client, hear: (text: string) => void): void {
  const { _protocol: protocol } = client as unknown as { readonly _protocol?: { readonly _handlers?: Handlers } };
  const handlers = protocol?._handlers;
  const handle = handlers?.USERAUTH_INFO_REQUEST;
  if (handlers === undefined || handle === undefined) return;
  handlers.USERAUTH_INFO_REQUEST = (own, name, instructions, prompts) => {
    hear(`${name}\n${instructions}\n`);
    handle(own, name, instructions, prompts);
  };
}
