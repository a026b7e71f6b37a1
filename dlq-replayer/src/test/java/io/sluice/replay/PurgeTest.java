package io.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.avro.AuditRecord;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PurgeTest {
  private final Letterbox box = new Letterbox(1);
  private final Purge purge =
      new Purge(
          Letterbox.TOPIC,
          Instant.ofEpochMilli(Letters.DEAD_AT + 1),
          Operator.named("ops@host"),
          Letterbox.NOW);

  @Test
  void purge_isInTheAuditBefore_andWhenItIsDone() {
    box.letter("one", "a", 1);
    box.letter("two", "b", 2);

    purge.run(box.cluster, box.codec, purge.look(box.cluster));

    assertThat(box.waiting()).isEmpty();
    assertThat(box.audit())
        .extracting(AuditRecord::getNote)
        .containsExactly("2 letters to delete, 2 of them not dealt with; all before 0/2", null);
    assertThat(box.audit()).extracting(AuditRecord::getEnded).containsExactly(null, "complete");
  }

  @Test
  void purgeThatIsRefused_isNotToldAsDone() {
    box.letter("one", "a", 1);
    box.cluster.refuseDeletes();

    assertThatThrownBy(() -> purge.run(box.cluster, box.codec, purge.look(box.cluster)))
        .isInstanceOf(ReplayException.class);

    assertThat(box.waiting()).containsExactly("one");
    assertThat(box.audit()).extracting(AuditRecord::getEnded).containsExactly((String) null);
  }
}
