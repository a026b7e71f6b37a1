package io.sluice.replay;

import org.apache.kafka.common.Uuid;

/** What must be known of a topic. */
record TopicFacts(String name, Uuid id, int partitions, short replication) {}
