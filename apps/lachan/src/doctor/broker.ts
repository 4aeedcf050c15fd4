import type pg from 'pg';
import { BrokerUnavailable, kafkaSettings, kafkaStanding } from '#libs/messaging';
import type { AppConfig } from '#libs/service-kit';
import { commandLogger } from '../cli/context.js';
import type { Finding } from './finding.js';

/** Above this many events the relay is not keeping up, or does not run. */
const FAR_BEHIND = 10_000;

/** Kafka, where the configuration names it: the brokers, the topics, and how far the log was carried. */
export const broker = async (config: AppConfig, pool: pg.Pool): Promise<Finding[]> => {
  const settings = kafkaSettings(config);
  if (!settings) return [{ ok: true, what: 'broker', found: 'none: services hear of events through PostgreSQL' }];
  try {
    const { brokers, missing, weak, behind } = await kafkaStanding(settings, pool, commandLogger(config));
    return [
      { ok: true, what: 'broker', found: `${String(brokers)} answer` },
      {
        ok: missing.length === 0 && behind !== null,
        what: 'topics',
        found: missing.length === 0 ? 'all are there' : `missing: ${missing.join(', ')}`,
        advice: 'run `npm run lachan -- topics`; a topic that was deleted is then filled again from the log',
      },
      {
        ok: weak.length === 0,
        what: 'copies of the topics',
        found: weak.length === 0 ? 'all in sync' : `not all in sync: ${weak.join(', ')}`,
        advice: 'is a broker down? Nothing is lost meanwhile: the log in PostgreSQL is the truth',
      },
      {
        ok: (behind ?? 0) <= FAR_BEHIND,
        what: 'relay',
        found: behind === null ? 'has not begun' : `${String(behind)} events of the log are not carried yet`,
        advice: 'does a process that runs the ledger run? It carries the log to Kafka',
      },
    ];
  } catch (error) {
    if (!(error instanceof BrokerUnavailable)) throw error;
    return [
      {
        ok: false,
        what: 'broker',
        found: error.message,
        advice: 'start it, or correct KAFKA_BROKERS and KAFKA_…; events wait in the log and nothing is lost meanwhile',
      },
    ];
  }
};
