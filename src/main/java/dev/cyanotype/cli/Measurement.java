package dev.cyanotype.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.cli.Console.Mark;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Counts and times one answer, from its question on.
final class Measurement {

  private static final double NANOS = 1e9;

  private final LongSupplier clock;
  private final long start;
  private long firstText;
  private long end;
  private int pieces;
  private JsonNode usage = Json.object();

  Measurement() {
    this(System::nanoTime);
  }

  /// @param clock in nanoseconds
  Measurement(LongSupplier clock) {
    this.clock = clock;
    this.start = clock.getAsLong();
    this.end = start;
  }

  void piece() {
    end = clock.getAsLong();
    firstText = pieces == 0 ? end : firstText;
    pieces++;
  }

  void usage(JsonNode data) {
    usage = data;
  }

  void end() {
    end = clock.getAsLong();
  }

  boolean isEmpty() {
    return pieces == 0;
  }

  long tokens() {
    return isCounted() ? usage.get("completion_tokens").longValue() : pieces;
  }

  private boolean isCounted() {
    return usage.path("completion_tokens").isIntegralNumber();
  }

  double seconds() {
    return (end - start) / NANOS;
  }

  double tokensPerSecond() {
    return end > start ? tokens() / seconds() : 0;
  }

  void show(Console console) {
    if (usage.path("model").isTextual()) {
      console.note(Mark.MODEL, "Answered by: " + usage.get("model").textValue());
    }
    if (usage.path("prompt_tokens").isIntegralNumber()) {
      console.note(Mark.TOKENS, "Tokens sent: " + usage.get("prompt_tokens").longValue());
    }
    console.note(Mark.TOKENS, "Tokens received: " + tokens() + manner());
    if (pieces > 0) {
      console.note(Mark.FIRST, formatted("First token: %.2fs", (firstText - start) / NANOS));
    }
    console.note(Mark.DURATION, formatted("Duration: %.2fs", seconds()));
    console.note(Mark.SPEED, formatted("Speed: %.1f tokens/s", tokensPerSecond()));
  }

  private String manner() {
    if (!isCounted()) {
      return " (counted as pieces of text)";
    }
    return usage.path("estimated").asBoolean() ? " (estimated)" : "";
  }

  private static String formatted(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
