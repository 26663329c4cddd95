package dev.cyanotype.request;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.util.List;

/// Takes JSON values for what they are: `"2"` is no number and `2` is no text.
@Singleton
public class StrictJson implements ObjectMapperCustomizer {

  private static final List<CoercionInputShape> NOT_TEXT =
      List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean);

  @Override
  @SuppressWarnings(
      "deprecation") // the feature has no other way in on a mapper that is built already
  public void customize(ObjectMapper mapper) {
    mapper.configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false);
    mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    NOT_TEXT.forEach(
        shape ->
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail));
  }
}
