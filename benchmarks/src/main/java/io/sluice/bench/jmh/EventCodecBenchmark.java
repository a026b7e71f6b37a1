package io.sluice.bench.jmh;

import io.sluice.bench.avro.BenchPayload;
import io.sluice.bench.topic.EventId;
import io.sluice.bench.topic.EventMaker;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.InMemorySchemaRegistry;
import io.sluice.schema.avro.Envelope;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** An event with 300 bytes of payload to bytes and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before it measures.
public class EventCodecBenchmark {
  private static final String TOPIC = "events";

  private EventCodec codec;
  private EventDraft draft;
  private EncodeContext context;
  private byte[] bytes;
  private Envelope envelope;

  @Setup
  public void prepare() {
    codec = EventCodec.create(Map.of(), new InMemorySchemaRegistry());
    draft = EventDraft.of(EventMaker.TYPE, EventMaker.payload(1)).id(EventId.of(1)).key("key");
    context = new EncodeContext(TOPIC, "bench", Instant.EPOCH);
    bytes = codec.encode(draft, context).value();
    envelope = codec.decode(TOPIC, bytes);
  }

  @Benchmark
  public EncodedEvent encode() {
    return codec.encode(draft, context);
  }

  @Benchmark
  public Envelope decodeEnvelope() {
    return codec.decode(TOPIC, bytes);
  }

  @Benchmark
  public BenchPayload decodePayload() {
    return codec.decodeData(envelope, BenchPayload.class);
  }

  @Benchmark
  public BenchPayload decodeBoth() {
    return codec.decodeData(codec.decode(TOPIC, bytes), BenchPayload.class);
  }
}
