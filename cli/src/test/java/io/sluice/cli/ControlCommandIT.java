package io.sluice.cli;

import static io.sluice.cli.ControlledPipeline.BLOCK;
import static io.sluice.cli.ControlledPipeline.FAIL;
import static io.sluice.cli.ControlledPipeline.PATIENCE;
import static io.sluice.cli.ControlledPipeline.SUCCEED;
import static io.sluice.cli.ControlledPipeline.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of a real pipeline, and say to it: also once it was killed. */
@ExtendWith(LocalClusterExtension.class)
final class ControlCommandIT {
  @Test
  void whatIsSaid_isHeld_shown_audited_andOutlivesAKill(LocalCluster cluster, @TempDir Path folder)
      throws Exception {
    ControlledPipeline shop = new ControlledPipeline(cluster, folder);
    shop.publish(event("job.run", "e0", SUCCEED));
    try (ChildSluice child = shop.start()) {
      await().atMost(PATIENCE).until(() -> shop.status("e0").equals("succeeded"));
      awaitReady(child);

      mistakes_areToldAndNothingIsWritten(shop);
      CommandRun paused = shop.run("pause", "mail.#", "--reason", "the provider moves");
      assertThat(paused.err()).isEmpty();
      assertThat(paused.exitCode()).isZero();
      assertThat(paused.out())
          .contains("paused mail.#: its events wait until `sluice resume` lets them run again")
          .contains("The one instance that runs hears it within a second.");
      assertThat(shop.run("pause", "mail.#").out())
          .contains("mail.# is paused already, since ")
          .contains(": the provider moves");
      assertThat(shop.run("rate-limit", "job.run", "600/m").out())
          .contains("job.run is limited to 600/m, all instances together");
      assertThat(shop.run("concurrency", "job.run", "2").out())
          .contains("job.run runs 2 at once at the most, in each instance");
      awaitHeard(shop);
      assertThat(shop.run("ps").out())
          .contains("pipeline " + shop.name + ", 1 instance\n")
          .containsPattern("INSTANCE +VERSION +STATE +UP ")
          .containsPattern(":" + child.pid() + ":[0-9a-f]{8} .* running ")
          .containsPattern("job.run +0 +\\S+/s +600/m +2 +-\n");

      child.kill();
    }
    CommandRun ps = shop.run("ps");
    assertThat(ps.err()).isEmpty();
    assertThat(ps.out())
        .contains("mail.# ", "the provider moves", "600/m")
        .contains(shop.name + ".events")
        .contains(shop.name + ".retry")
        .contains(shop.name + ".workflow");
    try (ChildSluice again = shop.start()) {
      awaitReady(again);
      await()
          .atMost(PATIENCE)
          .until(
              () -> instance(shop, again.pid()).at("/limits/paused/0").asText().equals("mail.#"));

      assertThat(shop.run("resume", "mail.#").out()).contains("resumed mail.#, which was paused");
      assertThat(shop.run("rate-limit", "job.run", "off").out()).contains("runs as configured");
      assertThat(shop.run("concurrency", "job.run", "off").out()).contains("runs as configured");
      shop.assertFails(1, "mail.# is not paused in the pipeline", "resume", "mail.#");
      shop.assertFails(1, "No rate was set for job.run live", "rate-limit", "job.run", "off");
      await()
          .atMost(PATIENCE)
          .until(() -> instance(shop, again.pid()).at("/limits/paused").isEmpty());
      assertThat(again.stop()).isZero();
    }
    awaitOnlyLost(shop);
    JsonNode audit = shop.audit();
    assertThat(audit.findValuesAsText("action"))
        .containsExactly(
            "concurrency", "rate-limit", "resume", "concurrency", "rate-limit", "pause", "cancel");
    assertThat(audit.get(5).get("reason").asText()).isEqualTo("the provider moves");
    assertThat(audit.get(5).get("filter").asText()).isEqualTo("mail.#");
    assertThat(audit.get(5).get("by").asText()).contains("@");
    assertThat(audit.get(5).get("command").asText()).startsWith("sluice pause 'mail.#'");
    assertThat(shop.run("cancel", "nobody", "--force", "--wait", "10m").out())
        .contains("No instance of " + shop.name + " runs now; it is carried out when one does.");
  }

  @Test
  void events_areFoundInEachState_andWithdrawn_throughAKill(
      LocalCluster cluster, @TempDir Path folder) throws Exception {
    ControlledPipeline shop = new ControlledPipeline(cluster, folder);
    try (ChildSluice child = shop.start()) {
      awaitReady(child);
      assertThat(shop.run("pause", "mail.#", "--force").exitCode()).isZero();
      shop.publish(
          event("job.run", "failed", FAIL).key("k"),
          event("job.run", "follower", SUCCEED).key("k"),
          event("job.run", "later", SUCCEED).delay(Duration.ofHours(2)),
          event("job.run", "stuck", BLOCK),
          event("mail.send", "m1", SUCCEED),
          event("mail.send", "m2", SUCCEED));
      awaitIds(shop, "running", "stuck");
      awaitIds(shop, "retrying", "failed");
      awaitIds(shop, "parked", "follower");
      awaitIds(shop, "delayed", "later");
      awaitIds(shop, "held", "m1", "m2");
      await()
          .atMost(PATIENCE)
          .until(() -> instance(shop, child.pid()).at("/load/held").asInt() == 2);
      JsonNode load = instance(shop, child.pid()).get("load");
      assertThat(load.get("delayed").asLong()).isEqualTo(2);
      assertThat(load.get("parked").asLong()).isEqualTo(1);
      assertThat(load.at("/running/0/id").asText()).isEqualTo("stuck");
      child.kill();
    }
    shop.publish(event("job.run", "unread", SUCCEED));
    events_areListedWhileNobodyRuns(shop);

    // Each is known without a processor, and none is told of yet.
    CommandRun cancelled =
        shop.run("cancel", "failed", "follower", "later", "stuck", "unread", "--wait", "0s");
    assertThat(cancelled.err()).isEmpty();
    assertThat(cancelled.exitCode()).isZero();
    assertThat(cancelled.out().lines())
        .hasSize(5)
        .allMatch(it -> it.contains("is to be cancelled"));
    try (ChildSluice again = shop.start()) {
      for (String id : List.of("failed", "follower", "later", "stuck", "unread")) {
        await().atMost(PATIENCE).until(() -> shop.status(id).equals("cancelled"));
      }
      events_areWithdrawnWhileItRuns(shop);
      assertThat(again.stop()).isZero();
    }
  }

  private static void events_areListedWhileNobodyRuns(ControlledPipeline shop) throws Exception {
    assertThat(shop.ids("waiting")).containsExactly("unread");
    CommandRun all = shop.run("events");
    assertThat(all.err()).isEmpty();
    assertThat(all.out())
        .containsPattern("running +stuck +job.run +- +0 .*\n")
        .containsPattern("held +m1 +mail.send .* paused\n")
        .containsPattern("retrying +failed +job.run +k +1 .*IOException: told to fail\n")
        .containsPattern("delayed +later +job.run .*\n")
        .containsPattern("parked +follower +job.run +k .*behind failed\n")
        .containsPattern("waiting +unread +job.run .*\n");
    assertThat(shop.run("events", "--limit", "1").out())
        .contains("the first 1 shown; --limit N shows more");
    assertThat(shop.run("events", "--type", "nope").out()).isEqualTo("no such events\n");
    shop.assertFails(2, "--limit must be at least 1", "events", "--limit", "0");
    shop.assertFails(2, "sleeping", "events", "--state", "sleeping");
  }

  private static void events_areWithdrawnWhileItRuns(ControlledPipeline shop) throws Exception {
    awaitIds(shop, "held", "m1", "m2");
    shop.publish(event("job.run", "stuck-too", BLOCK));
    awaitIds(shop, "running", "stuck-too");

    CommandRun cancelled = shop.run("cancel", "m1", "stuck-too", "--wait", "60s");
    assertThat(cancelled.err()).isEmpty();
    assertThat(cancelled.out().lines())
        .containsExactlyInAnyOrder("cancelled m1 (mail.send)", "cancelled stuck-too (job.run)");
    assertThat(cancelled.exitCode()).isZero();
    shop.assertFails(1, "m1 was already cancelled at ", "cancel", "m1");

    workflow_isWithdrawn_andItsEndIsTold(shop);

    assertThat(shop.run("cancel", "ghost", "--force", "--wait", "0s").exitCode()).isZero();
    shop.publish(event("job.run", "ghost", SUCCEED));
    await().atMost(PATIENCE).until(() -> shop.status("ghost").equals("cancelled"));

    assertThat(shop.run("resume", "mail.#").exitCode()).isZero();
    await().atMost(PATIENCE).until(() -> shop.status("m2").equals("succeeded"));
    assertThat(shop.status("m1")).isEqualTo("cancelled");
    assertThat(shop.run("events").out()).isEqualTo("no such events\n");
  }

  private static void workflow_isWithdrawn_andItsEndIsTold(ControlledPipeline shop)
      throws Exception {
    String step = "{type: mail.send, id: %s, data: {do: " + SUCCEED + "}}";
    String chain = step.formatted("step-1") + ", " + step.formatted("step-2");
    CommandRun published = shop.publishWorkflow("id: wf-del\nworkflow: {chain: [" + chain + "]}\n");
    assertThat(published.exitCode()).as(published.err()).isZero();
    await().atMost(PATIENCE).until(() -> shop.ids("held").contains("step-1"));

    CommandRun cancelled = shop.run("cancel", "wf-del", "--wait", "60s");
    assertThat(cancelled.err()).isEmpty();
    assertThat(cancelled.out().strip())
        .isEqualTo("wf-del is cancelled: its steps that had not ended do not run");
    assertThat(cancelled.exitCode()).isZero();
    assertThat(shop.run("event", "wf-del").out())
        .contains("status    failed: cancelled\n", "see: sluice workflow show wf-del --pipeline ");
  }

  private static void awaitIds(ControlledPipeline shop, String state, String... ids) {
    await().atMost(PATIENCE).until(() -> shop.ids(state).equals(List.of(ids)));
  }

  private static void mistakes_areToldAndNothingIsWritten(ControlledPipeline shop) {
    awaitReported(shop);
    shop.assertFails(2, "\"-1/s\" is no rate; write a whole", "rate-limit", "job.run", "-1/s");
    shop.assertFails(2, "\"0/s\" is no rate", "rate-limit", "job.run", "0/s");
    shop.assertFails(2, "\"5\" is no rate", "rate-limit", "job.run", "5");
    shop.assertFails(2, "\"-1\" is no number of attempts", "concurrency", "job.run", "-1");
    shop.assertFails(2, "\"0\" is no number of attempts", "concurrency", "job.run", "0");
    shop.assertFails(2, "Did you mean job.run?", "pause", "job.rum");
    shop.assertFails(2, "It serves job.run, mail.#.", "pause", "weather.report");
    shop.assertFails(2, "it is served by mail.#", "rate-limit", "mail.send", "1/s");
    shop.assertFails(1, "job.run is not paused", "resume", "job.run");
    shop.assertFails(1, "e0 already succeeded at ", "cancel", "e0");
    shop.assertFails(1, "no event with id nope on " + shop.name + ".status", "cancel", "nope");
    shop.assertFails(2, "--wait must be a duration", "cancel", "e0", "--wait", "soon");
    shop.assertFails(2, "--watch needs a terminal", "ps", "--watch");
    assertThat(shop.run("cancel", "nope", "--force", "--wait", "0s").out())
        .contains("nope is to be cancelled", "it holds until");
  }

  private static void awaitReported(ControlledPipeline shop) {
    await()
        .atMost(PATIENCE)
        .until(() -> shop.json("ps", "--json").at("/instances/0/handlers").size() == 2);
  }

  private static void awaitHeard(ControlledPipeline shop) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              JsonNode limits = shop.json("ps", "--json").at("/instances/0/limits");
              return limits.at("/paused/0").asText().equals("mail.#")
                  && limits.at("/rates/job.run").asText().equals("600/m")
                  && limits.at("/concurrency/job.run").asInt() == 2;
            });
  }

  private static JsonNode instance(ControlledPipeline shop, long pid) throws Exception {
    for (JsonNode instance : shop.json("ps", "--json").get("instances")) {
      if (instance.get("pid").asLong() == pid) {
        return instance;
      }
    }
    return MissingNode.getInstance();
  }

  /** The one that was stopped is gone, the one that was killed is lost. */
  private static void awaitOnlyLost(ControlledPipeline shop) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              JsonNode instances = shop.json("ps", "--json").get("instances");
              return instances.size() == 1 && instances.get(0).get("lost").asBoolean();
            });
    assertThat(shop.run("ps").out())
        .contains("no instance runs, 1 lost")
        .containsPattern(" lost \\d+[sm] ago ");
  }

  private static void awaitReady(ChildSluice child) {
    await()
        .atMost(PATIENCE)
        .failFast("the process ended", () -> !child.isAlive())
        .ignoreExceptions()
        .until(() -> child.get("/health/ready").statusCode() == 200);
  }
}
