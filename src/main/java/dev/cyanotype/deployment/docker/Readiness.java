package dev.cyanotype.deployment.docker;

import dev.cyanotype.deployment.Engine.Progress;
import dev.cyanotype.deployment.EngineException;
import dev.cyanotype.deployment.docker.DockerPart.Container;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Waits until a container works: until its health check says so, or until it has run for a while.
final class Readiness {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int LOG_BYTES = 2048;
  private static final int MAX_LOG_ANSWER = 1 << 20;

  private final DockerApi api;
  private final DockerConfig config;

  Readiness(DockerApi api, DockerConfig config) {
    this.api = api;
    this.config = config;
  }

  /// @param restarts that it had behind it before
  /// @throws EngineException failed, with what it wrote last; it is stopped then, unless it runs
  void await(String id, Container part, int restarts, Progress progress) {
    long begin = System.nanoTime();
    String startedAt = inspect(id).startedAt();
    if (part.health().isPresent()) {
      progress.says("waiting for its health check");
    }
    while (true) {
      ContainerState state = inspect(id);
      Duration waited = Duration.ofNanos(System.nanoTime() - begin);
      boolean isSame = state.startedAt().equals(startedAt) && state.restarts() <= restarts;
      if (!state.isUp() || !isSame) {
        throw ended(state, part);
      }
      if (isReady(state, waited)) {
        return;
      }
      if (state.health().equals("unhealthy") || waited.compareTo(longest(part)) > 0) {
        throw unhealthy(state, part);
      }
      pause();
    }
  }

  private ContainerState inspect(String id) {
    return ContainerState.of(
        api.get("/containers/" + id + "/json").orFail("see a container").body(),
        Map.of(),
        _ -> Optional.empty());
  }

  private boolean isReady(ContainerState state, Duration waited) {
    return switch (state.health()) {
      case "healthy" -> true;
      case "none" -> waited.compareTo(config.settle()) >= 0;
      default -> false;
    };
  }

  private Duration longest(Container part) {
    return part.health()
        .map(
            health ->
                health
                    .interval()
                    .plus(health.timeout())
                    .multipliedBy(health.retries() + 1L)
                    .plus(config.startPeriod()))
        .orElse(config.settle())
        .plus(GRACE);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw EngineException.failed("Stopped before it was done");
    }
  }

  private EngineException ended(ContainerState state, Container part) {
    String how =
        state.wasOutOfMemory()
            ? "used more than its memory limit"
            : state.isUp() ? "ended and was started again" : "exited with code " + state.exitCode();
    String log = part.masked(log(state.id()));
    api.post("/containers/" + state.id() + "/stop?t=0", null);
    return EngineException.failed(
        "%s (container %s) %s. %s"
            .formatted(
                part.name(),
                state.name(),
                how,
                log.isEmpty() ? "It wrote nothing." : "Its log ends:\n" + log));
  }

  private EngineException unhealthy(ContainerState state, Container part) {
    String log = part.masked(tail(state.healthLog()));
    return EngineException.failed(
        "%s (container %s) runs, but its health check fails. %s"
            .formatted(
                part.name(),
                state.name(),
                log.isEmpty() ? "It wrote nothing." : "It wrote:\n" + log));
  }

  private String log(String id) {
    try {
      return api.stream(
          "GET",
          "/containers/" + id + "/logs?stdout=true&stderr=true&tail=20",
          config.timeout(),
          (status, body) -> status == 200 ? tail(unframed(body)) : "");
    } catch (EngineException _) {
      return "";
    }
  }

  /// Each piece has a head of eight bytes, of which the last four are its length.
  private static String unframed(InputStream body) throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    byte[] head = body.readNBytes(8);
    while (head.length == 8 && log.size() < MAX_LOG_ANSWER) {
      int length = ByteBuffer.wrap(head).getInt(4);
      log.write(body.readNBytes(Math.clamp(length, 0, MAX_LOG_ANSWER)));
      head = body.readNBytes(8);
    }
    return log.toString(StandardCharsets.UTF_8);
  }

  private static String tail(String text) {
    String stripped = text.strip();
    return stripped.length() <= LOG_BYTES
        ? stripped
        : "…" + stripped.substring(stripped.length() - LOG_BYTES);
  }
}
