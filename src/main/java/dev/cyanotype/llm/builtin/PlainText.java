package dev.cyanotype.llm.builtin;

/// A user's words where they are quoted: one line, no Markdown fences, nothing that cannot be
/// shown.
final class PlainText {

  private PlainText() {}

  static String of(String text, int most) {
    StringBuilder plain = new StringBuilder(Math.min(text.length(), most) + 1);
    boolean space = false;
    for (int i = 0; i < text.length() && plain.length() < most; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isWhitespace(c)) {
        space = !plain.isEmpty();
      } else if (isShown(c)) {
        plain.append(space ? " " : "").appendCodePoint(c == '`' ? '\'' : c);
        space = false;
      }
    }
    return plain.toString();
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
