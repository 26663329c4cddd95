package dev.cyanotype.conversation;

import dev.cyanotype.llm.AnswerUsage;
import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.streaming.StreamEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.Optional;

/// A model's answer on its way to the client: told piece by piece, and kept where something follows
/// from the whole of it.
final class Answer {

  /// No blueprint and no memory needs more; of an answer that is longer, nothing is kept.
  static final int MAX_CHARACTERS = 128 * 1024;

  private final StringBuilder text = new StringBuilder();
  private final Spent spent = new Spent();
  private boolean kept;

  /// @param kept whether [#text] will be asked for
  Answer(boolean kept) {
    this.kept = kept;
  }

  /// The same events as the client gets them. Where it fails after something was generated, `usage`
  /// comes before the failure.
  Multi<StreamEvent> tell(Multi<LlmEvent> events) {
    return new Telling(events)
        .onFailure(Answer::hasSpent)
        .recoverWithMulti(
            failure ->
                Multi.createBy()
                    .concatenating()
                    .streams(brokenOff(failure), Multi.createFrom().failure(failure)));
  }

  private static boolean hasSpent(Throwable failure) {
    return failure instanceof LlmException told && told.spent().isPresent();
  }

  private Multi<StreamEvent> brokenOff(Throwable failure) {
    ((LlmException) failure).spent().ifPresent(spent::add);
    return usage();
  }

  /// One operator for all that each token passes here.
  private final class Telling extends AbstractMultiOperator<LlmEvent, StreamEvent> {

    private Telling(Multi<LlmEvent> events) {
      super(events);
    }

    @Override
    public void subscribe(MultiSubscriber<? super StreamEvent> client) {
      upstream()
          .subscribe()
          .withSubscriber(
              new MultiOperatorProcessor<LlmEvent, StreamEvent>(client) {
                @Override
                public void onItem(LlmEvent event) {
                  switch (event) {
                    case LlmEvent.Text piece -> {
                      keep(piece.text());
                      downstream.onItem(new StreamEvent.Text(piece.text()));
                    }
                    case LlmEvent.Fallback fallback -> downstream.onItem(warning(fallback));
                    case LlmEvent.Measured end -> spent.add(end.usage()); // the last event
                    case LlmEvent.Finished _ -> {}
                  }
                }
              });
    }
  }

  private void keep(String piece) {
    if (kept && text.length() + piece.length() > MAX_CHARACTERS) {
      kept = false;
      text.setLength(0);
      text.trimToSize();
    }
    if (kept) {
      text.append(piece);
    }
  }

  static StreamEvent.Warning warning(LlmEvent.Fallback fallback) {
    return new StreamEvent.Warning(
        fallback.reason() + " The " + fallback.provider() + " provider answers instead.");
  }

  /// The whole answer; empty where it was not kept.
  Optional<String> text() {
    return kept ? Optional.of(text.toString()) : Optional.empty();
  }

  /// What this answer and its repairs took.
  Spent spent() {
    return spent;
  }

  /// The `usage` event, where something was generated.
  Multi<StreamEvent> usage() {
    return Multi.createFrom()
        .deferred(
            () -> Multi.createFrom().iterable(spent.total().map(Answer::event).stream().toList()));
  }

  private static StreamEvent event(AnswerUsage usage) {
    return new StreamEvent.Usage(usage);
  }
}
