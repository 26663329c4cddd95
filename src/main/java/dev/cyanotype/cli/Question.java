package dev.cyanotype.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// What is asked, in the words of the user.
///
/// @param earlier turns of the same conversation
/// @param conversation the id under which a service remembers them
record Question(String words, Options options, List<Turn> earlier, Optional<String> conversation) {

  /// @param temperature from 0
  /// @param maxTokens at least 1
  record Options(
      Optional<String> provider,
      Optional<String> model,
      Optional<Double> temperature,
      Optional<Integer> maxTokens) {

    void putInto(ObjectNode request) {
      model.ifPresent(value -> request.put("model", value));
      temperature.ifPresent(value -> request.put("temperature", value));
      maxTokens.ifPresent(value -> request.put("max_tokens", value));
    }
  }

  record Turn(String question, String answer) {}

  Question {
    earlier = List.copyOf(earlier);
  }

  static Question of(String words, Options options) {
    return new Question(words, options, List.of(), Optional.empty());
  }

  /// As a service takes it.
  ///
  /// @param field the name of the words there
  ObjectNode request(String field) {
    ObjectNode request = Json.object().put(field, words);
    options.provider().ifPresent(value -> request.put("provider", value));
    options.putInto(request);
    conversation.ifPresent(id -> request.putObject("context").put("conversation_id", id));
    return request;
  }
}
