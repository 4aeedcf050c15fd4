import { NestFactory } from '@nestjs/core';
import { DirectoryBootstrap, directory } from '#apps/directory';
import type { Principal } from '#libs/identity';
import { ProcessModule } from '#libs/process';
import { Problem } from '#libs/service-kit';
import type { Host } from '#libs/service-kit';
import { CommandFailed } from './output.js';

/** Whoever works at the machine itself: the access log names it so, apart from every administrator with an account. */
export const AT_THE_MACHINE: Principal = { kind: 'person', id: 'command-line', unit: null, roles: ['administrator'] };

/** The directory's commands without its routes and subscriptions; a refusal becomes a sentence. */
export const withDirectory = async <T>(host: Host, use: (directory: DirectoryBootstrap) => Promise<T>): Promise<T> => {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
  const context = await NestFactory.createApplicationContext(ProcessModule.of(host, [directory]), {
    logger: false,
    // An error belongs to whoever asked; by default Nest would end the process without a word.
    abortOnError: false,
  });
  try {
    return await use(context.get(DirectoryBootstrap, { strict: false }));
  } catch (error) {
    if (error instanceof Problem) throw new CommandFailed(error.message);
    throw error;
  } finally {
    await context.close();
  }
};
