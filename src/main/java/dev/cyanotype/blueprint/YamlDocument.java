package dev.cyanotype.blueprint;

import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.representer.Representer;

/// A YAML document as plain data, with the position of every place in it.
///
/// Scalars follow the core schema of YAML 1.2, so `no` and `22:22` stay the words they look like.
/// Hostile input costs bounded time and memory: at most 1 MiB of text and as much again by aliases,
/// lines of 128 KiB, [#MAX_DEPTH] levels and [#MAX_NODES] values with every alias counted where it
/// is used, all counted while reading; tags other than the core schema's are refused, so no object
/// but plain data is ever made.
public final class YamlDocument {

  public static final int MAX_DEPTH = 32;
  public static final int MAX_NODES = 50_000;
  static final int MAX_CODE_POINTS = 1024 * 1024;
  private static final int MAX_LINE = 128 * 1024;
  private static final String NEXT_LINE = "\u0085";

  private final Object tree;
  private final Place root;

  private YamlDocument(Object tree, Place root) {
    this.tree = tree;
    this.root = root;
  }

  /// @throws YamlSyntaxException where the text is not one YAML document within the bounds above
  public static YamlDocument parse(String text) {
    checkLines(text);
    try {
      YamlComposer composer = new YamlComposer(new ParserImpl(new StreamReader(text), loading()));
      Object tree = composer.document();
      return new YamlDocument(tree, composer.root());
    } catch (MarkedYAMLException e) {
      throw unreadable(e.getProblem(), YamlComposer.position(e.getProblemMark()));
    } catch (YAMLException e) {
      throw unreadable(e.getMessage(), null);
    } catch (IllegalArgumentException e) {
      // the parser lets through what it makes of numbers that are none, as in "\UFFFFFFFF"
      throw unreadable("found a number that cannot be read", null);
    }
  }

  private static YamlSyntaxException unreadable(String problem, Position position) {
    return new YamlSyntaxException(
        Rule.YAML_SYNTAX, YamlComposer.shown(problem), Optional.ofNullable(position));
  }

  /// The parser's work grows with the square of the longest line.
  private static void checkLines(String text) {
    int line = 1;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        line += c == '\n' ? 1 : 0;
        start = i + 1;
      } else if (i - start >= MAX_LINE) {
        throw new YamlSyntaxException(
            Rule.BOUNDS,
            "a line of more than " + MAX_LINE + " characters",
            Optional.of(new Position(line, 1)));
      }
    }
  }

  /// Block style, two spaces, keys in the order of the map.
  public static String write(Object tree) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndent(2);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setWidth(120);
    options.setSplitLines(false);
    options.setDereferenceAliases(true);
    options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
    LoaderOptions loading = loading();
    return new Yaml(
            new SafeConstructor(loading),
            new Quoting(options),
            options,
            loading,
            CoreSchema.WRITING)
        .dump(tree);
  }

  /// Maps, lists, strings, booleans, integers, doubles or null.
  public Object tree() {
    return tree;
  }

  /// Of the place that a JSON Pointer names or of the nearest place around it.
  public Position position(String pointer) {
    return root.position(pointer);
  }

  /// The line of [#position], counted from 1.
  public Integer line(String pointer) {
    return position(pointer).line();
  }

  private static LoaderOptions loading() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CODE_POINTS);
    options.setNestingDepthLimit(MAX_DEPTH);
    return options;
  }

  /// Puts text with a "next line" in double quotes, where it is escaped; anywhere else it is a line
  /// break and read back as one.
  private static final class Quoting extends Representer {
    Quoting(DumperOptions options) {
      super(options);
    }

    @Override
    protected Node representScalar(Tag tag, String value, ScalarStyle style) {
      return super.representScalar(
          tag, value, value.contains(NEXT_LINE) ? ScalarStyle.DOUBLE_QUOTED : style);
    }
  }
}
