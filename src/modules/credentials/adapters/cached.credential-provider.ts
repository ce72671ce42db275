import { CredentialProvider } from '../credential-provider.port.js';
import { copyCredential, eraseCredential } from '../credential-secrets.js';
import type { Credential } from '../credential.types.js';

interface Kept {
  readonly credential: Credential;
  readonly timer: NodeJS.Timeout;
}

/**
 * Keeps what a store gave for a short time, so that jobs neither wait for it nor fail while it is away for a moment. Asks
 * once for all who want the same credential at the same time. What is kept is overwritten at its end.
 */
export class CachedCredentialProvider extends CredentialProvider {
  readonly #kept = new Map<string, Kept>();
  readonly #asked = new Map<string, Promise<Credential>>();

  /**
   * @param ttlMs how long a credential is kept; 0: not at all
   * @param onHit is called when one that is kept serves
   */
  constructor(
    private readonly store: CredentialProvider,
    private readonly ttlMs: number,
    private readonly onHit: () => void = () => undefined,
  ) {
    super();
  }

  override async get(id: string): Promise<Credential> {
    const kept = this.#kept.get(id);
    if (kept === undefined) return copyCredential(await this.#ask(id));
    this.onHit();
    return copyCredential(kept.credential);
  }

  override async listIds(): Promise<string[]> {
    return this.store.listIds();
  }

  override async start(): Promise<void> {
    await this.store.start();
  }

  override async stop(): Promise<void> {
    // Answers that are still under way are not kept any more.
    for (const id of [...this.#kept.keys(), ...this.#asked.keys()]) this.forget(id);
    await this.store.stop();
  }

  override async check(): Promise<void> {
    await this.store.check();
  }

  override forget(id: string): void {
    // An answer that is under way may be older than the refusal: it serves those who wait for it and is not kept.
    this.#asked.delete(id);
    const kept = this.#kept.get(id);
    if (kept === undefined) return;
    clearTimeout(kept.timer);
    this.#kept.delete(id);
    eraseCredential(kept.credential);
  }

  #ask(id: string): Promise<Credential> {
    const under = this.#asked.get(id);
    if (under !== undefined) return under;
    const asking: Promise<Credential> = this.store.get(id).then(
      (credential) => {
        if (this.#asked.get(id) === asking) this.#keep(id, credential);
        return credential;
      },
      (error: unknown) => {
        if (this.#asked.get(id) === asking) this.#asked.delete(id);
        throw error;
      },
    );
    this.#asked.set(id, asking);
    return asking;
  }

  #keep(id: string, credential: Credential): void {
    this.#asked.delete(id);
    if (this.ttlMs <= 0) return;
    this.forget(id);
    const timer = setTimeout(() => this.forget(id), this.ttlMs).unref();
    this.#kept.set(id, { credential: copyCredential(credential), timer });
  }
}
