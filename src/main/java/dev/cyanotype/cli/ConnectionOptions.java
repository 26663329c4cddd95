package dev.cyanotype.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/// Who answers, and how much is shown of it.
public class ConnectionOptions {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @Option(
      names = {"-u", "--url"},
      paramLabel = "BASE",
      description =
          "A running service, as http://localhost:8000, or an OpenAI-compatible endpoint, which"
              + " ends in /v1. Else $CYANOTYPE_URL; else the answer is made in this process.")
  String url;

  @Option(
      names = {"-k", "--api-key"},
      paramLabel = "KEY",
      description = "Sent to --url as bearer token. Else $CYANOTYPE_API_KEY.")
  String apiKey;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "JSON with the address, the token and defaults; see docs/config.example.json.")
  Path config;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long --url may stay silent. Default: 120.")
  Integer timeout;

  @Option(
      names = {"-d", "--debug"},
      description = "Show the request, raw reads, lines and events on the standard error.")
  boolean debug;

  @Option(names = "--plain", description = "Text without symbols; the same as NO_COLOR=1.")
  boolean plain;

  private ClientConfig file;

  ClientConfig file() {
    if (file == null) {
      file = config == null ? ClientConfig.NONE : ClientConfig.read(config);
    }
    return file;
  }

  Console console() {
    return new Console(plain || environment("NO_COLOR").get().isPresent());
  }

  /// @param settings for the provider where it answers in this process
  int run(Console console, Map<String, String> settings, EmbeddedClient.Work work) {
    Optional<URI> base = base();
    Optional<String> key = key();
    Trace trace = debug ? Trace.to(console, key) : Trace.off();
    return base.isPresent()
        ? work.with(backend(new HttpCalls(base.get(), key, patience(), trace)))
        : EmbeddedClient.run(settings, trace, work);
  }

  /// A token that stands beside an address goes to that address only.
  private Optional<String> key() {
    boolean belongsElsewhere = url != null && file().endpoint().isPresent();
    return Optional.ofNullable(apiKey)
        .or(() -> belongsElsewhere ? Optional.empty() : file().token())
        .or(environment("CYANOTYPE_API_KEY"));
  }

  private static Backend backend(HttpCalls calls) {
    return calls.base().getPath().endsWith("/v1")
        ? new OpenAiEndpoint(calls)
        : new RunningService(calls);
  }

  private Optional<URI> base() {
    return given("--url", Optional.ofNullable(url))
        .or(() -> file().endpoint())
        .or(() -> given("CYANOTYPE_URL", environment("CYANOTYPE_URL").get()));
  }

  private static Optional<URI> given(String name, Optional<String> address) {
    return address.map(
        text ->
            ClientConfig.address(text)
                .orElseThrow(
                    () ->
                        ClientException.misused(
                            "%s is '%s', which is no http or https address"
                                .formatted(name, text))));
  }

  private static Supplier<Optional<String>> environment(String name) {
    return () -> Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  private Duration patience() {
    if (timeout != null && timeout < 1) {
      throw ClientException.misused("--timeout must be at least 1 second");
    }
    return Optional.ofNullable(timeout)
        .map(Duration::ofSeconds)
        .or(() -> file().timeout())
        .orElse(PATIENCE);
  }
}
