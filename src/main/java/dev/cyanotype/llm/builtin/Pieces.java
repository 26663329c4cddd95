package dev.cyanotype.llm.builtin;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text into the pieces in which it is streamed: a word or two each, with the white space
/// after them. Joined they are the text again; none is empty and none splits a character.
final class Pieces {

  private static final int WORDS = 2;
  private static final int LONG = 12;
  private static final int LONGEST = 40;

  private Pieces() {}

  static List<String> of(String text) {
    List<String> pieces = new ArrayList<>();
    for (int start = 0; start < text.length(); ) {
      int end = end(text, start);
      pieces.add(text.substring(start, end));
      start = end;
    }
    return pieces;
  }

  private static int end(String text, int start) {
    int at = start;
    for (int words = 0; words < WORDS && at < text.length() && at - start < LONG; words++) {
      at = skip(text, at, start, true);
      at = skip(text, at, start, false);
      at = skip(text, at, start, true);
    }
    return at;
  }

  private static int skip(String text, int from, int start, boolean space) {
    int at = from;
    while (at < text.length() && at - start < LONGEST) {
      int character = text.codePointAt(at);
      if (Character.isWhitespace(character) != space) {
        return at;
      }
      at += Character.charCount(character);
    }
    return at;
  }
}
