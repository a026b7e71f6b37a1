package io.sluice.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Which Sluice this is, and what it runs on. */
@Command(
    name = "version",
    description = "Print the versions of Sluice, Kafka's clients, Avro and Java.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  sluice version", "  sluice version --json"})
final class VersionCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin OutputOptions output;

  @Override
  public Integer call() {
    Map<String, String> versions = versions();
    if (output.json) {
      output.printJson(spec.commandLine().getOut(), versions);
    } else {
      versions.forEach(
          (name, version) -> spec.commandLine().getOut().println(name + " " + version));
    }
    return ExitCodes.DONE;
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("sluice", ofJar(Sluice.class));
    versions.put("kafka", AppInfoParser.getVersion());
    versions.put("avro", ofJar(Schema.class));
    versions.put("java", System.getProperty("java.version", "unknown"));
    return versions;
  }

  private static String ofJar(Class<?> type) {
    @Nullable String version = type.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  /** What {@code sluice --version} prints. */
  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"sluice " + ofJar(Sluice.class)};
    }
  }
}
