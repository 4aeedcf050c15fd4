import { AssignerProtocol } from 'kafkajs';
import type { PartitionAssigner } from 'kafkajs';

/**
 * Gives whole lanes to the members of a group: partition n of every topic goes to the same process. kafkajs' own assigner deals out
 * partitions one by one, so that a case's reports could be read by one process and its orders by another.
 */
export const laneAssigner: PartitionAssigner = ({ cluster }) => {
  const name = 'LachanLanes';
  const version = 1;
  return {
    name,
    version,
    assign({ members, topics }) {
      const ids = members.map(({ memberId }) => memberId).sort();
      const shares = new Map<string, Record<string, number[]>>(ids.map((id) => [id, {}]));
      for (const topic of topics) {
        for (const { partitionId } of cluster.findTopicPartitionMetadata(topic)) {
          const share = shares.get(ids[partitionId % ids.length] ?? '');
          if (share) (share[topic] ??= []).push(partitionId);
        }
      }
      return Promise.resolve(
        [...shares].map(([memberId, assignment]) => ({
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({
            version,
            assignment,
            userData: Buffer.alloc(0),
          }),
        })),
      );
    },
    protocol: ({ topics }) => ({
      name,
      metadata: AssignerProtocol.MemberMetadata.encode({ version, topics, userData: Buffer.alloc(0) }),
    }),
  };
};
