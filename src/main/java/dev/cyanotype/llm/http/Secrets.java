package dev.cyanotype.llm.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Keeps the API key, and whatever looks like one, out of texts that a model's endpoint wrote.
public final class Secrets {

  /// A word behind `key` with a space counts where it has a digit: `key provided` is none.
  private static final Pattern KEY_LIKE =
      Pattern.compile(
          "\\b(?:(?:sk|pk|key|Bearer)[-_]|(?:sk|pk|Bearer) |key (?=\\S*\\d))[A-Za-z0-9*._-]{6,}");
  private static final Pattern NO_KEY = Pattern.compile("(?!)");
  private static final int MAX_LENGTH = 300;
  private static final String HIDDEN = "***";

  private final Pattern key;

  public Secrets(Optional<String> apiKey) {
    this.key = apiKey.filter(key -> !key.isEmpty()).map(Secrets::anyForm).orElse(NO_KEY);
  }

  /// The key in whatever case, as it is, in a URL, and in Base64, where it may stand in the middle
  /// of a longer text.
  private static Pattern anyForm(String key) {
    return Pattern.compile(
        Stream.concat(Stream.of(key, URLEncoder.encode(key, StandardCharsets.UTF_8)), inBase64(key))
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|")),
        Pattern.CASE_INSENSITIVE);
  }

  /// Three bytes become four characters, so there are three forms by the length of what is before;
  /// the characters that its neighbours share are left out, and short rests hide nothing.
  private static Stream<String> inBase64(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, 3)
        .boxed()
        .flatMap(
            before -> {
              byte[] shifted = new byte[before + bytes.length];
              System.arraycopy(bytes, 0, shifted, before, bytes.length);
              int from = (before * 8 + 5) / 6;
              int to = shifted.length * 8 / 6;
              return Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                  .map(encoder -> encoder.encodeToString(shifted).substring(from, to));
            })
        .filter(form -> form.length() >= 6);
  }

  /// `text` on one line, at most 300 characters, without keys.
  public String hideIn(String text) {
    String shown = key.matcher(text).replaceAll(HIDDEN);
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
