package dev.cyanotype.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Where the client writes. On a terminal everything but errors goes to the standard output;
/// piped, only the answer does, as UTF-8, and all else to the standard error.
final class Console {

  private static final String RULE = "=".repeat(50);

  /// What stands before a line where the terminal can show it and nobody wants it plain.
  enum Mark {
    SETTINGS("🔧 "),
    START("🚀 "),
    MODEL("📊 "),
    QUESTION("💭 "),
    ANSWER("🎬 "),
    FINISHED("✅ "),
    INTERRUPTED("⚠️  "),
    FAILED("❌ "),
    TOKENS("📊 "),
    FIRST("⚡ "),
    DURATION("⏱️  "),
    SPEED("🚀 "),
    STATUS("⏳ "),
    RESOURCE("📦 "),
    WARNING("⚠️  ");

    private final String symbol;

    Mark(String symbol) {
      this.symbol = symbol;
    }
  }

  private final boolean terminal;
  private final boolean symbols;
  private final PrintStream answers;
  private final PrintStream errors;
  private final PrintStream notes;
  private boolean lineIsOpen;

  Console(boolean plain) {
    this.terminal = isTerminal();
    Charset charset = terminal ? terminalCharset() : StandardCharsets.UTF_8;
    this.symbols = terminal && charset.equals(StandardCharsets.UTF_8) && !plain;
    this.answers = new PrintStream(System.out, false, charset);
    this.errors = new PrintStream(System.err, false, charset);
    this.notes = terminal ? answers : errors;
  }

  /// Linux says it of the standard output alone, Java only of input and output together.
  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      return System.console() != null && System.console().isTerminal();
    }
  }

  private static Charset terminalCharset() {
    String name = System.getProperty("stdout.encoding", "");
    if (!name.isEmpty() && Charset.isSupported(name)) {
      return Charset.forName(name);
    }
    String locale = System.getenv().getOrDefault("LC_ALL", System.getenv("LANG"));
    return String.valueOf(locale).toLowerCase(Locale.ROOT).matches(".*utf-?8")
        ? StandardCharsets.UTF_8
        : StandardCharsets.US_ASCII;
  }

  /// A piece of the answer, shown at once.
  ///
  /// @throws StoppedException where nobody reads any more
  void answer(String piece) {
    answers.print(terminal ? harmless(piece) : piece);
    lineIsOpen = piece.isEmpty() ? lineIsOpen : !piece.endsWith("\n");
    if (answers.checkError()) {
      throw new StoppedException();
    }
  }

  /// Ends the last line of an answer where the model did not.
  void endAnswer() {
    if (lineIsOpen) {
      answers.println();
      answers.flush();
      lineIsOpen = false;
    }
  }

  void note(Mark mark, String text) {
    notes.println((symbols ? mark.symbol : "") + harmless(text));
    notes.flush();
  }

  void note(String text) {
    notes.println(harmless(text));
    notes.flush();
  }

  /// How far something has come that the standard output is kept for.
  void progress(Mark mark, String text) {
    errors.println((symbols ? mark.symbol : "") + harmless(text));
    errors.flush();
  }

  void rule() {
    note(RULE);
  }

  /// Asks for a line; no line break follows.
  void prompt(String text) {
    notes.print(text);
    notes.flush();
  }

  void error(String text) {
    errors.println((symbols ? Mark.FAILED.symbol : "") + "cyanotype: " + harmless(text));
    errors.flush();
  }

  void debug(String text) {
    errors.println("DEBUG " + harmless(text));
    errors.flush();
  }

  boolean isInteractive() {
    return System.console() != null && System.console().isTerminal();
  }

  static BufferedReader input() {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  }

  /// A model must not steer the terminal: of control characters, only line break and tab stay.
  static String harmless(String text) {
    return text.codePoints().anyMatch(Console::isControl)
        ? text.codePoints()
            .filter(c -> !isControl(c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
        : text;
  }

  private static boolean isControl(int c) {
    return Character.isISOControl(c) && c != '\n' && c != '\t';
  }
}
