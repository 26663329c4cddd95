package dev.cyanotype.conversation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// What a message is after, how sure that is, and what it names.
///
/// @param confidence above 0, at most 1: the share of the evidence that speaks for `intent`, to two
///     decimals
/// @param entities what the message names, in JSON's terms: `template`, `users`, `components` …
public record RecognizedIntent(Intent intent, double confidence, Map<String, Object> entities) {

  public RecognizedIntent {
    Objects.requireNonNull(intent, "intent");
    if (!(confidence > 0 && confidence <= 1)) {
      throw new IllegalArgumentException("not a share: " + confidence);
    }
    entities = Collections.unmodifiableMap(new LinkedHashMap<>(entities));
  }
}
