package dev.cyanotype.llm;

import io.smallrye.mutiny.Multi;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers with what it was made with, and counts how often it was subscribed to.
final class TestingProvider implements LlmProvider {

  private final String id;
  private final Multi<LlmEvent> events;
  private final AtomicInteger calls = new AtomicInteger();

  TestingProvider(String id, Multi<LlmEvent> events) {
    this.id = id;
    this.events = events;
  }

  static TestingProvider answering(String id, String... texts) {
    Multi<LlmEvent> pieces = Multi.createFrom().items(texts).map(LlmEvent.Text::new);
    Multi<LlmEvent> end = Multi.createFrom().item(new LlmEvent.Finished("stop"));
    return new TestingProvider(id, Multi.createBy().concatenating().streams(pieces, end));
  }

  /// @param texts that come before the failure
  static TestingProvider failing(String id, Throwable failure, String... texts) {
    Multi<LlmEvent> pieces = Multi.createFrom().items(texts).map(LlmEvent.Text::new);
    return new TestingProvider(
        id, Multi.createBy().concatenating().streams(pieces, Multi.createFrom().failure(failure)));
  }

  int calls() {
    return calls.get();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String model() {
    return id + "-model";
  }

  @Override
  public Multi<LlmEvent> stream(LlmRequest request) {
    return Multi.createFrom()
        .deferred(
            () -> {
              calls.incrementAndGet();
              return events;
            });
  }
}
