import { Partitioners } from 'kafkajs';

const partition = Partitioners.DefaultPartitioner();

/**
 * The lane of an ordering key: the number of its partition in every topic. The same as Kafka's default partitioner for keyed records
 * (murmur2), so that records which anybody else produces with our keys are where they belong.
 */
export function laneOf(orderingKey: string, lanes: number): number {
  return partition({
    topic: '',
    partitionMetadata: metadata(lanes),
    message: { key: orderingKey, value: null },
  });
}

type Metadata = Parameters<typeof partition>[0]['partitionMetadata'];
const known = new Map<number, Metadata>();

function metadata(lanes: number): Metadata {
  let found = known.get(lanes);
  if (!found) {
    found = Array.from({ length: lanes }, (_, partitionId) => ({
      partitionErrorCode: 0, partitionId, leader: 0, replicas: [0], isr: [0],
    })); // prettier-ignore
    known.set(lanes, found);
  }
  return found;
}

/** The name under which one lane of a subscription keeps its checkpoint, notes and failures. */
export const laneName = (subscription: string, lane: number): string => `${subscription}/${String(lane)}`;
