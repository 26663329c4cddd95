package dev.cyanotype.blueprint.export;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Writes HCL's native syntax: blocks, and attributes of which every text is quoted. Not
/// thread-safe.
final class Hcl {

  /// An expression in HCL, made by the methods here alone.
  record Expression(String code) {}

  private final StringBuilder text = new StringBuilder();
  private int depth;

  /// @param header type and labels
  void block(Expression header, Consumer<Hcl> content) {
    line(header.code() + " {");
    depth++;
    content.accept(this);
    depth--;
    line("}");
    if (depth == 0) {
      text.append('\n');
    }
  }

  /// @param type an identifier
  void block(String type, Consumer<Hcl> content) {
    block(new Expression(type), content);
  }

  /// @param name an identifier
  void set(String name, Expression value) {
    line(name + " = " + value.code());
  }

  void set(String name, String value) {
    set(name, text(value));
  }

  void set(String name, long value) {
    set(name, new Expression(Long.toString(value)));
  }

  void set(String name, boolean value) {
    set(name, new Expression(Boolean.toString(value)));
  }

  void set(String name, List<String> values) {
    set(name, list(values.stream().map(Hcl::text).toList()));
  }

  private void line(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }

  /// The header of a block with labels: `resource "docker_container" "web"`.
  static Expression header(String type, String... labels) {
    return new Expression(
        type
            + java.util.Arrays.stream(labels)
                .map(one -> " " + text(one).code())
                .collect(Collectors.joining()));
  }

  static Expression list(List<Expression> values) {
    return new Expression(
        values.stream().map(Expression::code).collect(Collectors.joining(", ", "[", "]")));
  }

  /// A reference or call that is written in this program, never one out of a blueprint.
  static Expression code(String code) {
    return new Expression(code);
  }

  static Expression text(String text) {
    return new Expression("\"" + escaped(text) + "\"");
  }

  /// @param references what each reference of the text is in HCL
  static Expression text(
      String before, EnvText text, java.util.function.UnaryOperator<String> references) {
    return new Expression(
        "\""
            + escaped(before)
            + text.written(Hcl::escaped, name -> "${" + references.apply(name) + "}")
            + "\"");
  }

  /// `$` and `%` before a brace, or where one could follow, are written as their code points, since
  /// they begin templates; so are control characters.
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : '{';
      switch (c) {
        case '"' -> escaped.append("\\\"");
        case '\\' -> escaped.append("\\\\");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        case '$', '%' -> escaped.append("{$%".indexOf(next) >= 0 ? code(c) : Character.toString(c));
        default -> escaped.append(isPlain(c) ? Character.toString(c) : code(c));
      }
    }
    return escaped.toString();
  }

  private static boolean isPlain(char c) {
    return !Character.isISOControl(c) && c != '\u2028' && c != '\u2029';
  }

  private static String code(char c) {
    return "\\u%04x".formatted((int) c);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
