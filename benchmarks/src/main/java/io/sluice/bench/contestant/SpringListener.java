package io.sluice.bench.contestant;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Spring Kafka with {@code @RetryableTopic}: one record a call, one consumer a partition, the
 * defaults otherwise.
 */
final class SpringListener implements Contestant {
  /** Whether records that follow a failed one are fetched again; Spring's default is yes. */
  static final String SEEK_AFTER_ERROR = "seek_after_error";

  private final Surroundings surroundings;
  private @Nullable AnnotationConfigApplicationContext context;

  SpringListener(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void start(EventWork work) {
    AnnotationConfigApplicationContext starting = new AnnotationConfigApplicationContext();
    starting
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "bench",
                Map.of(
                    "bench.topic", surroundings.topics().get(0),
                    "bench.run", surroundings.run())));
    starting.registerBean(Surroundings.class, () -> surroundings);
    starting.registerBean(EventWork.class, () -> work);
    starting.register(SpringBeans.class, SpringHandler.class);
    starting.refresh();
    context = starting;
  }

  @Override
  public void close() {
    AnnotationConfigApplicationContext running = context;
    if (running != null) {
      running.close();
    }
  }
}
