import { Injectable } from '@nestjs/common';
import { WorkerQuestions } from '../state/worker-questions.js';
import { CREDENTIAL_IDS } from './credential-questions.js';

/** What a controller may know of stored credentials: their ids, as a worker gives them. */
@Injectable()
export class CredentialIdsService {
  constructor(private readonly questions: WorkerQuestions) {}

  /** Ids of all stored credentials, in order. Errors as for `WorkerQuestions.ask`. */
  async list(timeoutMs: number): Promise<string[]> {
    const ids = await this.questions.ask(CREDENTIAL_IDS, null, timeoutMs);
    return Array.isArray(ids) ? ids.map(String) : [];
  }
}
