package dev.cyanotype.llm;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// A source of answers. Chosen by `cyanotype.llm.provider`, or by a request.
public interface LlmProvider {

  /// The name that chooses this provider in the configuration.
  String id();

  /// The model that answers where the request names none, for people to read.
  String model();

  /// Where its models are; empty for one inside the service.
  default Optional<URI> server() {
    return Optional.empty();
  }

  /// Streams an answer. Nothing is asked before the subscription; cancelling it closes the call
  /// to the model. Completes only after [LlmEvent.Finished]; fails with [LlmException] in every
  /// other case.
  ///
  /// @param request whose options lie within [#offer], `provider` aside
  Multi<LlmEvent> stream(LlmRequest request);

  /// The same answer for callers that do not show it as it arrives: asked for in one piece where
  /// the protocol can.
  default Multi<LlmEvent> whole(LlmRequest request) {
    return stream(request);
  }

  /// What a request may ask for here.
  default Offer offer() {
    return Offer.only(model());
  }

  /// The models that may be named, as far as they can be told; never fails.
  default Uni<List<String>> models() {
    return Uni.createFrom().item(List.copyOf(offer().models()));
  }
}
