import { Injectable, type OnModuleInit } from '@nestjs/common';
import { WorkerQuestions } from '../state/worker-questions.js';
import { CredentialProvider } from './credential-provider.port.js';
import { CREDENTIAL_IDS } from './credential-questions.js';

/** Answers what controllers ask of the credential store: nothing but ids. */
@Injectable()
export class CredentialAnswers implements OnModuleInit {
  constructor(
    private readonly questions: WorkerQuestions,
    private readonly store: CredentialProvider,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.questions.answer(CREDENTIAL_IDS, () => this.store.listIds());
  }
}
