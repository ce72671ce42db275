import { Global, Module } from '@nestjs/common';
import { Authorization } from './authorization.js';

/** Gives `Authorization` to both halves. */
@Global()
@Module({ providers: [{ provide: Authorization, useFactory: () => new Authorization() }], exports: [Authorization] })
export class AuthorizationModule {}
