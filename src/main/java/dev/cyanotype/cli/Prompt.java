package dev.cyanotype.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The words of a command line.
final class Prompt {

  private static final String STANDARD_INPUT = "-";

  private Prompt() {}

  /// The words, joined; of the standard input, as UTF-8, where there are none or only `-`.
  static String of(List<String> words, Console console) {
    String prompt = String.join(" ", words).strip();
    String read = prompt.isEmpty() || prompt.equals(STANDARD_INPUT) ? input(console) : prompt;
    if (read.isBlank()) {
      throw ClientException.misused("there is no prompt, neither as argument nor as input");
    }
    return read;
  }

  private static String input(Console console) {
    if (console.isInteractive()) {
      console.note("Your prompt, ended with Ctrl+D:");
    }
    try {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw ClientException.misused("the standard input cannot be read: " + e.getMessage());
    }
  }
}
