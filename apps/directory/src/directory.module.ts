import { createHmac } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import { accessLogOf } from '#libs/identity';
import { Clock, Database, Ids, RuntimeModule, type Host } from '#libs/service-kit';
import { DirectoryBootstrap } from './bootstrap.js';
import { Invitations } from './invitations/invitations.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { Keys } from './keys/keys.js';
import { KeysController } from './keys/keys.controller.js';
import { LookUpsController } from './look-ups/look-ups.controller.js';
import { OwnProviderController } from './own-provider/own-provider.controller.js';
import { ParkedController } from './parked/parked.controller.js';
import { People } from './people/people.js';
import { PeopleSubscriber } from './people/people.subscriber.js';
import { GuardChecks } from './registers/guard-checks.js';
import { RegisterBook } from './registers/register-book.js';
import { RegisterCommands } from './registers/register-commands.js';
import { RegisterViews } from './registers/register-views.js';
import { RegistersController } from './registers/registers.controller.js';
import { Passwords } from './sessions/passwords.js';
import { SecondFactors } from './sessions/second-factors.js';
import { Sessions } from './sessions/sessions.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { Throttle } from './sessions/throttle.js';
import { SetUp } from './set-up/set-up.js';
import { SetUpController } from './set-up/set-up.controller.js';
import { Tables } from './tables/tables.js';

/** The administrators' door: people, units, roles, keys, registers, sessions. */
@Module({})
export class DirectoryModule {
  static register(host: Host): DynamicModule {
    // Bound to its purpose: the same secret signs cursors elsewhere.
    const throttleSecret = createHmac('sha256', host.secrets.cursor).update('lachan sign-in throttle').digest();
    return {
      module: DirectoryModule,
      imports: [RuntimeModule.forService('directory', host)],
      controllers: [
        SessionsController,
        InvitationsController,
        SetUpController,
        RegistersController,
        OwnProviderController,
        LookUpsController,
        KeysController,
        ParkedController,
        PeopleSubscriber,
      ],
      providers: [
        accessLogOf('directory'),
        { provide: Tables, useFactory: () => Tables.open(host.databaseUrl) },
        {
          provide: Throttle,
          inject: [Database],
          useFactory: (database: Database) => new Throttle(database, throttleSecret),
        },
        {
          provide: SecondFactors,
          inject: [Database, Clock, Ids],
          useFactory: (database: Database, clock: Clock, ids: Ids) =>
            new SecondFactors(database, host.keyring, clock, ids),
        },
        Passwords,
        People,
        Sessions,
        Invitations,
        RegisterBook,
        RegisterCommands,
        RegisterViews,
        GuardChecks,
        Keys,
        SetUp,
        DirectoryBootstrap,
      ],
      exports: [DirectoryBootstrap],
    };
  }
}
