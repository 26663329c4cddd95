package dev.cyanotype.deployment.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.deployment.EngineException;
import java.math.BigDecimal;
import java.util.Optional;

/// What the daemon's host has to share out.
///
/// @param processors at least 1
/// @param memoryBytes 0 where the daemon does not say
record Machine(int processors, long memoryBytes) {

  private static final long BILLION = 1_000_000_000;

  /// Empty where the daemon does not say, or does not answer.
  static Optional<Machine> of(DockerApi api) {
    try {
      DockerApi.Answer answer = api.get("/info");
      JsonNode info = answer.body();
      return answer.isGood() && info.path("NCPU").asInt() > 0
          ? Optional.of(new Machine(info.path("NCPU").asInt(), info.path("MemTotal").asLong()))
          : Optional.empty();
    } catch (EngineException _) {
      return Optional.empty();
    }
  }

  /// Docker refuses to start a container that may use more.
  boolean hasProcessors(long nanoCpus) {
    return BigDecimal.valueOf(nanoCpus)
            .compareTo(BigDecimal.valueOf(BILLION).multiply(BigDecimal.valueOf(processors)))
        <= 0;
  }

  boolean hasMemory(long bytes) {
    return memoryBytes == 0 || bytes <= memoryBytes;
  }
}
