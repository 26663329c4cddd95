package dev.cyanotype.llm;

import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/// The providers that answer: the configured one with its fallbacks behind it, or the one that a
/// request names.
///
/// Who names a provider or a model is answered by that one or not at all; the fallbacks are for
/// requests that leave the choice to the configuration.
@Startup
@ApplicationScoped
public class LlmProviders {

  private static final Logger LOG = Logger.getLogger(LlmProviders.class);

  private final ProviderChoice choice;
  private final Operations operations;

  LlmProviders(ProviderChoice choice, Operations operations) {
    this.choice = choice;
    this.operations = operations;
  }

  /// The one that answers, and its fallbacks in their order.
  public List<LlmProvider> configured() {
    return choice.configured();
  }

  /// Those that a request may name.
  public List<LlmProvider> allowed() {
    return choice.allowed();
  }

  /// Refuses what the configuration does not allow.
  ///
  /// @throws ProblemException with 422 and the field
  public void check(LlmOptions options) {
    List<FieldError> errors = choice.errors(options);
    if (!errors.isEmpty()) {
      throw ProblemException.unprocessable(errors);
    }
  }

  /// Streams an answer, with [LlmEvent.Measured] as its last event. Where a provider fails before
  /// its first text, [LlmEvent.Fallback] and the next one's answer follow; never after the first
  /// text. What a failed answer took is in its [LlmException].
  ///
  /// @param request whose options [#check] lets pass
  public Multi<LlmEvent> stream(LlmRequest request) {
    return stream(request, choice.answering(request.options()));
  }

  private Multi<LlmEvent> stream(LlmRequest request, List<LlmProvider> chain) {
    LlmProvider first = chain.getFirst();
    return Multi.createFrom()
        .deferred(
            () -> {
              Operation operation = operations.streamed(first, request);
              Multi<LlmEvent> answer = new MeasuredAnswer(first.stream(request), operation);
              return chain.size() == 1
                  ? answer
                  : answer
                      .onFailure(
                          failure -> failure instanceof LlmException && !operation.hasBegun())
                      .recoverWithMulti(failure -> instead(request, chain, failure));
            });
  }

  private Multi<LlmEvent> instead(LlmRequest request, List<LlmProvider> chain, Throwable failure) {
    return Multi.createBy()
        .concatenating()
        .streams(
            Multi.createFrom().item(switched(chain, failure)),
            stream(request, chain.subList(1, chain.size())));
  }

  /// As [#stream], in one piece: nothing of it is shown before its end, so that the next provider
  /// may answer until then.
  public Uni<LlmAnswer> complete(LlmRequest request) {
    return complete(request, choice.answering(request.options()));
  }

  private Uni<LlmAnswer> complete(LlmRequest request, List<LlmProvider> chain) {
    LlmProvider first = chain.getFirst();
    Uni<LlmAnswer> answer =
        Uni.createFrom()
            .deferred(
                () ->
                    new MeasuredAnswer(first.whole(request), operations.inOnePiece(first, request))
                        .collect()
                        .in(Pieces::new, Pieces::add)
                        .map(Pieces::answer));
    return chain.size() == 1
        ? answer
        : answer
            .onFailure(LlmException.class)
            .recoverWithUni(
                failure ->
                    complete(request, chain.subList(1, chain.size()))
                        .map(given -> given.because(switched(chain, failure))));
  }

  private static LlmEvent.Fallback switched(List<LlmProvider> chain, Throwable failure) {
    String first = chain.getFirst().id();
    String second = chain.get(1).id();
    LOG.warnf("%s failed, %s answers: %s", first, second, failure.getMessage());
    return new LlmEvent.Fallback(second, failure.getMessage());
  }

  private static final class Pieces {

    private final StringBuilder text = new StringBuilder();
    private AnswerUsage usage;

    private void add(LlmEvent event) {
      switch (event) {
        case LlmEvent.Text piece -> text.append(piece.text());
        case LlmEvent.Measured end -> usage = end.usage();
        case LlmEvent.Fallback _, LlmEvent.Finished _ ->
            throw new IllegalStateException("not of one provider's answer: " + event);
      }
    }

    private LlmAnswer answer() {
      return new LlmAnswer(text.toString(), usage, List.of());
    }
  }
}
