package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.replay.letter.DeadLetter;
import io.sluice.schema.EventCodec;
import io.sluice.schema.Origin;
import io.sluice.schema.avro.AuditRecord;
import io.sluice.schema.avro.AuditedLetter;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Writes down one run. */
final class AuditTrail {
  private final Run run;
  private final EventCodec codec;

  /**
   * @throws io.sluice.schema.RegistryUnavailableException when the registry gives no answer: before
   *     anything is moved
   */
  AuditTrail(Run run, EventCodec codec) {
    this.run = run;
    this.codec = codec;
    byte[] unused = value(List.of(), null, null);
  }

  /** The letters of one transaction. */
  ProducerRecord<byte[], byte[]> letters(List<AuditedLetter> letters) {
    return record(letters, null, null);
  }

  /**
   * The last record of a run.
   *
   * @param how complete, limit, stopped
   */
  ProducerRecord<byte[], byte[]> ended(String how) {
    return record(List.of(), how, null);
  }

  /** What is about to be done, where no transaction can hold both that and the audit. */
  ProducerRecord<byte[], byte[]> announced(String note) {
    return record(List.of(), null, note);
  }

  /**
   * @param written where it lies now; null: nowhere
   */
  static AuditedLetter letter(
      DeadLetter letter, Verdict verdict, @Nullable RecordMetadata written) {
    return entry(letter, Run.fateWord(verdict.fate()))
        .setTargetTopic(written == null ? null : written.topic())
        .setTargetPartition(written == null ? null : written.partition())
        .setTargetOffset(written == null ? null : written.offset())
        .setChange(verdict.change() == null ? null : verdict.change().word())
        .setOriginalValue(original(letter, verdict))
        .build();
  }

  /**
   * A letter of an archive.
   *
   * @param written where it lies now
   */
  static AuditedLetter imported(DeadLetter letter, RecordMetadata written) {
    return entry(letter, "imported")
        .setPartition(written.partition())
        .setOffset(written.offset())
        .setTargetTopic(written.topic())
        .setTargetPartition(written.partition())
        .setTargetOffset(written.offset())
        .build();
  }

  private static AuditedLetter.Builder entry(DeadLetter letter, String fate) {
    Origin origin = letter.origin();
    return AuditedLetter.newBuilder()
        .setPartition(letter.place().partition())
        .setOffset(letter.place().offset())
        .setId(letter.id())
        .setFate(fate)
        .setOriginTopic(origin == null ? null : origin.topic())
        .setOriginPartition(origin == null ? null : origin.partition())
        .setOriginOffset(origin == null ? null : origin.offset());
  }

  private static @Nullable ByteBuffer original(DeadLetter letter, Verdict verdict) {
    byte @Nullable [] value = letter.raw().value();
    return verdict.value() == null || value == null ? null : ByteBuffer.wrap(value);
  }

  private ProducerRecord<byte[], byte[]> record(
      List<AuditedLetter> letters, @Nullable String ended, @Nullable String note) {
    return new ProducerRecord<>(
        run.topic().auditTopic(), 0, run.id().getBytes(UTF_8), value(letters, ended, note));
  }

  private byte[] value(List<AuditedLetter> letters, @Nullable String ended, @Nullable String note) {
    AuditRecord record =
        AuditRecord.newBuilder()
            .setRun(run.id())
            .setAction(run.action())
            .setBy(run.operator().by())
            .setAt(run.clock().instant())
            .setCommand(run.operator().command())
            .setReason(run.operator().reason())
            .setFilter(run.filter())
            .setPlan(run.plan())
            .setTopic(run.topic().name())
            .setLetters(letters)
            .setEnded(ended)
            .setNote(note)
            .build();
    return codec.encodeAudit(run.topic().auditTopic(), record);
  }
}
