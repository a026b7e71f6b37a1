package io.sluice.cli;

import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.acl.AclPermissionType.ALLOW;
import static org.apache.kafka.common.acl.AclPermissionType.DENY;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.local.LocalCluster;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong is named, and nothing is moved. On a broker that knows rights. */
final class DlqRefusalIT {
  private static LocalCluster cluster;

  private PipelineLetters letters;

  @BeforeAll
  static void start() {
    cluster =
        LocalCluster.builder()
            .brokerSetting(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            .brokerSetting("allow.everyone.if.no.acl.found", "true")
            .start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void twoLetters() throws Exception {
    letters = new PipelineLetters(cluster).with("e1", "e2");
  }

  @AfterEach
  void close() {
    letters.close();
  }

  @Test
  void noRightToWrite_isSaidWithTheTopic() throws Exception {
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", cluster.bootstrapServers()))) {
      admin.createAcls(List.of(acl(ALL, ALLOW), acl(WRITE, DENY))).all().get();
    }

    assertFails(1, "No right to use the topic " + letters.retry, "replay", "--reason", "fixed");
  }

  @Test
  void registryThatIsAway_isSaid() throws Exception {
    String nowhere = "http://127.0.0.1:1/apis/ccompat/v7";

    assertFails(1, "registry", "replay", "--reason", "fixed", "--schema-registry", nowhere);
  }

  @Test
  void mistakes_areNamed() throws Exception {
    assertFails(2, "Say why with --reason", "replay");
    assertFails(2, "Say why with --reason", "discard", "--all");
    assertFails(2, "--reason is empty", "replay", "--reason", " ");
    assertFails(1, "There is no topic nope", "replay", "--to-topic", "nope", "--reason", "x");
    assertFails(2, "mutually exclusive", "replay", "--to-topic", "nope", "--to-source");
    assertFails(2, "--max-replays", "replay", "--max-replays", "0", "--reason", "x");
    assertFails(2, "--topic name the letters twice", "replay", "--topic", "x", "--reason", "x");
    assertFails(2, "no JSON Patch", "replay", "--edit", "{", "--reason", "x");
    assertFails(2, "there is no such file", "replay", "--edit", "@/no/file", "--reason", "x");
    assertFails(
        1,
        "An edit is for one letter, and the filter lets 2 through",
        "replay",
        "--edit",
        "[]",
        "--reason",
        "x");
    assertFails(2, "--older-than", "purge", "--older-than", "soon", "--reason", "x", "--yes");
  }

  @Test
  void unknownId_isNamed_andNothingIsMoved() throws Exception {
    assertFails(
        1,
        "There is no dead letter nobody in the topic. Nothing was moved.",
        "replay",
        "--id",
        "nobody",
        "--reason",
        "fixed");
  }

  private void assertFails(int exitCode, String message, String... args) throws Exception {
    CommandRun run = letters.dlq(args);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(letters.waiting()).containsExactly("e1", "e2");
    assertThat(letters.count(letters.retry)).isZero();
  }

  private AclBinding acl(AclOperation operation, AclPermissionType permission) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, letters.retry, PatternType.LITERAL),
        new AccessControlEntry("User:*", "*", operation, permission));
  }
}
