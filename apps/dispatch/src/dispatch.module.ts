import { Module } from '@nestjs/common';
import type { DynamicModule, FactoryProvider, Provider } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { RegistersReader, accessLogOf, registersReaderOf } from '#libs/identity';
import { BuiltPages } from '#libs/pages';
import { Clock, Database, Ids, Logger, RuntimeModule, ServiceRuntime } from '#libs/service-kit';
import type { Host } from '#libs/service-kit';
import { AnswerDoor } from './answer-link/answer-door.js';
import { AnswerLinkController } from './answer-link/answer-link.controller.js';
import { AnswerLinks } from './answer-link/answer-links.js';
import { AnswerReply } from './answer-link/answer-reply.js';
import { LinkCommands } from './answer-link/link-commands.js';
import { LinkStreams } from './answer-link/link-streams.js';
import { LetterBook } from './adapters/letter/letter-book.js';
import { LetterFiles } from './adapters/letter/letter-files.js';
import { carriersOf } from './couriers/carriers.js';
import { Couriers } from './couriers/couriers.js';
import { DeliveriesController } from './couriers/deliveries.controller.js';
import { OnlyHere } from './couriers/only-here.js';
import { readDeliverySettings } from './couriers/settings.js';
import { FeedReach } from './feed/feed-reach.js';
import { FeedSides } from './feed/feed-side.js';
import { FeedStore } from './feed/feed-store.js';
import type { FeedSchema } from './feed/feed-store.js';
import { feedReadModel } from './feed/feed.read-model.js';
import { HealthOfFeeds } from './feed/health-of-feeds.js';
import { LastSeen } from './feed/last-seen.js';
import { OpenAnswers } from './feed/open-answers.js';
import { Pace } from './feed/pace.js';
import type { PaceOf } from './feed/pace.js';
import { Polling } from './feed/polling.js';
import { RequestsController } from './feed/requests.controller.js';
import { FeedWaiters, WAITER_LIMITS } from './feed/waiters.js';
import { LetterCommands } from './letters/letter-commands.js';
import { LetterQuery } from './letters/letter-query.js';
import { LettersController } from './letters/letters.controller.js';
import { Letters } from './letters/letters.js';
import { ListsController } from './lists/lists.controller.js';
import { Lists } from './lists/lists.js';
import { GenuineController } from './orders/genuine.controller.js';
import { Issuing } from './orders/issuing.js';
import { OrderChanges } from './orders/order-changes.js';
import { OrderCommands } from './orders/order-commands.js';
import { OrderEnds } from './orders/order-ends.js';
import { OrderFiles } from './orders/order-file.js';
import { OrderReading } from './orders/order-reading.js';
import { OrdersController } from './orders/orders.controller.js';
import { OrdersQueries } from './orders/orders-query.js';
import { OrdersSubscriber } from './orders/orders.subscriber.js';
import { WideningPreviews } from './orders/widening-preview.js';
import { Reconciliation, HOST_METRICS } from './reconcile/reconciliation.js';
import { AnswersController } from './requests/answers.controller.js';
import { Answering } from './requests/answering.js';
import { Overview } from './requests/overview.js';
import { OverviewController } from './requests/overview.controller.js';
import { SandboxController } from './sandbox/sandbox.controller.js';
import { Sandbox } from './sandbox/sandbox.js';
import { SandboxRequests } from './sandbox/sandbox-requests.js';
import { SelfReportsController } from './self-reports/self-reports.controller.js';
import { SelfReports } from './self-reports/self-reports.js';
import { Envelopes } from './streams/envelopes.js';
import { LoggedRequests } from './streams/request-streams.js';
import { Collections } from './taxii/collections.js';
import { TaxiiReading } from './taxii/reading.js';
import { TaxiiController } from './taxii/taxii.controller.js';
import { Timers } from './timers/timers.js';
import { Prober } from './verification/prober.js';
import { Rechecks } from './verification/rechecks.js';
import { Verification } from './verification/verification.js';

/** The outward door: orders, requests, feeds, lists. Alone in holding providers' keys and talking outward. */
@Module({})
export class DispatchModule {
  static register(host: Host): DynamicModule {
    return {
      module: DispatchModule,
      imports: [RuntimeModule.forService('dispatch', host)],
      controllers: [
        OverviewController,
        RequestsController,
        AnswersController,
        SelfReportsController,
        ListsController,
        TaxiiController,
        SandboxController,
        OrdersController,
        DeliveriesController,
        LettersController,
        GenuineController,
        AnswerLinkController,
        OrdersSubscriber,
      ],
      providers: [...ofTheHost(host), ...LETTERS, ...OWN],
    };
  }
}

const OWN: Provider[] = [
  accessLogOf('dispatch'),
  registersReaderOf('dispatch'),
  Envelopes,
  LoggedRequests,
  SandboxRequests,
  Answering,
  Overview,
  LastSeen,
  HealthOfFeeds,
  FeedReach,
  OpenAnswers,
  Polling,
  Sandbox,
  SelfReports,
  Collections,
  TaxiiReading,
  OrderFiles,
  OrderChanges,
  OrderEnds,
  OrdersQueries,
  OrderReading,
  OrderCommands,
  WideningPreviews,
  Issuing,
  LetterQuery,
  Letters,
  LetterCommands,
  Timers,
  Reconciliation,
  Rechecks,
  AnswerReply,
  LinkStreams,
  LinkCommands,
  { provide: BuiltPages, useFactory: () => new BuiltPages() },
];

const ofTheHost = (host: Host): Provider[] => [
  { provide: HOST_METRICS, useValue: host.metrics },
  feedSides(host),
  { provide: AnswerLinks, useValue: new AnswerLinks(host.secrets.dedupe) },
  ...reachingOut(host),
  {
    provide: Lists,
    inject: [OrdersQueries, Clock],
    useFactory: (queries: OrdersQueries, clock: Clock) => new Lists(queries, clock, host.secrets.cursor),
  },
];

/** Whoever does not only poll is carried to, and looked at, as the installation's settings say. */
function reachingOut(host: Host): Provider[] {
  // Read at once: an installation whose settings cannot be used does not start.
  const settings = readDeliverySettings(host.config.dataDir);
  const prober = settings.control && new Prober(settings.control);
  const pace: FactoryProvider<Pace> = {
    provide: Pace,
    inject: [Clock],
    useFactory: (clock: Clock) =>
      new Pace(
        new Map(
          Object.entries(settings.providers).flatMap(([id, one]): [string, PaceOf][] =>
            one.adapter === 'polls' ? [[id, one]] : [],
          ),
        ),
        clock,
      ),
  };
  const couriers: FactoryProvider<Couriers> = {
    provide: Couriers,
    inject: [FeedSides, RegistersReader, LetterBook, AnswerDoor, Database, Clock, Ids, Logger],
    useFactory: (
      { real: side }: FeedSides,
      registers: RegistersReader,
      book: LetterBook,
      door: AnswerDoor,
      database: Database,
      clock: Clock,
      ids: Ids,
      logger: Logger,
    ) => {
      const carriers = carriersOf(settings, {
        side,
        registers,
        book,
        door,
        database,
        clock,
        ids,
        stopping: host.stopping,
      });
      return new Couriers(carriers, side, new OnlyHere(database), logger, () => clock.now(), host);
    },
  };
  const verification: FactoryProvider<Verification> = {
    provide: Verification,
    inject: [Database, LoggedRequests, OrderFiles, RegistersReader, Rechecks, Clock, Logger],
    useFactory: (...parts: [Database, LoggedRequests, OrderFiles, RegistersReader, Rechecks, Clock, Logger]) =>
      new Verification(settings, prober, ...parts),
  };
  const written = Object.entries(settings.providers).filter(
    ([, { adapter }]) => adapter === 'letter' || adapter === 'platform-notice',
  );
  const door: FactoryProvider<AnswerDoor> = {
    provide: AnswerDoor,
    inject: [RegistersReader, AnswerLinks, LinkStreams],
    useFactory: (registers: RegistersReader, links: AnswerLinks, streams: LinkStreams) =>
      new AnswerDoor({
        answersAt: settings.answersAt,
        written: new Set(written.map(([provider]) => provider)),
        registers,
        links,
        streams,
      }),
  };
  return [couriers, verification, pace, door];
}

/** The register of letters and their files, also where no provider is written to any more: what was sent stays. */
const LETTERS: Provider[] = [
  {
    provide: LetterFiles,
    inject: [Database, AnswerLinks],
    useFactory: (database: Database, links: AnswerLinks) =>
      new LetterFiles(database, (base, request) => links.url(base, request)),
  },
  {
    provide: LetterBook,
    inject: [EventStore, Envelopes, OrderFiles, RegistersReader, LetterFiles, AnswerDoor, Clock, Ids],
    useFactory: (
      store: EventStore,
      envelopes: Envelopes,
      orders: OrderFiles,
      registers: RegistersReader,
      files: LetterFiles,
      door: AnswerDoor,
      clock: Clock,
      ids: Ids,
    ) =>
      new LetterBook({
        store,
        envelopes,
        orders,
        registers,
        files,
        linkRound: (item) => door.roundOf(item),
        clock,
        ids,
      }),
  },
];

/** Both worlds of requests, each with its own feed and its own waiters. */
const feedSides = ({ stopping, metrics }: Host): FactoryProvider<FeedSides> => ({
  provide: FeedSides,
  inject: [Database, LoggedRequests, SandboxRequests, ServiceRuntime],
  useFactory: (database: Database, logged: LoggedRequests, sandbox: SandboxRequests, runtime: ServiceRuntime) => {
    const world = (schema: FeedSchema): { store: FeedStore; waiters: FeedWaiters } => {
      const store = new FeedStore(database, schema);
      const goFirst = (): (() => void) => runtime.precedence.take();
      return {
        store,
        waiters: new FeedWaiters((providers) => store.heads(providers), WAITER_LIMITS, Math.random, goFirst),
      };
    };
    const real = world('dispatch_feed');
    const tests = world('dispatch_sandbox');
    let seen = -1;
    runtime.progress.onChange(() => {
      const position = runtime.progress.get(feedReadModel.name)?.position ?? -1;
      if (position === seen) return;
      seen = position;
      real.waiters.signal();
    });
    sandbox.onAppend(() => {
      tests.waiters.signal();
    });
    metrics.gauge('lachan_feed_waiters', 'Polls of providers that wait for something new', () => [
      { value: real.waiters.waiting },
    ]);
    stopping.addEventListener('abort', () => {
      real.waiters.stop();
      tests.waiters.stop();
    });
    return new FeedSides(
      { lane: 'requests', streams: logged, ...real },
      { lane: 'sandbox', streams: sandbox, ...tests },
    );
  },
});
