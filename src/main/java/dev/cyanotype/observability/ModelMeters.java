package dev.cyanotype.observability;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/// The metrics of OpenTelemetry's semantic conventions for generative AI, with the buckets and
/// attributes that they name: `gen_ai.client.operation.duration`, `gen_ai.client.token.usage`,
/// `gen_ai.server.time_to_first_token`, `gen_ai.server.time_per_output_token`.
///
/// A model is a label, and both requests and providers may name any, so only the first
/// [BoundedNames#MAX] get one of their own.
final class ModelMeters {

  private static final Duration[] DURATIONS =
      seconds(
          0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
  private static final Duration[] FIRST_TOKEN =
      seconds(0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10);
  private static final Duration[] PER_TOKEN =
      seconds(0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5);
  private static final double[] TOKENS = {
    1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864
  };

  private record Key(ModelOperation operation, String responseModel, String errorType) {}

  private final MeterRegistry registry;
  private final BoundedNames names = new BoundedNames();
  private final Map<Key, Timers> timers = new ConcurrentHashMap<>();

  ModelMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  private static Duration[] seconds(double... bounds) {
    return DoubleStream.of(bounds)
        .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
        .toArray(Duration[]::new);
  }

  /// @param responseModel empty where none answered
  /// @param errorType empty where the answer is whole
  Timers of(ModelOperation operation, String responseModel, String errorType) {
    ModelOperation known =
        new ModelOperation(
            operation.provider(),
            names.bounded(operation.model()),
            operation.server(),
            java.util.Optional.empty(),
            java.util.Optional.empty());
    return timers.computeIfAbsent(
        new Key(known, names.bounded(responseModel), errorType), Timers::new);
  }

  /// The meters of one combination of attributes.
  final class Timers {

    private final Tags tags;
    private final Timer duration;
    private final Timer firstToken;
    private final Timer perToken;
    private final DistributionSummary input;
    private final DistributionSummary output;

    private Timers(Key key) {
      tags =
          Tags.of(
              Tag.of("gen_ai.operation.name", "chat"),
              Tag.of("gen_ai.provider.name", key.operation().provider()),
              Tag.of("gen_ai.request.model", key.operation().model()),
              Tag.of("gen_ai.response.model", key.responseModel()),
              Tag.of("server.address", key.operation().serverAddress()),
              Tag.of("server.port", Integer.toString(key.operation().serverPort())));
      duration =
          timer("gen_ai.client.operation.duration", "From asking a model to the end", DURATIONS)
              .tag("error.type", key.errorType())
              .register(registry);
      boolean whole = key.errorType().isEmpty();
      firstToken =
          whole
              ? timer(
                      "gen_ai.server.time_to_first_token",
                      "From asking a model to its first token",
                      FIRST_TOKEN)
                  .register(registry)
              : null;
      perToken =
          whole
              ? timer(
                      "gen_ai.server.time_per_output_token",
                      "Between two tokens, behind the first one",
                      PER_TOKEN)
                  .register(registry)
              : null;
      input = whole ? tokens("input") : null;
      output = whole ? tokens("output") : null;
    }

    private Timer.Builder timer(String name, String description, Duration... bounds) {
      return Timer.builder(name).description(description).tags(tags).serviceLevelObjectives(bounds);
    }

    private DistributionSummary tokens(String type) {
      return DistributionSummary.builder("gen_ai.client.token.usage")
          .description("Tokens of prompts and answers, as providers count them")
          .tags(tags)
          .tag("gen_ai.token.type", type)
          .serviceLevelObjectives(TOKENS)
          .register(registry);
    }

    void duration(long nanos) {
      duration.record(nanos, TimeUnit.NANOSECONDS);
    }

    /// @param rest from the first token to the end
    void stream(long toFirstToken, long rest, Tokens count) {
      firstToken.record(toFirstToken, TimeUnit.NANOSECONDS);
      if (count.output() > 1) {
        perToken.record(rest / (count.output() - 1), TimeUnit.NANOSECONDS);
      }
    }

    void tokens(Tokens count) {
      input.record(count.input());
      output.record(count.output());
    }
  }
}
