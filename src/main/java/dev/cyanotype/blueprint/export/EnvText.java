package dev.cyanotype.blueprint.export;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A text with references to values that are given elsewhere, written `${NAME}`. Every other `$`
/// is one.
public record EnvText(List<Part> parts) {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  /// A piece of such a text.
  public sealed interface Part {}

  public record Literal(String text) implements Part {}

  public record Reference(String name) implements Part {}

  public EnvText {
    parts = List.copyOf(parts);
  }

  public static EnvText of(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = REFERENCE.matcher(text);
    int end = 0;
    while (matcher.find()) {
      addLiteral(parts, text.substring(end, matcher.start()));
      parts.add(new Reference(matcher.group(1)));
      end = matcher.end();
    }
    addLiteral(parts, text.substring(end));
    return new EnvText(parts);
  }

  static EnvText reference(String name) {
    return new EnvText(List.of(new Reference(name)));
  }

  private static void addLiteral(List<Part> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(new Literal(text));
    }
  }

  public Stream<String> references() {
    return parts.stream()
        .flatMap(part -> part instanceof Reference(String name) ? Stream.of(name) : Stream.empty());
  }

  /// Whether it is one reference and nothing else.
  public boolean isReference() {
    return parts.size() == 1 && parts.getFirst() instanceof Reference;
  }

  public String written(UnaryOperator<String> literal, UnaryOperator<String> reference) {
    return parts.stream()
        .map(
            part ->
                switch (part) {
                  case Literal(String text) -> literal.apply(text);
                  case Reference(String name) -> reference.apply(name);
                })
        .collect(Collectors.joining());
  }
}
