package dev.cyanotype.llm.openai;

import java.util.Optional;
import java.util.regex.Pattern;

/// Keeps the API key, and whatever looks like one, out of texts that a model's endpoint wrote.
record Secrets(Optional<String> apiKey) {

  /// A word behind `key` with a space counts where it has a digit: `key provided` is none.
  private static final Pattern KEY_LIKE =
      Pattern.compile(
          "\\b(?:(?:sk|pk|key|Bearer)[-_]|(?:sk|pk|Bearer) |key (?=\\S*\\d))[A-Za-z0-9*._-]{6,}");
  private static final int MAX_LENGTH = 300;
  private static final String HIDDEN = "***";

  /// `text` on one line, at most 300 characters, without keys.
  String hideIn(String text) {
    String shown = apiKey.map(key -> text.replace(key, HIDDEN)).orElse(text);
    String line = KEY_LIKE.matcher(shown).replaceAll(HIDDEN).replaceAll("\\s+", " ").strip();
    if (line.isEmpty()) {
      return "no reason given";
    }
    return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
  }

  @Override
  public String toString() {
    return "Secrets[" + HIDDEN + "]";
  }
}
