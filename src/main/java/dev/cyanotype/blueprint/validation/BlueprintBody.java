package dev.cyanotype.blueprint.validation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.JsonTree;
import dev.cyanotype.blueprint.Position;
import dev.cyanotype.blueprint.Rule;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.YamlDocument;
import dev.cyanotype.blueprint.YamlSyntaxException;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A request's body that holds a blueprint: bare, or under `blueprint` as the library hands out a
/// template; as JSON or, where the content type says so, as YAML.
///
/// Every operation that takes a blueprint as its body takes one of these, and annotates itself with
/// `@RunOnVirtualThread`: up to 1 MiB is read here. Hostile bodies cost bounded time and memory,
/// see [YamlDocument] and [JsonTree].
public final class BlueprintBody {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String WRAPPED = "blueprint";
  private static final String EMPTY = "is empty";

  private final CheckedBlueprint checked;
  private final boolean readable;
  private final String at;
  private final Map<?, ?> wrapper;
  private final Optional<YamlDocument> yaml;

  private BlueprintBody(
      CheckedBlueprint checked,
      boolean readable,
      String at,
      Map<?, ?> wrapper,
      Optional<YamlDocument> yaml) {
    this.checked = checked;
    this.readable = readable;
    this.at = at;
    this.wrapper = wrapper;
    this.yaml = yaml;
  }

  /// @param body as UTF-8
  public static BlueprintBody ofJson(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      return readJson(parser);
    } catch (JacksonException e) {
      return unreadable(syntax(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BlueprintBody readJson(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      return unreadable(Violation.error(Rule.JSON_SYNTAX, "", EMPTY));
    }
    try {
      Object tree = JsonTree.read(parser);
      return parser.nextToken() == null
          ? ofTree(tree, Rule.JSON_SYNTAX, Optional.empty())
          : unreadable(trailing(parser));
    } catch (JsonTree.RefusedException e) {
      while (parser.nextToken() != null) {
        // what follows may not be JSON at all, which is the better thing to say
      }
      return refused(e.violation());
    }
  }

  private static Violation trailing(JsonParser parser) {
    return Violation.error(Rule.JSON_SYNTAX, "", "goes on after its end")
        .at(position(parser.currentTokenLocation()));
  }

  private static Violation syntax(JacksonException e) {
    return Violation.error(Rule.JSON_SYNTAX, "", "is not JSON").at(position(e.getLocation()));
  }

  private static Position position(JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? null
        : new Position(location.getLineNr(), Math.max(1, location.getColumnNr()));
  }

  /// @param body as UTF-8, with or without a byte order mark
  public static BlueprintBody ofYaml(byte[] body) {
    try {
      String text = decoded(body);
      YamlDocument document = YamlDocument.parse(text);
      return text.isBlank()
          ? unreadable(Violation.error(Rule.YAML_SYNTAX, "", EMPTY))
          : ofTree(document.tree(), Rule.YAML_SYNTAX, Optional.of(document));
    } catch (CharacterCodingException e) {
      return unreadable(Violation.error(Rule.YAML_SYNTAX, "", "is not UTF-8"));
    } catch (YamlSyntaxException e) {
      return e.rule() == Rule.YAML_SYNTAX ? unreadable(e.violation()) : refused(e.violation());
    }
  }

  private static String decoded(byte[] body) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /// @param tree of a JSON object that came inside another request
  /// @param pointer to it there, for the errors
  /// @throws ProblemException 422 with everything that is wrong
  public static Blueprint required(Map<String, Object> tree, String pointer) {
    CheckedBlueprint checked = CheckedBlueprint.fromTree(tree);
    return new BlueprintBody(checked, true, pointer, Map.of(), Optional.empty()).blueprint();
  }

  /// The same for a tree that may be wrapped.
  public static Blueprint required(Map<String, Object> tree) {
    return ofTree(tree, Rule.JSON_SYNTAX, Optional.empty()).blueprint();
  }

  private static BlueprintBody ofTree(Object tree, Rule syntax, Optional<YamlDocument> yaml) {
    if (!(tree instanceof Map<?, ?> map)) {
      return unreadable(Violation.error(syntax, "", "is no object with named fields"));
    }
    boolean wrapped = map.get(WRAPPED) != null;
    return new BlueprintBody(
        CheckedBlueprint.fromTree(wrapped ? map.get(WRAPPED) : map),
        true,
        wrapped ? "/" + WRAPPED : "",
        wrapped ? map : Map.of(),
        yaml);
  }

  private static BlueprintBody unreadable(Violation error) {
    return new BlueprintBody(
        CheckedBlueprint.refused(error), false, "", Map.of(), Optional.empty());
  }

  private static BlueprintBody refused(Violation error) {
    return new BlueprintBody(CheckedBlueprint.refused(error), true, "", Map.of(), Optional.empty());
  }

  /// The blueprint that the body holds.
  ///
  /// @throws ProblemException 400 where the body cannot be read at all, 422 with everything that
  ///     is wrong with the blueprint, for YAML with lines and columns
  public Blueprint blueprint() {
    return checked.blueprint().orElseThrow(this::problem);
  }

  /// A field of the wrapper, beside the blueprint; empty where the blueprint is bare.
  public Optional<Object> beside(String field) {
    return Optional.ofNullable(wrapper.get(field));
  }

  /// What is wrong with a field beside the blueprint, for YAML with its line and column.
  public FieldError errorBeside(String field, String message) {
    String pointer = "/" + field;
    return yaml.map(document -> document.position(pointer))
        .map(at -> new FieldError(pointer, message, at.line(), at.column()))
        .orElseGet(() -> new FieldError(pointer, message));
  }

  /// Pointers, lines and columns are those in the body as it was sent.
  public List<Violation> errors() {
    return checked.errors().stream().map(this::placed).toList();
  }

  /// As [#errors].
  public List<Violation> warnings() {
    return checked.warnings().stream().map(this::placed).toList();
  }

  /// Where something of the blueprint stands in the body; empty for JSON.
  ///
  /// @param pointer in the blueprint
  public Optional<Position> position(String pointer) {
    return yaml.map(document -> document.position(at + pointer));
  }

  /// The pointer in the body to what is at `pointer` in the blueprint.
  public String pointer(String pointer) {
    return at + pointer;
  }

  /// The same violation of the blueprint as one of the body.
  public Violation placed(Violation violation) {
    Violation inBody = violation.under(at);
    return yaml.map(document -> inBody.at(document.position(inBody.pointer()))).orElse(inBody);
  }

  private ProblemException problem() {
    List<Violation> errors = errors();
    return readable
        ? ProblemException.unprocessable(errors.stream().map(BlueprintBody::field).toList())
        : ProblemException.badRequest(unreadable(errors));
  }

  private static String unreadable(List<Violation> errors) {
    Function<Violation, String> place =
        error ->
            error.line() == null ? "" : ": line " + error.line() + ", column " + error.column();
    return "The body must be a blueprint as a JSON object, or as YAML with that content type; it "
        + errors.getFirst().message()
        + place.apply(errors.getFirst())
        + ".";
  }

  private static FieldError field(Violation error) {
    return new FieldError(error.pointer(), error.message(), error.line(), error.column());
  }
}
