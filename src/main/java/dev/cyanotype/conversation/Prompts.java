package dev.cyanotype.conversation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The texts put before a model, from the resources under `prompts`.
enum Prompts {
  SYSTEM,
  STRUCTURE,
  TEMPLATE,
  BLUEPRINT,
  LIBRARY,
  DESIGN,
  DESCRIBE,
  IMPROVE,
  SIZE,
  REPAIR,
  CLARIFY;

  private final String text = read(name().toLowerCase(java.util.Locale.ROOT));

  private static String read(String name) {
    String path = "/prompts/" + name + ".md";
    try (InputStream resource = Prompts.class.getResourceAsStream(path)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  String text() {
    return text;
  }

  /// The text with `{{placeholder}}` replaced by `value`, which is not searched for placeholders.
  String with(String placeholder, String value) {
    return text.replace("{{" + placeholder + "}}", value);
  }
}
