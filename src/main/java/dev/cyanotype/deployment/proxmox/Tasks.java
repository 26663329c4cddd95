package dev.cyanotype.deployment.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.deployment.Engine.Progress;
import dev.cyanotype.deployment.EngineException;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Waits for what Proxmox VE does in the background.
final class Tasks {

  private static final Pattern UPID = Pattern.compile("UPID:([A-Za-z0-9.-]{1,63}):[^\\s/]{1,400}");
  private static final Duration FIRST_POLL = Duration.ofMillis(100);
  private static final int LOG_LINES = 5;
  private static final int LONGEST_LOG = 500;

  private final ProxmoxApi api;
  private final ProxmoxConfig config;

  Tasks(ProxmoxApi api, ProxmoxConfig config) {
    this.api = api;
    this.config = config;
  }

  /// What becomes of a task when nobody waits for it any longer.
  enum Abandoned {
    /// It is stopped, and cleans up behind itself.
    STOPS,
    /// It goes on: half of it would be worse than all.
    GOES_ON
  }

  /// Returns at once where `data` is no task's id, since then all is done.
  ///
  /// @param what such as `starting container 101`
  /// @throws EngineException failed, with the last lines of the task's log
  void await(JsonNode data, String what, Abandoned abandoned, Progress progress) {
    Matcher upid = UPID.matcher(data.asText(""));
    if (!upid.matches()) {
      return;
    }
    String path = ProxmoxApi.path("nodes", upid.group(1), "tasks", upid.group());
    try {
      end(ended(path, what), path, what, progress);
    } finally {
      if (Thread.currentThread().isInterrupted() && abandoned == Abandoned.STOPS) {
        api.tell(HttpMethod.DELETE, path);
      }
    }
  }

  private JsonNode ended(String path, String what) {
    long deadline = System.nanoTime() + config.taskTimeout().toNanos();
    Duration pause = FIRST_POLL;
    while (System.nanoTime() - deadline < 0) {
      JsonNode status = api.get(path + "/status");
      if (status.path("status").asText().equals("stopped")) {
        return status;
      }
      sleep(shorter(pause, config.pollInterval()), what);
      pause = pause.multipliedBy(2);
    }
    throw EngineException.failed(
        "%s is not done after %d s; the task goes on in Proxmox VE"
            .formatted(what, config.taskTimeout().toSeconds()));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void sleep(Duration pause, String what) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.failed("stopped while waiting for " + what);
    }
  }

  private void end(JsonNode status, String path, String what, Progress progress) {
    String exit = Answer.line(status.path("exitstatus").asText("unknown"), LONGEST_LOG);
    if (exit.startsWith("WARNINGS")) {
      progress.says(what + " ended with warnings");
    } else if (!exit.equals("OK")) {
      throw EngineException.failed("%s failed: %s%s".formatted(what, exit, log(path)));
    }
  }

  private String log(String path) {
    Answer first = api.call(HttpMethod.GET, path + "/log", Map.of("limit", 1));
    long total = first.body().path("total").asLong(LOG_LINES);
    Map<String, Long> last =
        Map.of("start", Math.max(0, total - LOG_LINES), "limit", (long) LOG_LINES);
    Answer answer = api.call(HttpMethod.GET, path + "/log", last);
    String lines =
        StreamSupport.stream(answer.body().path("data").spliterator(), false)
            .map(line -> line.path("t").asText())
            .filter(line -> !line.isBlank())
            .collect(Collectors.joining(" / "));
    return lines.isEmpty() ? "" : " (log: " + Answer.line(lines, LONGEST_LOG) + ")";
  }
}
