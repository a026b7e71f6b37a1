package io.sluice.replay;

import io.sluice.replay.letter.DeadLetterTopic;
import java.util.Map;

/**
 * What an export wrote.
 *
 * @param topic the dead-letter topic
 * @param exported letters written
 * @param limitReached true: there may be more
 * @param endOffsets up to where the topic was read, by partition; what came later is not in it
 */
public record ExportReport(
    DeadLetterTopic topic, long exported, boolean limitReached, Map<Integer, Long> endOffsets) {}
