package dev.cyanotype.blueprint.store;

import dev.cyanotype.problem.ProblemException;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a client calls a request, so that the service does it once however often it comes
/// (draft-ietf-httpapi-idempotency-key-header).
record IdempotencyKey(String value) {

  static final String HEADER = "Idempotency-Key";

  /// Visible ASCII without quotes and backslashes, which would need escapes.
  private static final Pattern KEY = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,255}");

  /// @param header the key, in quotes as the draft has it or without; null for none
  /// @throws ProblemException 400 for what is no key
  static Optional<IdempotencyKey> of(String header) {
    return Optional.ofNullable(header).map(text -> parsed(text.strip()));
  }

  private static IdempotencyKey parsed(String text) {
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    String key = quoted ? text.substring(1, text.length() - 1) : text;
    if (!KEY.matcher(key).matches()) {
      throw ProblemException.badRequest(
          HEADER + " must be 1 to 255 visible ASCII characters, with or without quotes around.");
    }
    return new IdempotencyKey(key);
  }
}
