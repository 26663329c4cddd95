package dev.cyanotype.llm;

import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// The provider that the configuration chooses, with its fallback behind it.
@Startup
@ApplicationScoped
public class LlmProviders {

  private static final Logger LOG = Logger.getLogger(LlmProviders.class);

  private final LlmProvider chosen;
  private final Optional<LlmProvider> fallback;

  LlmProviders(@All List<LlmProvider> providers, LlmConfig config) {
    this.chosen = find(providers, config.provider(), "cyanotype.llm.provider");
    this.fallback = config.fallback().map(id -> find(providers, id, "cyanotype.llm.fallback"));
  }

  private static LlmProvider find(List<LlmProvider> providers, String id, String key) {
    return providers.stream()
        .filter(provider -> provider.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(providers, id, key)));
  }

  private static String unknown(List<LlmProvider> providers, String id, String key) {
    return providers.stream()
        .map(LlmProvider::id)
        .sorted()
        .collect(Collectors.joining(", ", key + " is '" + id + "', which is none of: ", ""));
  }

  public LlmProvider chosen() {
    return chosen;
  }

  /// Streams the chosen provider's answer. Where it fails before its first text and a fallback is
  /// configured, [LlmEvent.Fallback] and the fallback's answer follow; never after the first text.
  public Multi<LlmEvent> stream(LlmRequest request) {
    return fallback
        .map(second -> withFallback(request, second))
        .orElseGet(() -> chosen.stream(request));
  }

  /// As [#stream], in one piece.
  public Uni<LlmAnswer> complete(LlmRequest request) {
    Uni<LlmAnswer> first = chosen.complete(request).map(text -> LlmAnswer.of(chosen, text));
    return fallback
        .map(
            second ->
                first
                    .onFailure(LlmException.class)
                    .recoverWithUni(
                        failure ->
                            second
                                .complete(request)
                                .map(
                                    text ->
                                        LlmAnswer.of(second, text)
                                            .because(switchTo(second, failure)))))
        .orElse(first);
  }

  private Multi<LlmEvent> withFallback(LlmRequest request, LlmProvider second) {
    return Multi.createFrom()
        .deferred(
            () -> {
              AtomicBoolean started = new AtomicBoolean();
              return chosen.stream(request)
                  .onItem()
                  .invoke(() -> started.setPlain(true))
                  .onFailure(failure -> failure instanceof LlmException && !started.getPlain())
                  .recoverWithMulti(
                      failure ->
                          Multi.createBy()
                              .concatenating()
                              .streams(
                                  Multi.createFrom().item(switchTo(second, failure)),
                                  second.stream(request)));
            });
  }

  private LlmEvent.Fallback switchTo(LlmProvider second, Throwable failure) {
    LOG.warnf("%s failed, %s answers: %s", chosen.id(), second.id(), failure.getMessage());
    return new LlmEvent.Fallback(second.id(), failure.getMessage());
  }
}
