package dev.cyanotype.cli;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/// Runs a command on the service's own beans, with nothing listening, nothing on the standard
/// output but the command's own, and warnings on the standard error.
@ApplicationScoped
@Unremovable
class EmbeddedClient implements QuarkusApplication {

  /// What a command does with whoever answers.
  interface Work {

    /// @return the exit code
    int with(Backend backend);
  }

  private record Job(Work work, Trace trace) {}

  private static final Map<String, String> QUIET =
      Map.of(
          "quarkus.banner.enabled", "false",
          "quarkus.log.console.json.enabled", "false",
          "quarkus.log.console.format", "%p %s%e%n",
          "quarkus.log.console.stderr", "true",
          "quarkus.log.console.level", "WARN",
          "quarkus.otel.sdk.disabled", "true",
          "quarkus.oidc.tenant-enabled", "false",
          "quarkus.shutdown.timeout", "1s",
          "cyanotype.templates.poll-interval", "24h",
          "cyanotype.database.enabled", "false");

  // Quarkus makes this class, so there is no other way in or out.
  private static volatile Job job;
  private static volatile Throwable failure;
  private static volatile int exitCode;

  private final EmbeddedService service;

  EmbeddedClient(EmbeddedService service) {
    this.service = service;
  }

  /// @param settings of the configuration, which go before the environment's
  /// @throws ClientException where the service's beans cannot start
  static int run(Map<String, String> settings, Trace trace, Work work) {
    job = new Job(work, trace);
    System.setProperty("quarkus.http.host-enabled", "false");
    QUIET.forEach((key, value) -> System.getProperties().putIfAbsent(key, value));
    settings.forEach(System::setProperty);
    Quarkus.run(EmbeddedClient.class, EmbeddedClient::end);
    return switch (failure) {
      case null -> exitCode;
      case ClientException told -> throw told;
      case StoppedException stopped -> throw stopped;
      default -> throw new ClientException("cannot start: " + StartFailure.reason(failure));
    };
  }

  private static void end(int code, Throwable cause) {
    exitCode = code;
    failure = cause;
  }

  static Trace trace() {
    return job.trace();
  }

  @Override
  public int run(String... args) {
    return job.work().with(service);
  }
}
