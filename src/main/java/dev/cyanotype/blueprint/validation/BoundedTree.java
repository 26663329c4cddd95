package dev.cyanotype.blueprint.validation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.cyanotype.blueprint.JsonTree;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Reads a blueprint inside of another request with the bounds of [JsonTree], so that reading one
/// costs little even on an event loop.
@RegisterForReflection
public final class BoundedTree extends JsonDeserializer<Map<String, Object>> {

  @Override
  @SuppressWarnings("unchecked") // what starts as an object is a map with the fields' names
  public Map<String, Object> deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return (Map<String, Object>) context.handleUnexpectedToken(Map.class, parser);
    }
    try {
      return (Map<String, Object>) JsonTree.read(parser);
    } catch (JsonTree.RefusedException e) {
      throw new JsonMappingException(parser, e.getMessage(), problem(e.violation()));
    }
  }

  private static ProblemException problem(Violation violation) {
    return ProblemException.unprocessable(
        List.of(new FieldError(violation.pointer(), violation.message())));
  }
}
