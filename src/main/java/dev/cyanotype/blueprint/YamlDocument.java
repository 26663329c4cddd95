package dev.cyanotype.blueprint;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/// A YAML document as plain data, with the line of every place in it.
///
/// Scalars follow the core schema of YAML 1.2, so `no` and `22:22` stay the words they look like.
/// Hostile input costs bounded time and memory: at most 1 MiB of text, [#MAX_DEPTH] levels and
/// [#MAX_NODES] values with every alias counted where it is used; tags other than the core schema's
/// are refused, so no object but plain data is ever made.
public final class YamlDocument {

  public static final int MAX_DEPTH = 32;
  public static final int MAX_NODES = 50_000;
  private static final int MAX_CODE_POINTS = 1024 * 1024;

  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?([0-9]{1,30}\\.[0-9]{0,30}|\\.[0-9]{1,30})([eE][-+]?[0-9]{1,2})?");

  private final Object tree;
  private final Map<String, Integer> lines;

  private YamlDocument(Object tree, Map<String, Integer> lines) {
    this.tree = tree;
    this.lines = lines;
  }

  /// @throws YamlSyntaxException where the text is not one YAML document within the bounds above
  public static YamlDocument parse(String text) {
    try {
      Node root = new Yaml(new SafeConstructor(options())).compose(new StringReader(text));
      Conversion conversion = new Conversion();
      Object tree = root == null ? null : conversion.value(root, "", 0);
      return new YamlDocument(tree, conversion.lines);
    } catch (MarkedYAMLException e) {
      Integer line = e.getProblemMark() == null ? null : e.getProblemMark().getLine() + 1;
      throw new YamlSyntaxException(e.getProblem(), line);
    } catch (YAMLException e) {
      throw new YamlSyntaxException(e.getMessage(), null);
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
    return new Yaml(new Representer(options), options).dump(tree);
  }

  /// Maps, lists, strings, booleans, integers, doubles or null.
  public Object tree() {
    return tree;
  }

  /// The line, counted from 1, of the place that a JSON Pointer names or of the nearest place
  /// around it.
  public Integer line(String pointer) {
    for (String place = pointer; ; place = place.substring(0, place.lastIndexOf('/'))) {
      Integer line = lines.get(place);
      if (line != null || place.isEmpty()) {
        return line;
      }
    }
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CODE_POINTS);
    options.setNestingDepthLimit(MAX_DEPTH);
    return options;
  }

  private static final class Conversion {
    private final Map<String, Integer> lines = new HashMap<>();
    private int nodes;

    Object value(Node node, String pointer, int depth) {
      if (++nodes > MAX_NODES) {
        throw new YamlSyntaxException("more than " + MAX_NODES + " values", lineOf(node));
      }
      if (depth > MAX_DEPTH) {
        throw new YamlSyntaxException("nested deeper than " + MAX_DEPTH + " levels", lineOf(node));
      }
      lines.putIfAbsent(pointer, lineOf(node));
      return switch (node) {
        case MappingNode mapping -> map(mapping, pointer, depth);
        case SequenceNode sequence -> list(sequence, pointer, depth);
        case ScalarNode scalar -> scalar(scalar);
        default -> throw new YamlSyntaxException("unsupported YAML construct", lineOf(node));
      };
    }

    private Map<String, Object> map(MappingNode node, String pointer, int depth) {
      requireTag(node, Tag.MAP);
      Map<String, Object> map = new LinkedHashMap<>();
      for (NodeTuple tuple : node.getValue()) {
        String key = key(tuple.getKeyNode());
        String place = pointer + "/" + JsonPointers.escape(key);
        if (map.containsKey(key)) {
          throw new YamlSyntaxException("duplicate key '" + key + "'", lineOf(tuple.getKeyNode()));
        }
        lines.putIfAbsent(place, lineOf(tuple.getKeyNode()));
        map.put(key, value(tuple.getValueNode(), place, depth + 1));
      }
      return map;
    }

    private String key(Node node) {
      if (node instanceof ScalarNode scalar) {
        return scalar.getValue();
      }
      throw new YamlSyntaxException("a key must be text", lineOf(node));
    }

    private List<Object> list(SequenceNode node, String pointer, int depth) {
      requireTag(node, Tag.SEQ);
      List<Object> list = new ArrayList<>();
      for (Node item : node.getValue()) {
        list.add(value(item, pointer + "/" + list.size(), depth + 1));
      }
      return list;
    }

    private static Object scalar(ScalarNode node) {
      String text = node.getValue();
      if (!node.isPlain()) {
        requireTag(node, Tag.STR);
        return text;
      }
      if (!node.getTag().startsWith(Tag.PREFIX)) {
        requireTag(node, Tag.STR);
      }
      return switch (text) {
        case "", "~", "null", "Null", "NULL" -> null;
        case "true", "True", "TRUE" -> true;
        case "false", "False", "FALSE" -> false;
        default -> number(text);
      };
    }

    private static Object number(String text) {
      if (INTEGER.matcher(text).matches()) {
        long value = Long.parseLong(text);
        return value == (int) value ? (Object) (int) value : (Object) value;
      }
      return FLOAT.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
    }

    private static void requireTag(Node node, Tag expected) {
      if (!node.getTag().equals(expected)) {
        throw new YamlSyntaxException(
            "the tag " + node.getTag().getValue() + " is not allowed", lineOf(node));
      }
    }

    private static Integer lineOf(Node node) {
      return node.getStartMark() == null ? null : node.getStartMark().getLine() + 1;
    }
  }
}
