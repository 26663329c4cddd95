package dev.cyanotype.chat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/// Texts in JSON.
final class JsonText {

  private JsonText() {}

  /// Appends a text as a JSON string. A model may send the halves of a surrogate pair in two
  /// pieces; a half is escaped, so that a client can put them together again.
  static void append(String text, StringBuilder json) {
    json.append('"');
    int from = json.length();
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    escapeHalves(json, from);
    json.append('"');
  }

  private static void escapeHalves(StringBuilder json, int from) {
    for (int i = from; i < json.length(); i++) {
      char c = json.charAt(i);
      if (Character.isSurrogate(c)) {
        if (isPair(json, i)) {
          i++;
        } else {
          json.replace(i, i + 1, "\\u%04X".formatted((int) c));
        }
      }
    }
  }

  private static boolean isPair(StringBuilder json, int at) {
    return Character.isHighSurrogate(json.charAt(at))
        && at + 1 < json.length()
        && Character.isLowSurrogate(json.charAt(at + 1));
  }
}
