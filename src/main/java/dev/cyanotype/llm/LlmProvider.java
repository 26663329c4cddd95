package dev.cyanotype.llm;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.stream.Collectors;

/// A source of answers. Chosen by `cyanotype.llm.provider`.
public interface LlmProvider {

  /// The name that chooses this provider in the configuration.
  String id();

  /// The model that answers, for people to read.
  String model();

  /// Streams an answer. Nothing is asked before the subscription; cancelling it closes the call
  /// to the model. Completes only after [LlmEvent.Finished]; fails with [LlmException] in every
  /// other case.
  Multi<LlmEvent> stream(LlmRequest request);

  /// The same answer in one piece, for callers that do not show it as it arrives.
  default Uni<String> complete(LlmRequest request) {
    return stream(request)
        .collect()
        .with(
            Collectors.filtering(
                LlmEvent.Text.class::isInstance,
                Collectors.mapping(event -> ((LlmEvent.Text) event).text(), Collectors.joining())));
  }
}
